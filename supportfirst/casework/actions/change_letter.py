"""What becomes of a letter before it goes out: it is edited within bounds, approved, or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from supportfirst.attendance.letters.edits import Edits, edited
from supportfirst.attendance.letters.wordings import frame_of, unwelcome_words
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.relying import register_reliance
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.letter_rows import as_kept, digest_of
from supportfirst.casework.queries.letters import KIND, LetterPage, letter_page, still_waits
from supportfirst.casework.store.models import Letter, LetterState

FIXED = "This letter is {state}, and its words stay as they are. Withdraw it, and draft another."
CHANGED = "Somebody changed this letter since you opened it. Read it again below, and then decide."


@transaction.atomic
def edit_letter(actor: Actor, school_id: UUID, letter_id: UUID, edits: Edits, *, version: int) -> Letter:
    """Apply a person's changes to what was composed. Raises NotThere, Refused, and the core's EditRefused."""
    page = _taken(actor, school_id, letter_id)
    letter = page.letter
    if letter.state != LetterState.DRAFT:
        raise Refused(FIXED.format(state=LetterState(letter.state).label.lower()))
    _check_version(letter, version)
    pack = loaded(letter.pack)
    content = edited(
        page.composed,
        edits,
        entry=pack.entries[letter.kind],
        words=unwelcome_words(pack),
        frame=frame_of(pack),
    )
    letter.edits, letter.content = edits.as_data(), as_kept(content)
    letter.edited_by, letter.edited_at = actor.user, actor.at
    _save(letter, "edits", "content", "edited_by", "edited_at")
    _audit(actor, "edit_letter", page)
    return letter


@transaction.atomic
def approve_letter(
    actor: Actor, school_id: UUID, letter_id: UUID, *, version: int | None = None, link: str = ""
) -> Letter:
    """Whoever has the role by which it is sent puts their name to it; from now on it relies on the marks.

    An approved letter is given back as it is. link: its page. Raises NotThere, Refused.
    """
    page = _taken(actor, school_id, letter_id)
    letter = page.letter
    if letter.state in (LetterState.APPROVED, LetterState.SENT):
        return letter
    if letter.state == LetterState.WITHDRAWN:
        raise Refused("This letter was withdrawn. Draft another.")
    if not page.may_send:
        raise Refused(
            f"This letter is sent by: {page.sent_by}. That is not your role at this school. "
            "Leave it as a draft, and ask them to approve it."
        )
    if page.why_not:
        raise Refused(page.why_not)
    waits = still_waits(actor, page)
    if waits is not None:
        raise Refused(waits.told)
    if version is not None:
        _check_version(letter, version)
    content = page.content
    reach = (line for line in content.signatory if line in content.sender)
    content = replace(content, signatory=(actor.user.name, actor.user.title, *reach))
    letter.content = as_kept(content)
    letter.state, letter.approved_by, letter.approved_at = LetterState.APPROVED, actor.user, actor.at
    _save(letter, "content", "state", "approved_by", "approved_at")
    register_reliance(
        actor,
        KIND,
        str(letter.pk),
        page.title,
        page.enrolment,
        (letter.first_day, letter.last_day),
        letter.known_at,
        content=digest_of(content),
        link=link,
    )
    _audit(actor, "approve_letter", page)
    return letter


@transaction.atomic
def withdraw_letter(actor: Actor, school_id: UUID, letter_id: UUID, because: str) -> Letter:
    """Of one that has not gone out. Withdrawn again it is given back as it is. Raises NotThere, Refused."""
    page = _taken(actor, school_id, letter_id)
    letter = page.letter
    if letter.state == LetterState.WITHDRAWN:
        return letter
    if letter.state == LetterState.SENT:
        raise Refused("This letter has gone out, and can’t be taken back. Write to the family again.")
    if not because.strip():
        raise Refused("Say why the letter is withdrawn.")
    letter.state, letter.because = LetterState.WITHDRAWN, because.strip()
    letter.withdrawn_by, letter.withdrawn_at = actor.user, actor.at
    _save(letter, "state", "because", "withdrawn_by", "withdrawn_at")
    _audit(actor, "withdraw_letter", page)
    return letter


def _taken(actor: Actor, school_id: UUID, letter_id: UUID) -> LetterPage:
    """The letter, with the school's turn taken before it is read. Raises NotThere."""
    take_turn(school_id)
    page = letter_page(actor, school_id, letter_id)
    if not page.may_change:
        raise NotThere
    return page


def _check_version(letter: Letter, version: int) -> None:
    if letter.version != version:
        raise Refused(CHANGED)


def _save(letter: Letter, *fields: str) -> None:
    letter.version += 1
    letter.save(update_fields=[*fields, "version"])


def _audit(actor: Actor, verb: str, page: LetterPage) -> None:
    audit(actor, verb, school=page.school, pupil=page.enrolment.pupil, thing=str(page.letter.pk))
