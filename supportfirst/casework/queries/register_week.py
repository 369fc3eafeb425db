"""The registers of a class over one week, as they stand: to be printed, or taken to a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from supportfirst.attendance.codes.codebook import PRESENT_SYMBOLS
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import classes_for, schools_for
from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.school_days import HALVES
from supportfirst.casework.store.models import ClassGroup, Enrolment, PupilYear, School

SCHOOL_DAYS = 5


@dataclass(frozen=True, slots=True)
class PupilWeek:
    """A child of the class and the ten marks of the week; "" is no mark, or not on roll."""

    id: UUID
    name: str
    upn: str
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class RegisterWeek:
    """`group` is None until a class was chosen."""

    school: School
    classes: Sequence[tuple[UUID, str]]
    group: ClassGroup | None
    days: Sequence[date]
    pupils: Sequence[PupilWeek]


def register_week(actor: Actor, school_id: UUID, group_id: UUID | None, day: date) -> RegisterWeek:
    """The week of a day. Raises NotThere for whoever may not export there, and for a class of elsewhere."""
    school = schools_for(actor, Right.EXPORT).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    year = place_of(day, 0).school_year
    held = classes_for(actor, Right.EXPORT).filter(school=school)
    here = held.filter(school_year=year).order_by("name", "pk")
    group = None if group_id is None else held.filter(pk=group_id).first()
    if group_id is not None and group is None:
        raise NotThere
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=place) for place in range(SCHOOL_DAYS)]
    pupils = [] if group is None else _pupils(group, days)
    return RegisterWeek(school, list(here.values_list("pk", "name")), group, days, pupils)


def _pupils(group: ClassGroup, days: Sequence[date]) -> list[PupilWeek]:
    stays = Enrolment.objects.filter(group=group, first_day__lte=days[-1]).exclude(last_day__lt=days[0])
    ordered = list(
        stays.select_related("pupil").order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    )
    years = PupilYear.objects.filter(
        enrolment__in=ordered, school_year__in={place_of(day, 0).school_year for day in days}
    )
    marks = {(each.enrolment_id, each.school_year): bytes(each.marks) for each in years}
    return [
        PupilWeek(
            stay.pupil_id,
            stay.pupil.name,
            stay.pupil.upn,
            [_shown(marks, stay.pk, day, half) for day in days for half in HALVES],
        )
        for stay in ordered
    ]


def _shown(marks: dict[tuple[int, int], bytes], stay: int, day: date, half: int) -> str:
    year, offset = place_of(day, half)
    held = marks.get((stay, year))
    symbol = symbol_of(held[offset]) if held else ""
    return PRESENT_SYMBOLS[half] if symbol in PRESENT_SYMBOLS else symbol
