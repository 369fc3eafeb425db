"""A letter on its way: its file taken out to be printed, and what is recorded of its delivery.

When its first way out is recorded, the chronology gets the record that the catalogue names for it, once an
addressee, so that the step that asked for the letter is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from supportfirst.attendance.letters.content import Content
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.follow_up_rules import school_day_after
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.outside.letter_files import letter_docx, letter_pdf, letters_pdf
from supportfirst.casework.queries.issuing import IssueBlocked
from supportfirst.casework.queries.letter_records import newest_about
from supportfirst.casework.queries.letters import (
    BACK,
    OUT,
    LetterPage,
    letter_page,
    letters_school,
    still_waits,
)
from supportfirst.casework.store.models import Delivery, Letter, LetterDelivery, LetterState

MOST_PRINTED = 50
LETTER_BACK = "letter_back"  # a kind of task
FORMS: dict[str, Callable[[Content], bytes]] = {"pdf": letter_pdf, "docx": letter_docx}


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says of a delivery."""

    what: str  # one of `Delivery`
    on: date
    by: str = ""
    note: str = ""


@transaction.atomic
def export_letter(actor: Actor, school_id: UUID, letter_id: UUID, form: str) -> bytes:
    """The letter as a file. Raises NotThere; Refused for a draft; IssueBlocked while an alarm waits."""
    page = letter_page(actor, school_id, letter_id)
    check_out(actor, page)
    audit(
        actor,
        "export_letter",
        school=page.school,
        pupil=page.enrolment.pupil,
        thing=str(letter_id),
        form=form,
    )
    return FORMS[form](page.content)


@transaction.atomic
def print_letters(actor: Actor, school_id: UUID, letters: Sequence[UUID]) -> bytes:
    """Several in one file, as they were chosen. One of them that may not go out stops all, and says so."""
    school = letters_school(actor, school_id)
    if not letters:
        raise Refused("Choose at least one letter.")
    if len(letters) > MOST_PRINTED:
        raise Refused(f"Choose at most {MOST_PRINTED} letters at once.")
    pages = [letter_page(actor, school_id, each) for each in letters]
    for page in pages:
        check_out(actor, page)
    audit(actor, "export_letters", school=school, **naming({page.enrolment.pupil_id for page in pages}))
    return letters_pdf([page.content for page in pages])


@transaction.atomic
def record_delivery(
    actor: Actor, school_id: UUID, letter_id: UUID, told: Told, *, submission: UUID
) -> LetterDelivery:
    """The same submission again changes nothing. Raises NotThere, Refused, IssueBlocked."""
    take_turn(school_id)
    known = LetterDelivery.objects.filter(submission=submission, letter=letter_id).first()
    if known is not None:
        return known
    page = letter_page(actor, school_id, letter_id)
    if not page.may_change:
        raise NotThere
    _check_told(actor, page, told)
    return record_happening(actor, page.letter, told, submission)


def record_happening(actor: Actor, letter: Letter, told: Told, submission: UUID) -> LetterDelivery:
    """Write down what nobody doubts; what came back asks somebody to try another way. In a school's turn."""
    school, pupil = letter.enrolment.school, letter.enrolment.pupil
    delivery = LetterDelivery.objects.create(
        letter=letter,
        submission=submission,
        what=told.what,
        on=told.on,
        by=told.by.strip(),
        note=told.note.strip(),
        recorded_by=actor.user,
        recorded_at=actor.at,
    )
    what = Delivery(told.what)
    if what in OUT and letter.state == LetterState.APPROVED:
        letter.state, letter.sent_at = LetterState.SENT, actor.at
        letter.version += 1
        letter.save(update_fields=["state", "sent_at", "version"])
        _record(actor, letter, told, submission)
    if what in BACK:
        ask_to_try_another_way(actor, letter, f"back:{submission}")
    audit(actor, "record_delivery", school=school, pupil=pupil, thing=str(letter.pk), what=told.what)
    return delivery


def ask_to_try_another_way(actor: Actor, letter: Letter, once: str, *, unsure: bool = False) -> None:
    """A letter that reached nobody is somebody's to follow up, by the next school day.

    unsure: nobody can tell whether it left.
    """
    school = letter.enrolment.school
    why = f"A letter to {letter.adult.name} did not reach them ({letter.reference}). Try another way."
    if unsure:
        why = f"Nobody can tell whether a letter to {letter.adult.name} left ({letter.reference}). Ask them."
    due_on = school_day_after(school, actor.today)
    ask_task(actor, school, letter.enrolment.pupil, LETTER_BACK, why, due_on, once=f"{LETTER_BACK}:{once}")


def check_out(actor: Actor, page: LetterPage) -> None:
    """Whether it may be given out at all: what it waits for may be struck out after it was approved."""
    letter = page.letter
    if letter.state == LetterState.DRAFT:
        raise Refused(
            "This letter is a draft. It goes out when it has been approved: have it approved first."
        )
    if letter.state == LetterState.WITHDRAWN:
        raise Refused("This letter was withdrawn, and is not given out. Draft another.")
    if page.issue is not None and page.issue.blocked:
        raise IssueBlocked(page.issue)
    if page.why_not:
        raise Refused(page.why_not)
    waits = still_waits(actor, page) if letter.state == LetterState.APPROVED else None
    if waits is not None:
        raise Refused(waits.told)


def _check_told(actor: Actor, page: LetterPage, told: Told) -> None:
    if told.what not in Delivery.values:
        raise Refused("Choose what happened to the letter.")
    if told.on > actor.today:
        raise Refused("The day has not come yet. Give the day on which it happened.")
    what = Delivery(told.what)
    if what in OUT:
        check_out(actor, page)
        approved = page.letter.approved_at
        if approved is not None and told.on < approved.date():
            raise Refused("The letter was not approved yet on that day. Give the day on which it went out.")
        if OUT[what] not in page.ways:
            raise Refused(
                "The policy does not send this letter in that way. "
                f"Use a way that it names: {', '.join(page.ways).replace('hand', 'hand over')}."
            )
        return
    before = [each for each in page.deliveries if each.what == BACK[what] and each.on <= told.on]
    if not before:
        way = BACK[what].label.lower()
        raise Refused(f"Nothing is recorded that could have come back: first record that it was {way}.")


def _record(actor: Actor, letter: Letter, told: Told, submission: UUID) -> None:
    """What the pack's steps and evidence look for."""
    pack = loaded(letter.pack)
    entry = pack.entries[letter.kind]
    kind = str(entry.details["record"])
    held: dict[str, Any] = {
        "letter": letter.kind,
        "how": OUT[Delivery(told.what)],
        "full_address": len(as_content(letter.content).addressee) > 1,
        "about_this_child": True,
        **dict.fromkeys(entry.listed("record_says"), True),
    }
    if told.what == Delivery.POSTED:
        held["posted_on"] = told.on
    record_event(
        actor,
        letter.enrolment.school,
        letter.enrolment.pupil,
        kind,
        submission=submission,
        on=told.on,
        adults=[letter.adult_id],
        data={name: value for name, value in held.items() if name in pack.records[kind].fields},
    )
    also = str(entry.details.get("also_records", ""))
    about = newest_about(letter, pack.records[also].about) if also else None
    if about is not None:
        record_event(
            actor,
            letter.enrolment.school,
            letter.enrolment.pupil,
            also,
            submission=uuid5(submission, also),
            on=told.on,
            adults=[letter.adult_id],
            data={ABOUT: about.event, **dict(each.split(": ", 1) for each in entry.listed("also_says"))},
        )
