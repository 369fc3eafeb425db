"""Record what was seen, said or done about one child, and ask for what follows from it.

A concern goes to the head and the pastoral lead; truancy asks for parents to be told; an introduction at an
event promises a call; a problem told in confidence is confided to those who were named, and to nobody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import roles_held
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.close_task import close_tasks_met
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge import said_elsewhere
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.follow_up_rules import school_day_after, truancy_told_by
from supportfirst.casework.queries.child_records import (
    BY_HEAD,
    DISCUSSION,
    MEDICAL_DOUBT,
    TALK,
    TRUANCY,
    RecordPage,
)
from supportfirst.casework.store.models import CaseEvent, Confided, Role, User

CONCERN_GOES_TO = (Role.HEAD, Role.PASTORAL)
HEAD = "head_teacher"  # as the packs name the role
LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says."""

    submission: uuid.UUID
    on: date
    at: time | None
    adults: Sequence[uuid.UUID]
    data: Mapping[str, Any]
    passes_on: bool = False  # a concern, to the head and the pastoral lead
    named: Collection[uuid.UUID] = field(default_factory=frozenset)  # who may read it


@transaction.atomic
def record_about_child(actor: Actor, page: RecordPage, told: Told) -> CaseEvent:
    """The event, with its tasks and confidences. The same submission again changes nothing.

    Raises EventRefused where a field can't be used, Refused where somebody is named who may not be.
    """
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=told.submission).first()
    if known is not None:
        return known
    named = [user for user in page.staff if user.pk in told.named]
    if len(named) != len(set(told.named)) or (page.offered.names_staff and not named):
        raise Refused("Name at least one colleague of this school who is to read it and act.")
    if not set(told.adults) <= {caller.adult for caller in page.callers}:
        raise EventRefused(
            what="this adult is not to be named about the child",
            where=page.kind.kind,
            remedy="choose another",
        )
    if page.kind.kind == said_elsewhere.KIND:
        _check_days(actor, told)
    if page.kind.kind == MEDICAL_DOUBT:
        _check_doubt(actor, page, told)
    event = record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        page.kind.kind,
        submission=told.submission,
        on=told.on,
        at=told.at,
        adults=told.adults,
        data=told.data,
        restricted=page.offered.is_restricted,
    )
    for user in named:
        Confided.objects.create(event=event, user=user)
        _ask_named(actor, page, event, user)
    if page.kind.kind == DISCUSSION and told.passes_on:
        _pass_on(actor, page, event)
    if page.kind.kind == TRUANCY:
        _ask_to_tell(actor, page, event)
    if page.offered.what == TALK:
        _promise_call(actor, page, event)
    close_tasks_met(actor, event)
    return event


def _check_doubt(actor: Actor, page: RecordPage, told: Told) -> None:
    """Nobody confirms for the head that there is reason to doubt an illness."""
    held = roles_held(actor, page.school, pack_of(page.school, actor.today))
    if told.data.get(BY_HEAD) is True and not held.any_of([HEAD]):
        raise Refused(
            "Only the head teacher confirms a reason to doubt an illness. Leave that answer out, and ask the "
            "head teacher to record it."
        )


def _check_days(actor: Actor, told: Told) -> None:
    last = told.data.get(said_elsewhere.TO_DAY)
    why = said_elsewhere.why_not(told.on, last if isinstance(last, date) else None, actor.today)
    if why:
        raise Refused(why)


def _ask_named(actor: Actor, page: RecordPage, event: CaseEvent, user: User) -> None:
    ask_task(
        actor,
        page.school,
        page.enrolment.pupil,
        "problem_in_confidence",
        "A parent told of a problem in confidence. Read the note, and act today.",
        actor.today,
        for_user=user,
        once=f"problem:{event.event}:{user.pk}",
        made_by=event,
    )


def _pass_on(actor: Actor, page: RecordPage, event: CaseEvent) -> None:
    concern = str(event.data.get("concern_raised", ""))
    if not concern:
        raise Refused("Say what the concern is that is passed on.")
    why = f"{actor.user.name} passes on a concern about {event.data['topic']}: {concern}"
    for role in CONCERN_GOES_TO:
        ask_task(
            actor,
            page.school,
            page.enrolment.pupil,
            "concern",
            why[:LONGEST_WHY],
            school_day_after(page.school, actor.today),
            for_role=role,
            once=f"concern:{event.event}:{role}",
            made_by=event,
        )


def _ask_to_tell(actor: Actor, page: RecordPage, event: CaseEvent) -> None:
    channel = truancy_told_by(page.school, event.happened_on)
    how = " by telephone" if channel == "phone" else f" by {channel.replace('_', ' ')}" if channel else ""
    ask_task(
        actor,
        page.school,
        page.enrolment.pupil,
        "tell_of_truancy",
        f"Truancy was found ({event.data['when']}). Tell the parents{how}."[:LONGEST_WHY],
        actor.today,
        by_channel=channel,
        once=f"truancy:{event.event}",
        made_by=event,
    )


def _promise_call(actor: Actor, page: RecordPage, event: CaseEvent) -> None:
    talks = page.talks
    if talks is None or event.data.get("place") != talks.call_after:
        return
    ask_task(
        actor,
        page.school,
        page.enrolment.pupil,
        "call_as_promised",
        "A parent was met at an event, and a call about attendance was promised. Call.",
        school_day_after(page.school, event.happened_on, talks.call_school_days),
        by_channel=talks.call_by,
        once=f"call_as_promised:{event.event}",
        made_by=event,
    )
