"""Keep a parent's request for leave whole, and decide on one: by a named person, each on its own reasons.

What is asked for once the leave has begun, the rule refuses as it is recorded. Nothing else is decided by
itself, however long it waits.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.leave_terms import DECISION, GRANTED, PART_TIME, REFUSED, REQUEST, length_of
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child_leave import LeaveRecordPage, LeaveShown
from supportfirst.casework.queries.kept_records import sessions_to_yesterday
from supportfirst.casework.store.models import CaseEvent

CERTIFICATE, AFTER_RETURN = "certificate", "after_return"
OF_RULE = uuid.UUID("6f1d9c1e-4f0b-4a8f-9d2e-5b7c3a1e8d42")  # under which a refusal by rule has its number


@transaction.atomic
def record_leave(
    actor: Actor,
    page: LeaveRecordPage,
    *,
    submission: uuid.UUID,
    on: date,
    adults: Sequence[uuid.UUID],
    data: Mapping[str, Any],
) -> CaseEvent:
    """The request, or another record about leave; the same submission again changes nothing.

    Raises Refused, and EventRefused where a field can't be used.
    """
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    if not set(adults) <= {each.adult for each in page.callers}:
        raise Refused("Choose parents or carers of this child.")
    if page.kind.kind == REQUEST:
        _check_request(actor, page, data)
    if page.kind.kind == PART_TIME:
        _check_said(page, page.terms.part_time_asks, data, "The timetable can't be kept yet")
    if page.kind.kind == CERTIFICATE:
        _check_certificate(actor, page, on, data)
        data = {**data, AFTER_RETURN: True}
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
    if page.kind.kind == REQUEST and page.terms.is_too_late(data["requested_on"], data["first_day"]):
        _refuse_by_rule(actor, page, event, data)
    return event


@transaction.atomic
def decide_leave(
    actor: Actor, page: LeaveRecordPage, *, submission: uuid.UUID, on: date, data: Mapping[str, Any]
) -> CaseEvent:
    """The decision on one request. Raises Refused for whoever may not decide, and without what it asks."""
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    if not page.may_decide:
        raise Refused(f"Only {page.deciders}, or somebody who is named for it, decides on leave. Ask them.")
    shown = page.shown
    assert shown is not None  # a page of a decision is always about a request
    if not shown.is_open:
        raise Refused("This request is decided already. Strike the decision out first if it was a mistake.")
    _check_decision(page, shown, data)
    return record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        DECISION,
        submission=submission,
        on=on,
        data={**data, ABOUT: str(shown.held.request.event)},
    )


def _check_request(actor: Actor, page: LeaveRecordPage, data: Mapping[str, Any]) -> None:
    _check_said(page, page.terms.request_asks, data, "The request can't be kept yet")
    if data["requested_on"] > actor.today:
        raise Refused("The day on which it was asked for has not come yet. Give the day on which it was.")
    if data.get("last_day") and data["last_day"] < data["first_day"]:
        raise Refused("The leave would end before it begins. Give a last day after its first day.")


def _check_decision(page: LeaveRecordPage, shown: LeaveShown, data: Mapping[str, Any]) -> None:
    _check_said(page, page.terms.decision_asks, data, "The decision can't be kept yet")
    if data.get("decision") != GRANTED:
        return
    held = shown.held
    if page.terms.is_too_late(held.requested_on, held.first_day):
        raise Refused("Leave that was asked for once it had begun can't be granted.")
    _check_said(page, page.terms.granted_asks, data, "Leave is granted in exceptional circumstances only")
    last = data.get("granted_to") or held.last_day
    if last < held.first_day:
        raise Refused("The last day that is granted is before the first day of the leave. Put it right.")
    days, usual = length_of(page.school, held.first_day, last), page.terms.usual_days
    if usual is not None and days > usual and not data.get("longer_because"):
        raise Refused(f"This is {days} school days; the school usually grants {usual} at most. Say why more.")


def _check_certificate(actor: Actor, page: LeaveRecordPage, on: date, data: Mapping[str, Any]) -> None:
    """It shows leave that was not granted, and is made once the child is back, as the register says."""
    code = page.terms.refused_code
    marks = [each for each in sessions_to_yesterday(actor, page.enrolment) if each.code is not None]
    shown = [each for each in marks if data["from"] <= each.day <= data["to"] and each.symbol == code]
    if not shown:
        raise Refused(f"The register has no {code} on these days, so the certificate shows no leave.")
    last = max(each.day for each in shown)
    back = [
        each.day
        for each in marks
        if each.day > last and each.statistical is not None and each.statistical.is_attendance
    ]
    if not back or min(back) > on:
        raise Refused("The certificate is made once the child is back. The register shows no return by then.")


def _check_said(page: LeaveRecordPage, asked: Sequence[str], data: Mapping[str, Any], why: str) -> None:
    missing = [
        each.words for each in page.kind.fields if each.name in asked and data.get(each.name) in (None, "")
    ]
    if missing:
        raise Refused(f"{why}. It doesn't say: {'; '.join(missing)}.")


def _refuse_by_rule(actor: Actor, page: LeaveRecordPage, request: CaseEvent, data: Mapping[str, Any]) -> None:
    """A request of the leave's first day or later is not considered, whoever records it."""
    reasons = (
        f"Asked for on {show_day(data['requested_on'])}; the leave began on {show_day(data['first_day'])}. "
        "Leave is given in advance; a request made once it has begun is not considered."
    )
    record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        DECISION,
        submission=uuid.uuid5(OF_RULE, str(request.event)),
        data={"decision": REFUSED, "reasons": reasons, "by_rule": True, ABOUT: str(request.event)},
    )
