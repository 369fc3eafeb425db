"""Schools with a year of marks, and reward schemes, for tests of recognition.

held = reward_school()                          # four children; each attended every session up to yesterday
spoil(held.pupils[1], date(2026, 9, 15), "I/")  # but for what is written over it
scheme = a_scheme(held, interval="yearly")      # of full attendance, with nothing left out
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samples.days import FIRST_DAY
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import school_days
from supportfirst.casework.bridge.pupil_years import length_of, place_of
from supportfirst.casework.store.models import (
    Enrolment,
    PupilYear,
    RewardBatch,
    RewardGiven,
    RewardScheme,
    School,
    User,
)
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import NOON, put_marks
from tests.factories.site_registers import FRIDAY, WIDNES_TIMES, RegisterSchool

YESTERDAY = FRIDAY - timedelta(days=1)
NAMES = (("Ada", "Byron"), ("Bela", "Turing"), ("Cleo", "Noether"), ("Dara", "Franklin"))


def reward_school(*, pack: str = "widnes-academy", **over: Any) -> RegisterSchool:
    """A class, its lead (`officer`), and children with a whole year and a term of attended sessions."""
    school = a_school(**{"pack": pack, **WIDNES_TIMES, **over})
    teacher = a_user("teacher", school, name="Tess Marlow", title="Class teacher")
    lead = a_user("attendance_lead", school, name="Lea Grant", title="Attendance lead")
    group = a_class(school, teacher=teacher)
    pupils = [a_pupil(school, group, forename=first, surname=last) for first, last in NAMES]
    for pupil in pupils:
        attend(pupil)
    return RegisterSchool(school, group, teacher, lead, pupils)


def days_of(school: School, first: date = FIRST_DAY, last: date = YESTERDAY) -> list[date]:
    return list(school_days(school, pack_of(school, last), first, last))


def attend(pupil: Enrolment, first: date = FIRST_DAY, last: date = YESTERDAY, pair: str = "//") -> None:
    """Write the same two marks on each school day: a row a year, and not one a day as `put_marks` does."""
    years: dict[int, list[int]] = {}
    for day in days_of(pupil.school, first, last):
        place = place_of(day, 0)
        years.setdefault(place.school_year, []).append(place.offset)
    for school_year, offsets in years.items():
        row, _ = PupilYear.objects.get_or_create(
            enrolment=pupil, school_year=school_year, defaults={"marks": bytes(length_of(school_year))}
        )
        marks = bytearray(row.marks)
        for offset in offsets:
            for half, symbol in enumerate(pair):
                marks[offset + half] = number_of(symbol.strip())
        row.marks = bytes(marks)
        row.save()


def spoil(pupil: Enrolment, day: date, pair: str) -> None:
    put_marks(pupil, {day: pair})


def a_scheme(held: RegisterSchool, **over: Any) -> RewardScheme:
    return a_reward_scheme(held.school, by=held.officer, **over)


def a_batch(of: Enrolment, *, by: User) -> RewardBatch:
    """A certificate of last summer's term that was given to one child."""
    batch = RewardBatch.objects.create(
        submission=uuid.uuid4(),
        scheme=a_reward_scheme(of.school, by=by),
        first_day=date(2026, 4, 13),
        last_day=date(2026, 7, 21),
        assembly_on=date(2026, 9, 11),
        basis=["No kind of absence is left out."],
        pack="england",
        made_by=by,
        made_at=NOON - timedelta(days=70),
    )
    RewardGiven.objects.create(batch=batch, pupil=of.pupil)
    return batch


def a_reward_scheme(school: School, *, by: User, **over: Any) -> RewardScheme:
    return RewardScheme.objects.create(
        **{
            "submission": uuid.uuid4(),
            "school": school,
            "title": "Termly award",
            "scope": "individual",
            "year_groups": [],
            "type": "certificate",
            "cost": Decimal(0),
            "interval": "termly",
            "measure": "full_attendance",
            "leaves_out": [],
            "spares_marked": False,
            "most_named": 10,
            "first_day": FIRST_DAY,
            "made_by": by,
            "made_at": NOON - timedelta(days=90),
            **over,
        }
    )
