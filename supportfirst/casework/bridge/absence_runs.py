"""Who has been away for several school days without a break, from the pupils' years.

A day counts as absent with at least one absent session and no session attended. A day without a mark, or with
marks that are no possible session alone, neither breaks a run nor counts, as in the measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of
from supportfirst.casework.bridge.codes_in_force import in_force
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.bridge.school_days import HALVES
from supportfirst.casework.bridge.unsettled import days_met
from supportfirst.casework.store.models import Enrolment, PupilYear, School


@dataclass(frozen=True, slots=True)
class Run:
    """Absent days up to a day, the earliest first."""

    days: tuple[date, ...]

    @property
    def first(self) -> date:
        return self.days[0]


def runs_on(school: School, pack: Pack, day: date) -> Mapping[int, Run]:
    """The run of each pupil on roll who is absent on the day itself, in this school year; two queries."""
    school_year = place_of(day, 0).school_year
    begins = first_day(school_year)
    met = days_met(school, begins, day)
    codes = in_force(pack.codes, day)
    absent = {number_of(code.symbol) for code in codes if code.statistical_class.is_absence}
    attended = {number_of(code.symbol) for code in codes if code.statistical_class.is_attendance}
    on_roll = Enrolment.objects.filter(school=school, first_day__lte=day).exclude(last_day__lt=day)
    on_roll = on_roll.exclude(of_the_dead("pupil"))
    held = PupilYear.objects.filter(enrolment__in=on_roll, school_year=school_year)
    found = {}
    for enrolment, raw in held.order_by("enrolment_id").values_list("enrolment_id", "marks"):
        run = _run(bytes(raw), met, begins, absent=absent, attended=attended)
        if run and run[-1] == day:
            found[enrolment] = Run(run)
    return found


def _run(
    marks: bytes, met: Sequence[date], begins: date, *, absent: set[int], attended: set[int]
) -> tuple[date, ...]:
    days: list[date] = []
    for day in reversed(met):
        place = (day - begins).days * 2
        numbers = {marks[place + half] for half in HALVES} - {NO_MARK}
        if numbers & attended:
            break
        if numbers & absent:
            days.append(day)
    return tuple(reversed(days))
