"""How many sessions of a school year pupils could attend up to a day, did, and were away without leave.

For years that nobody assesses any more. The marks are those that stand now; what a code means, the pack of
the day says. No page waits for the compiled kernel here: a row of bytes a pupil is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from supportfirst.casework.bridge.attendance_letters import ABSENT, ATTENDED, UNAUTHORISED, letters_over
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import days_of_year_to
from supportfirst.casework.store.models import PupilYear, School


class Sums(NamedTuple):
    possible: int
    attended: int
    unauthorised: int


def sums_to(school: School, day: date, enrolments: Collection[int]) -> Mapping[int, Sums]:
    """By enrolment; whoever has no marks in that year is left out. None where its terms are not set."""
    pack = pack_of(school, day)
    letters = letters_over(days_of_year_to(school, pack, day), pack, by_leave=True)
    found = {}
    for school_year in letters.school_years:  # one: a year to a day is within one school year
        rows = PupilYear.objects.filter(enrolment__in=enrolments, school_year=school_year)
        for enrolment, marks in rows.values_list("enrolment_id", "marks"):
            found[enrolment] = _sums(letters.of({school_year: bytes(marks)}))
    return found


def _sums(letters: bytes) -> Sums:
    attended, unauthorised = letters.count(ATTENDED), letters.count(UNAUTHORISED)
    return Sums(attended + letters.count(ABSENT) + unauthorised, attended, unauthorised)
