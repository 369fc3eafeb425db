"""The sessions of all pupils of a school, week by week: how many were possible, and how many attended.

The marks are those that stand now, of the days on which each pupil was on roll; what a code means, the pack
of the day says. A row of bytes a pupil is counted, without the compiled kernel.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year, monday_of
from supportfirst.casework.bridge.attendance_letters import (
    ABSENT,
    ATTENDED,
    UNAUTHORISED,
    Letters,
    letters_over,
)
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import school_days
from supportfirst.casework.bridge.pupil_years import first_day
from supportfirst.casework.store.models import PupilYear, School


class WeekSum(NamedTuple):
    attended: int
    possible: int


WeekSums = Mapping[tuple[int, date], WeekSum]  # by school year and Monday


def week_sums(school: School, day: date, *, years: int) -> WeekSums:
    """Of the school year of a day and those before it, to that day. Raises MarkUnreadable."""
    pack = pack_of(school, day)
    newest = first_day_of_year(day).year
    found: dict[tuple[int, date], WeekSum] = {}
    for school_year in range(newest - years + 1, newest + 1):
        last = min(day, date.fromordinal(first_day(school_year + 1).toordinal() - 1))
        days = school_days(school, pack, first_day(school_year), last)
        if days:
            for monday, told in _of_year(school, school_year, letters_over(days, pack, by_leave=True)):
                found[school_year, monday] = told
    return found


def _of_year(school: School, school_year: int, letters: Letters) -> list[tuple[date, WeekSum]]:
    weeks = _weeks(letters.days)
    attended: dict[date, int] = defaultdict(int)
    possible: dict[date, int] = defaultdict(int)
    rows = PupilYear.objects.filter(enrolment__school=school, school_year=school_year)
    of_stay = rows.values_list("enrolment__first_day", "enrolment__last_day", "marks")
    for first, last, marks in of_stay.iterator():
        told = letters.of({school_year: bytes(marks)})
        since = bisect_left(letters.days, first)
        until = len(letters.days) if last is None else bisect_right(letters.days, last)
        for monday, begins, ends in weeks:
            part = told[2 * max(begins, since) : 2 * min(ends, until)]
            here = part.count(ATTENDED)
            attended[monday] += here
            possible[monday] += here + part.count(ABSENT) + part.count(UNAUTHORISED)
    return [(monday, WeekSum(attended[monday], count)) for monday, count in possible.items() if count]


def _weeks(days: Sequence[date]) -> list[tuple[date, int, int]]:
    """Each Monday, with the places of its first day and of the day after its last."""
    found, begins = [], 0
    for monday, held in groupby(days, key=monday_of):
        ends = begins + len(list(held))
        found.append((monday, begins, ends))
        begins = ends
    return found
