"""Marks that say “no reason known yet” and still wait for one, with how long they have waited.

The law gives school days, not days, and the pack says how many. The day after the session is the first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import weekday_sessions
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.store.models import (
    CalendarSpan,
    Enrolment,
    PupilYear,
    School,
    SpanKind,
)

DAYS_TO_SETTLE = "n_code_resolve_school_days"  # the pack's values
BECOMES = "unexplained_becomes"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One session of one pupil. `school_days` have begun since the day of the session."""

    enrolment: int
    day: date
    half: int
    school_days: int


@dataclass(frozen=True, slots=True)
class TimeToSettle:
    """What the pack says: within how many school days, and what the mark becomes if nobody finds out."""

    school_days: int
    becomes: str


def time_to_settle(pack: Pack, day: date) -> TimeToSettle:
    days = pack.values[DAYS_TO_SETTLE].on(day).value
    assert isinstance(days, int)
    return TimeToSettle(days, str(pack.values[BECOMES].on(day).value))


def unsettled_on(
    school: School, pack: Pack, day: date, only: Collection[int] | None = None
) -> Iterator[Unsettled]:
    """Every such mark up to the day, of this school year and the one before, of pupils on roll; two queries.

    only: these enrolments alone. A child who died is on no list.
    """
    unexplained = number_of(unexplained_code(pack, day))
    years = (place_of(day, 0).school_year - 1, place_of(day, 0).school_year)
    on_roll = (
        Enrolment.objects.filter(school=school, first_day__lte=day)
        .exclude(last_day__lt=day)
        .exclude(of_the_dead("pupil"))
    )
    if only is not None:
        on_roll = on_roll.filter(pk__in=only)
    held = PupilYear.objects.filter(enrolment__in=on_roll, school_year__in=years).order_by(
        "enrolment_id", "school_year"
    )
    found = [
        (enrolment, first_day(year) + timedelta(days=place // 2), place % 2)
        for enrolment, year, marks in held.values_list("enrolment_id", "school_year", "marks")
        for place in _places(bytes(marks), unexplained)
    ]
    found = [each for each in found if each[1] <= day]
    met = days_met(school, min((each[1] for each in found), default=day), day)
    for enrolment, on, half in found:
        yield Unsettled(enrolment, on, half, _since(on, met))


def _places(marks: bytes, number: int) -> Iterator[int]:
    place = marks.find(number)
    while place >= 0:
        yield place
        place = marks.find(number, place + 1)


def _since(day: date, met: Sequence[date]) -> int:
    return len(met) - bisect_right(met, day)


def days_met(school: School, first: date, last: date) -> list[date]:
    """The days from first to last on which the school meets, in order; one query."""
    spans = list(CalendarSpan.objects.filter(school=school, first_day__lte=last, last_day__gte=first))
    return [
        day
        for day in sorted({session.day for session in weekday_sessions(first, last)})
        if _spoken_for(spans, SpanKind.TERM, day) and not _spoken_for(spans, SpanKind.CLOSED, day)
    ]


def _spoken_for(spans: Sequence[CalendarSpan], kind: str, day: date) -> bool:
    return any(span.kind == kind and span.first_day <= day <= span.last_day for span in spans)
