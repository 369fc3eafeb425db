"""The last weeks of a child's marks, two a day, from the year kept beside the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.casework.bridge.code_numbers import NO_MARK, symbol_of
from supportfirst.casework.bridge.codes_in_force import choices_of, pack_of
from supportfirst.casework.bridge.pupil_years import first_day
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS
from supportfirst.casework.store.models import Enrolment, PupilYear

WEEKS = 6


@dataclass(frozen=True, slots=True)
class MarkShown:
    day: date
    half: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: Sequence[Sequence[MarkShown]]


@dataclass(frozen=True, slots=True)
class RecentMarks:
    """The newest week first; `meanings` of the codes that occur."""

    weeks: Sequence[Week]
    meanings: Sequence[tuple[str, str]]


def recent_marks(enrolment: Enrolment, today: date, weeks: int = WEEKS) -> RecentMarks:
    """The last weeks that have any mark; each day from Monday to Friday, and others that have one."""
    marks = _marks(enrolment, today)
    mondays = sorted({day - timedelta(days=day.weekday()) for day in marks}, reverse=True)[:weeks]
    found = [Week(monday, list(_days(monday, marks))) for monday in mondays]
    met = {mark.symbol for week in found for day in week.days for mark in day if mark.symbol}
    codes = choices_of(pack_of(enrolment.school, today).codes, today)
    return RecentMarks(found, [(each.symbol, each.meaning) for each in codes if each.symbol in met])


def _marks(enrolment: Enrolment, today: date) -> Mapping[date, tuple[int, ...]]:
    found: dict[date, tuple[int, ...]] = {}
    years = PupilYear.objects.filter(enrolment=enrolment).order_by("-school_year")[:2]
    for year in years:
        held = bytes(year.marks)
        for place in range(0, len(held), 2):
            pair = tuple(held[place : place + 2])
            day = first_day(year.school_year) + timedelta(days=place // 2)
            if any(number != NO_MARK for number in pair) and day <= today:
                found[day] = pair
    return found


def _days(monday: date, marks: Mapping[date, tuple[int, ...]]) -> Sequence[Sequence[MarkShown]]:
    week = [monday + timedelta(days=number) for number in range(7)]
    shown = [day for day in week if day.weekday() < 5 or day in marks]
    empty = (NO_MARK,) * len(HALVES)
    return [
        [MarkShown(day, SESSION_WORDS[half], symbol_of(marks.get(day, empty)[half])) for half in HALVES]
        for day in shown
    ]
