"""Arrange a meeting about a child: when, where, how and why there, and who is asked to come."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.meeting_types import REPLACES, TOGETHER, MeetingType
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child_meetings import MEETING, PLAN, MeetingsPage, same_parents
from supportfirst.casework.store.models import CaseEvent


@dataclass(frozen=True, slots=True)
class Arranged:
    """What the form says of a meeting to come. `invited`: the roles that are asked, by the pack's names."""

    submission: uuid.UUID
    on: date
    at: time
    how: str
    place: str
    place_because: str
    invited: Sequence[str]
    others: Sequence[str] = ()  # people of no role in the pack
    adults: Sequence[uuid.UUID] = ()
    left_out_because: str = ""
    brought_by: str = ""
    bringing: str = ""
    asked_by: str = ""
    change_because: str = ""
    place_ground: str = ""
    times_offered: Sequence[str] = ()
    despite: bool = False  # the time is kept though something speaks against it
    apart_at: Mapping[uuid.UUID, time] = field(default_factory=dict)  # of parents who are met apart
    replaces: uuid.UUID | None = None  # the meeting whose place it takes, where somebody names it


@transaction.atomic
def plan_meeting(actor: Actor, page: MeetingsPage, told: Arranged) -> CaseEvent:
    """The record of the meeting, with how it was arranged. The same submission again changes nothing.

    Of parents in conflict each has a meeting of their own; the first one's record is given back.
    Raises Refused where somebody who must come is left out without a word why, and EventRefused.
    """
    kind = page.kind
    assert kind is not None
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=told.submission).first()
    if known is not None:
        return known
    _check(actor, kind, page, told)
    alone = _apart(page, told)
    first = _arrange(actor, page, kind, alone[0], apart=len(alone) > 1)
    for each in alone[1:]:
        _arrange(actor, page, kind, each, apart=True, beside=first)
    return first


def _apart(page: MeetingsPage, told: Arranged) -> list[Arranged]:
    """One meeting, or of parents in conflict one with each, at a time of its own. Raises Refused."""
    if not page.parents_apart:
        return [told]
    if not told.adults:
        raise Refused("The parents are in conflict. Choose whom to invite: each has a meeting of their own.")
    times = [told.apart_at.get(each, told.at) for each in told.adults]
    if len(set(times)) < len(told.adults):
        raise Refused(
            "The parents are in conflict, so each has a meeting of their own. Give each of them a time of "
            "their own, or ask one parent alone."
        )
    each_alone = [
        replace(told, adults=[each], at=at, submission=uuid.uuid5(told.submission, str(each)))
        for each, at in zip(told.adults, times, strict=True)
    ]
    return [replace(each_alone[0], submission=told.submission), *each_alone[1:]]


def _arrange(
    actor: Actor,
    page: MeetingsPage,
    kind: MeetingType,
    told: Arranged,
    *,
    apart: bool,
    beside: CaseEvent | None = None,
) -> CaseEvent:
    """Meetings of parents who are met apart bear the same word, so that nothing counts them twice."""
    against = _against(page, told)
    pupil = page.enrolment.pupil
    meeting = record_event(
        actor,
        page.school,
        pupil,
        MEETING,
        submission=told.submission,
        adults=told.adults,
        data={"meeting": kind.name, "planned_on": told.on, "alternative_offered": bool(told.asked_by)},
    )
    record_event(
        actor,
        page.school,
        pupil,
        PLAN,
        submission=uuid.uuid5(told.submission, PLAN),
        adults=told.adults,
        data=_plan(kind, told, meeting)
        | {"against_time": against, REPLACES: _replaced(page, told)}
        | ({TOGETHER: str((beside or meeting).event)} if apart else {}),
    )
    return meeting


def missing_from(kind: MeetingType, invited: Sequence[str]) -> list[str]:
    """The titles of those who must come and are not among these roles."""
    return [each.title for each in kind.must_come if each.role not in invited]


def _check(actor: Actor, kind: MeetingType, page: MeetingsPage, told: Arranged) -> None:
    if told.on < actor.today:
        raise Refused("This day is over. Give the day on which the meeting is to be.")
    missing = missing_from(kind, told.invited)
    if missing and not told.left_out_because:
        raise Refused(f"{kind.title} needs {', '.join(missing)}. Invite them, or say why they are left out.")
    if told.adults and not set(told.adults) <= {caller.adult for caller in page.callers}:
        raise Refused("Choose the parent or carer from those of the child.")
    if told.brought_by and not told.bringing:
        raise Refused("Say what the professional who was asked to bring the parent answered.")


def _against(page: MeetingsPage, told: Arranged) -> str:
    """What speaks against the time for those who are asked. Raises Refused until somebody keeps it."""
    asked = [each for each in page.circumstances if not told.adults or each.adult in told.adults]
    found = [why for each in asked if (why := each.against(told.at, page.school.late_after))]
    if found and not told.despite:
        raise Refused(f"{' '.join(found)} Choose another time, or tick that this one is kept.")
    return " ".join(found)


def _replaced(page: MeetingsPage, told: Arranged) -> str:
    """The meeting whose place it takes: the one that is named, or the last of its kind that waits for it."""
    if told.replaces is not None:
        return str(told.replaces)
    kind = page.kind
    waiting = [each for each in page.waiting if kind is not None and each.name == kind.name]
    same = [each for each in waiting if same_parents(each.adults, told.adults)]
    return str(same[0].event) if same else ""


def _plan(kind: MeetingType, told: Arranged, meeting: CaseEvent) -> dict[str, object]:
    titles = [each.title for each in kind.everybody if each.role in told.invited]
    return {
        ABOUT: meeting.event,
        "at": told.at.strftime("%H:%M"),
        "how": told.how,
        "place": told.place,
        "place_because": told.place_because,
        "place_ground": told.place_ground,
        "times_offered": list(told.times_offered),
        "invited": [*titles, *told.others],
        "left_out_because": told.left_out_because,
        "brought_by": told.brought_by,
        "bringing": told.bringing,
        "asked_by": told.asked_by,
        "change_because": told.change_because,
    }
