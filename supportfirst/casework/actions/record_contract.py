"""Make a plan or contract with parents, and record how it goes on and how it ends.

No contract is made without what the pack asks for; where the pack says so, none is made without a parent
there, and none ends but from a review meeting, after a warning. What follows is asked of its lead.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.follow_up_rules import school_day_after
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child_contracts import (
    BREACH,
    CONTRACT,
    ENDED,
    REVIEW,
    WARNING,
    ContractRecordPage,
)
from supportfirst.casework.queries.child_meetings import ABSENT, OUTCOME
from supportfirst.casework.queries.kept_records import following
from supportfirst.casework.store.models import Adult, CaseEvent, User

NO_FAULT = "no_fault"
ENGLISH = ("", "english")


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
        _check_made(page, adults, data)
        _check_meeting(page, on)
    _check_asked(page, data)
    if page.kind.kind == ENDED:
        _check_end(page, data)
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
    foreign = [
        each
        for each in Adult.objects.filter(pk__in=adults)
        if each.language.strip().casefold() not in ENGLISH and not data.get("translation")
    ]
    if foreign:
        raise Refused(
            f"A parent reads {foreign[0].language}. Say which translation was given, or why none is needed."
        )


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
    if page.terms.warned_first and WARNING not in later:
        raise Refused("A contract doesn't end before a warning was given under it. Record the warning first.")


def _ask_next(actor: Actor, page: ContractRecordPage, event: CaseEvent) -> None:
    soon = school_day_after(page.school, actor.today)
    contract = event if page.makes else _contract_of(page, event)
    if contract is None:
        return
    if page.makes and event.data.get("review_on"):
        day = date.fromisoformat(event.data["review_on"])
        _ask(actor, page, event, contract, "contract_review", "Review the attendance contract.", day)
    if page.kind.kind == BREACH:
        why = "The contract was not kept. Contact the parent, and ask for an explanation."
        _ask(actor, page, event, contract, "seek_explanation", why, soon)
        if any(each.kind == WARNING for each in following(str(contract.event), page.standing)):
            why = "The contract was not kept again after a warning. Arrange a meeting to review it."
            _ask(actor, page, event, contract, "contract_review", why, soon)
    elif event.data.get("explanation") == NO_FAULT:
        why = "It is hard to keep through no fault of the parent. Arrange a review meeting to adjust it."
        _ask(actor, page, event, contract, "contract_review", why, soon)


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
