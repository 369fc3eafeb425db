"""Make a plan or contract with parents, and record how it goes on and how it ends.

No contract is made without what the pack asks for; where the pack says so, none is made without a parent
there, and none ends but from a review meeting, after a warning. What follows is asked of its lead.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.follow_up_rules import school_day_after
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child_contracts import (
    CONTRACT,
    ENDED,
    REVIEW,
    WARNING,
    ContractRecordPage,
)
from supportfirst.casework.queries.child_meetings import ABSENT, OUTCOME
from supportfirst.casework.queries.contract_parties import GIVEN, PARENT, PARTNER, SIGNED
from supportfirst.casework.queries.kept_records import following
from supportfirst.casework.store.models import Adult, CaseEvent, User

PROGRESS = "contract_progress"
ENGLISH = ("", "english")
POSTED = "posted"
ON_PAPER = ("handed", POSTED)


@transaction.atomic
def record_contract(
    actor: Actor,
    page: ContractRecordPage,
    *,
    submission: uuid.UUID,
    on: date,
    adults: Sequence[uuid.UUID],
    data: Mapping[str, Any],
) -> CaseEvent:
    """The event and what it asks for; the same submission again changes nothing. Raises Refused."""
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    if page.makes:
        if page.refused:
            raise Refused(page.refused)
        _check_made(page, adults, data)
        _check_meeting(page, on)
    _check_asked(page, data)
    if page.kind.kind == ENDED:
        _check_end(page, data)
    if page.kind.kind == PROGRESS:
        _check_progress(page, data, on)
    if page.kind.kind in (SIGNED, GIVEN):
        _check_party(page, adults, data)
    event = record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        page.kind.kind,
        submission=submission,
        on=on,
        adults=adults,
        data=data,
    )
    _ask_next(actor, page, event)
    return event


def _check_made(page: ContractRecordPage, adults: Sequence[uuid.UUID], data: Mapping[str, Any]) -> None:
    if page.terms.needs_parent and data.get("parent_present") is not True:
        raise Refused(
            "A contract can't be made, or even drawn up, without a parent there. Offer another meeting, "
            "or record that no contract was made and why."
        )
    if not adults or not set(adults) <= {each.adult for each in page.callers}:
        raise Refused("Choose at least one parent or carer of this child with whom the contract is made.")
    missing = [
        each.words for each in page.kind.fields if each.name in page.terms.asks and not data.get(each.name)
    ]
    if missing:
        raise Refused(f"The contract can't be made yet. It doesn't say: {'; '.join(missing)}.")
    if "lead" in page.terms.asks and data["lead"] not in {each.name for each in page.staff}:
        raise Refused("The lead practitioner must be a member of this school's staff. Choose one.")
    if data["to"] < data["from"]:
        raise Refused("The contract would end before it begins. Give a last day after its first day.")
    _check_length(page, data)
    foreign = [
        each
        for each in Adult.objects.filter(pk__in=adults)
        if each.language.strip().casefold() not in ENGLISH and not data.get("translation")
    ]
    if foreign:
        raise Refused(
            f"A parent reads {foreign[0].language}. Say which translation was given, or why none is needed."
        )


def _check_length(page: ContractRecordPage, data: Mapping[str, Any]) -> None:
    """Where the pack fixes the length, no other is taken, and the review comes at its end."""
    terms = page.terms
    fixed = data["to"] if terms.weeks is None else data["from"] + timedelta(weeks=terms.weeks)
    if data["to"] != fixed:
        raise Refused(
            f"A contract here runs for {terms.weeks} weeks, to {show_day(fixed)}. Give that last day; the "
            "officer can make the period longer afterwards, with a reason."
        )
    if terms.review_at_end and data.get("review_on", data["from"]) < data["to"]:
        raise Refused("The review comes at the end of the period. Give the last day of it, or a later one.")


def _check_meeting(page: ContractRecordPage, on: date) -> None:
    """What was recorded of a meeting of the day stands: nobody agrees a contract who was not there."""
    missed = CaseEvent.objects.filter(
        school=page.school, pupil=page.enrolment.pupil, kind=OUTCOME, happened_on=on, data__result=ABSENT
    ).exclude(event__in=struck_out(page.school))
    if page.terms.needs_parent and missed.exists():
        raise Refused(
            "The meeting of this day is recorded as one to which no parent came, so no contract can be made "
            "at it. Offer another meeting, or record that no contract was made and why."
        )


def _check_asked(page: ContractRecordPage, data: Mapping[str, Any]) -> None:
    asked = page.terms.record_asks.get(page.kind.kind)
    if asked is not None and data.get(asked) in (None, ""):
        words = next(each.words for each in page.kind.fields if each.name == asked)
        raise Refused(f"Say {words}: it is needed here.")


def _check_end(page: ContractRecordPage, data: Mapping[str, Any]) -> None:
    later = {each.kind for each in following(str(data.get(ABOUT)), page.standing)}
    if page.terms.ends_from_review and (data.get("from_review") is not True or REVIEW not in later):
        raise Refused("Only a review meeting can end a contract. Hold one, record the review, then the end.")
    if page.terms.warned_first and WARNING not in later and not data.get("no_warning_because"):
        raise Refused(
            "A contract doesn't end before a warning was given under it. Record the warning first, or say "
            "why it ends without one."
        )


def _ask_next(actor: Actor, page: ContractRecordPage, event: CaseEvent) -> None:
    soon = school_day_after(page.school, actor.today)
    contract = event if page.makes else _contract_of(page, event)
    if contract is None:
        return
    if page.makes and event.data.get("review_on"):
        day = date.fromisoformat(event.data["review_on"])
        _ask(actor, page, event, contract, "contract_review", "Review the attendance contract.", day)
    if page.makes and page.terms.deliver is not None and event.data.get("parent_present") is False:
        for adult in event.adults:
            what, key = page.terms.deliver, f"{page.terms.deliver.task}:{event.event}:{adult}"
            task = (actor, page.school, page.enrolment.pupil, what.task, what.words, soon)
            ask_task(*task, once=key, made_by=event)
    warned = any(each.kind == WARNING for each in following(str(contract.event), page.standing))
    for table in (page.terms.follow_ups, page.terms.follow_ups_warned if warned else {}):
        told = table.get(page.kind.kind)
        if told is not None and (told.when == ("", "") or event.data.get(told.when[0]) == told.when[1]):
            _ask(actor, page, event, contract, told.task, told.words, soon)


def _followed(page: ContractRecordPage, data: Mapping[str, Any]) -> CaseEvent:
    """The contract that a record is about."""
    contract = next((each for each in page.standing if str(each.event) == str(data.get(ABOUT))), None)
    if contract is None:
        raise Refused("Choose the contract that it follows up.")
    return contract


def _check_progress(page: ContractRecordPage, data: Mapping[str, Any], on: date) -> None:
    """What was done in the period of the contract counts for it."""
    contract = _followed(page, data)
    longer = [
        str(each.data["extended_to"])
        for each in following(str(contract.event), page.standing)
        if each.data.get("extended_to")
    ]
    first, last = str(contract.data.get("from", "")), max([str(contract.data.get("to", "")), *longer])
    if not first <= on.isoformat() <= last:
        raise Refused("This day is not in the period of the contract. Give a day from its first to its last.")


def _check_party(page: ContractRecordPage, adults: Sequence[uuid.UUID], data: Mapping[str, Any]) -> None:
    """Who signs is party to this contract; a paper that has to be one goes by hand or by post."""
    contract = _followed(page, data)
    role, partner = data.get("party"), data.get("partner")
    foreign = role == PARENT and not {str(each) for each in adults} & {str(each) for each in contract.adults}
    if page.kind.kind == SIGNED and foreign:
        raise Refused("This parent is no party to the contract. Choose one who is.")
    if role == PARTNER and partner not in contract.data.get("partners", ()):
        raise Refused("This partner is no party to the contract. Choose one that the contract names.")
    if page.kind.kind != GIVEN or data.get("paper") not in page.terms.hard_copies:
        return
    if data.get("how") not in ON_PAPER:
        raise Refused("This paper is given as a hard copy. Hand it over, or post it, and say which.")
    if data.get("how") == POSTED and not data.get("posted_on"):
        raise Refused("Give the day on which it was posted.")


def _ask(
    actor: Actor,
    page: ContractRecordPage,
    event: CaseEvent,
    contract: CaseEvent,
    kind: str,
    why: str,
    day: date,
) -> None:
    """Of the contract's lead, where it names one of the staff, and otherwise of whoever comes first."""
    lead: User | None = next((each for each in page.staff if each.name == contract.data.get("lead")), None)
    ask_task(
        actor,
        page.school,
        page.enrolment.pupil,
        kind,
        why,
        day,
        for_user=lead,
        once=f"{kind}:{event.event}",
        made_by=event,
    )


def _contract_of(page: ContractRecordPage, event: CaseEvent) -> CaseEvent | None:
    for each in page.standing:
        if each.kind == CONTRACT and str(event.data.get(ABOUT)) in {
            str(each.event),
            *(str(later.event) for later in following(str(each.event), page.standing)),
        }:
            return each
    return None
