"""Alerts of a school: absence that goes on, a weekday that stands out, attendance that falls.

Worked out from the marks as they stand when the page is read, so that whoever falls today is on the list
tomorrow morning at the latest. Each alert says its figures, since when, and by which number of which source.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.absence_patterns import (
    CONTINUING,
    FACTOR,
    FALL,
    FALL_WEEKS,
    MINIMUM,
    SETTLED,
    Line,
    current_run,
    fall_of,
    fallen_since,
    line_of,
    standing_out,
    standing_out_since,
    weekdays_of,
)
from supportfirst.casework.bridge.attendance_letters import letters_over
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import days_of_year_to
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.followed_up import WITH_HOME
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import CaseEvent, Enrolment, PupilYear, School

KINDS = {"continuing": "Absence goes on", "fall": "Attendance falls", "pattern": "A weekday stands out"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the marks of one child show."""

    kind: str  # one of KINDS
    text: str
    since: date | None
    line: Line
    weight: float  # the larger, the sooner it is to be looked at, among those of its kind


@dataclass(frozen=True, slots=True)
class Alert:
    pupil: uuid.UUID
    name: str
    group: str
    found: Found
    last_contact: date | None

    @property
    def title(self) -> str:
        return KINDS[self.found.kind]


@dataclass(frozen=True, slots=True)
class AlertsPage:
    school: School
    day: date
    has_calendar: bool
    alerts: Sequence[Alert]
    lines: Sequence[Line]

    @property
    def children(self) -> set[uuid.UUID]:
        return {each.pupil for each in self.alerts}


@dataclass(frozen=True, slots=True)
class _Lines:
    """The pack's numbers, read once a page."""

    continuing: Line
    fall: Line
    fall_weeks: int
    settled: Line
    least: Line
    factor: Line

    @classmethod
    def of(cls, pack: Pack, day: date) -> _Lines:
        continuing, fall, weeks, settled, least, factor = (
            line_of(pack, name, day) for name in (CONTINUING, FALL, FALL_WEEKS, SETTLED, MINIMUM, FACTOR)
        )
        return cls(continuing, fall, int(weeks.number), settled, least, factor)


def alerts_page(actor: Actor, school_id: uuid.UUID) -> AlertsPage | None:
    """None where there is no such school, or its worklist is not the actor's to see.

    The number of queries does not grow with the pupils.
    """
    school = schools_for(actor, Right.SEE_WORKLIST).filter(pk=school_id).select_related("authority").first()
    if school is None:
        return None
    day = actor.today
    pack = pack_of(school, day)
    lines, days = _Lines.of(pack, day), days_of_year_to(school, pack, day)
    letters = letters_over(days, pack)
    years = marks_by_enrolment(school, letters.school_years)
    last_contacts = _last_contacts(school)
    places = weekdays_of(days)
    alerts = [
        Alert(
            each.pupil_id,
            each.pupil.name,
            each.group.name if each.group else "",
            found,
            last_contacts.get(each.pupil_id),
        )
        for each in on_roll(school, day)
        if each.pk in years
        for found in _found(letters.of(years[each.pk]), days, places, lines)
    ]
    order = list(KINDS)
    alerts.sort(key=lambda each: (order.index(each.found.kind), -each.found.weight, each.name))
    shown = (lines.continuing, lines.fall, lines.least)
    return AlertsPage(school, day, bool(days), alerts, shown)


def on_roll(school: School, day: date) -> Iterator[Enrolment]:
    """Everybody on roll on a day; a child who died is on no list."""
    held = Enrolment.objects.filter(in_force(day), school=school)
    held = held.exclude(of_the_dead("pupil")).select_related("pupil", "group")
    yield from held.order_by("pk")


def marks_by_enrolment(school: School, school_years: Sequence[int]) -> Mapping[int, dict[int, bytes]]:
    found: dict[int, dict[int, bytes]] = defaultdict(dict)
    rows = PupilYear.objects.filter(enrolment__school=school, school_year__in=school_years)
    for enrolment, school_year, marks in rows.values_list("enrolment_id", "school_year", "marks"):
        found[enrolment][school_year] = bytes(marks)
    return found


def _last_contacts(school: School) -> Mapping[uuid.UUID, date]:
    held = CaseEvent.objects.filter(school=school, kind__in=WITH_HOME).exclude(event__in=struck_out(school))
    return dict(held.order_by().values_list("pupil_id").annotate(Max("happened_on")))


def _found(
    letters: bytes, days: Sequence[date], places: Sequence[Sequence[int]], lines: _Lines
) -> Iterator[Found]:
    run = current_run(letters, days)
    if run.first is not None and lines.continuing.reached_by(run.days):
        yield Found(
            "continuing", f"Away {run.days} school days in a row.", run.first, lines.continuing, run.days
        )
    fall = fall_of(letters, days, lines.fall_weeks, lines.settled)
    if fall is not None and lines.fall.reached_by(fall.points):
        since = fallen_since(letters, days, lines.fall_weeks, lines.settled, lines.fall)
        yield Found("fall", f"{fall.words}.", since, lines.fall, float(fall.points))
    for weekday in standing_out(letters, places, lines.least, lines.factor):
        since = standing_out_since(letters, days, weekday.weekday, lines.least, lines.factor)
        yield Found("pattern", f"{weekday.words}.", since, lines.least, weekday.absent)
