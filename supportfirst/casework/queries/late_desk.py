"""The desk at the door: finding a child, the times of the day, who came late, and who is off site."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, schools_for
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.day_values import after_close
from supportfirst.casework.bridge.no_contact import kept_from_child, may_take
from supportfirst.casework.bridge.school_days import (
    HALVES,
    SESSION_WORDS,
    Closed,
    SessionTimes,
    clock,
    closed_on,
    times_of,
)
from supportfirst.casework.bridge.standing_marks import Recorded, standing
from supportfirst.casework.queries.child import reaches_home
from supportfirst.casework.queries.off_site import Movement, events_of_day, movements, off_site
from supportfirst.casework.store.models import Enrolment, School

LATE = "late_arrival"
MOST_FOUND = 20
NAMES = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One child who was signed in late today."""

    pupil: uuid.UUID
    name: str
    session: str
    at: time | None
    reason: str
    meal: str
    mark: Recorded | None  # what stands now


@dataclass(frozen=True, slots=True)
class Door:
    school: School
    day: date
    closed: Closed | None
    times: Sequence[tuple[str, SessionTimes]]
    after_close: str
    found: Sequence[Enrolment]
    more: bool  # others bear the name too
    arrived: Sequence[Arrived]
    moved: Sequence[Movement]
    off_site: Sequence[Movement]


@dataclass(frozen=True, slots=True)
class DoorPupil:
    """One child at the door."""

    school: School
    enrolment: Enrolment
    day: date
    closed: Closed | None
    times: Sequence[tuple[str, SessionTimes]]
    marks: Sequence[tuple[str, Recorded | None]]  # of the day's sessions, as they stand
    half: int  # the session in which somebody who comes now arrives
    choices: Sequence[Choice]  # what may be written instead of the code for late after the close
    after_close: str  # the code of who comes after the close, by the school or its pack
    out: Movement | None  # the sign-out, of a child who is off site
    kept_from: Sequence[str]  # adults to whom the child is not to be handed
    adults: Sequence[tuple[str, str]]  # ids and names of those to whom they may be, for who sees the family

    @property
    def name(self) -> str:
        return self.enrolment.pupil.name


def door(actor: Actor, school_id: uuid.UUID, typed: str = "") -> Door | None:
    """None where there is no such school, or its door is not the actor's to keep."""
    school = schools_for(actor, Right.RECORD_LATE).filter(pk=school_id).select_related("authority").first()
    if school is None:
        return None
    found = list(named(actor, school, typed)[: MOST_FOUND + 1]) if typed.strip() else []
    moved = movements(school, actor.today)
    return Door(
        school=school,
        day=actor.today,
        closed=closed_on(school, actor.today),
        times=_times(school),
        after_close=after_close(school, pack_of(school, actor.today), actor.today),
        found=found[:MOST_FOUND],
        more=len(found) > MOST_FOUND,
        arrived=_arrived(school, actor.today),
        moved=moved,
        off_site=off_site(moved),
    )


def named(actor: Actor, school: School, typed: str) -> QuerySet[Enrolment]:
    """The pupils on roll today in whose names each word occurs."""
    held = enrolments_for(actor, Right.RECORD_LATE).filter(school=school).select_related("pupil", "group")
    for word in typed.split():
        anywhere = Q()
        for name in NAMES:
            anywhere |= Q(**{f"pupil__{name}__icontains": word})
        held = held.filter(anywhere)
    return held.order_by("pupil__legal_surname", "pupil__legal_forename", "pk")


def door_pupil(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> DoorPupil | None:
    """None where the child is not on roll there today, or the door is not the actor's to keep."""
    held = enrolments_for(actor, Right.RECORD_LATE).filter(school_id=school_id, pupil_id=pupil_id)
    enrolment = held.select_related("school__authority", "pupil", "group").order_by("-first_day").first()
    if enrolment is None:
        return None
    school, day = enrolment.school, actor.today
    marks = [
        (SESSION_WORDS[half], standing(school, day, half, [enrolment.pk]).get(enrolment.pk))
        for half in HALVES
    ]
    pack = pack_of(school, day)
    usual = after_close(school, pack, day)
    codes = choices_of(pack.codes, day)
    away = off_site(movements(school, day, pupil_id))
    return DoorPupil(
        school=school,
        enrolment=enrolment,
        day=day,
        closed=closed_on(school, day),
        times=_times(school),
        marks=marks,
        half=_half(school, clock(actor.at).time()),
        choices=[each for each in codes if each.symbol != usual],
        after_close=usual,
        out=away[0] if away else None,
        kept_from=kept_from_child(pupil_id, day),
        adults=[(str(each.pk), each.name) for each in may_take(pupil_id, day)]
        if reaches_home(actor, enrolment)
        else [],
    )


def _times(school: School) -> Sequence[tuple[str, SessionTimes]]:
    return [(SESSION_WORDS[half], times_of(school, half)) for half in HALVES]


def _half(school: School, now: time) -> int:
    return int(school.afternoon_starts is not None and now >= school.afternoon_starts)


def _arrived(school: School, day: date) -> Sequence[Arrived]:
    """Who was signed in late today, the latest first; the number of queries does not grow with them."""
    events = list(events_of_day(school, day, (LATE,)))
    held = Enrolment.objects.filter(school=school, pupil__in={each.pupil_id for each in events})
    enrolments = dict(held.filter(first_day__lte=day).order_by("first_day").values_list("pupil_id", "pk"))
    marks = {SESSION_WORDS[half]: standing(school, day, half, enrolments.values()) for half in HALVES}
    told = []
    for event in reversed(events):
        session = str(event.data.get("session") or SESSION_WORDS[0])
        told.append(
            Arrived(
                pupil=event.pupil_id,
                name=event.pupil.name,
                session=session,
                at=event.happened_at,
                reason=str(event.data.get("reason", "")),
                meal=str(event.data.get("meal_order", "")),
                mark=marks[session].get(enrolments.get(event.pupil_id, 0)),
            )
        )
    return told
