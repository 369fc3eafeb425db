"""What the roll looks like after a school year: which class becomes which, and who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from supportfirst.casework.store.models import CalendarSpan, ClassGroup, Enrolment, School, SpanKind

YEAR_GROUPS = ("N1", "N2", "R", *(str(year) for year in range(1, 15)))
FIRST_MONTH = 8


@dataclass(frozen=True, slots=True)
class ClassForward:
    """A class of the old year, the class that it becomes ("" where it leaves), and its children."""

    group: ClassGroup
    name: str
    year_group: str
    enrolments: tuple[int, ...]

    @property
    def leaves(self) -> bool:
        return not self.name


@dataclass(frozen=True, slots=True)
class YearForward:
    """`last_day` is the old year's last day of term; None where the calendar says none."""

    school_year: int
    last_day: date | None
    classes: tuple[ClassForward, ...]

    @property
    def moving(self) -> int:
        return sum(len(each.enrolments) for each in self.classes if not each.leaves)

    @property
    def leaving(self) -> int:
        return sum(len(each.enrolments) for each in self.classes if each.leaves)


def year_forward(school: School, school_year: int) -> YearForward:
    """What rolling this school year forward would do now; no classes where it was done before."""
    last_day = _last_day(school, school_year)
    groups = list(ClassGroup.objects.filter(school=school, school_year=school_year).order_by("name"))
    oldest = max((_place(group.year_group) for group in groups), default=-1)
    on_roll = Enrolment.objects.filter(group__in=groups)
    if last_day is not None:
        on_roll = on_roll.filter(Q(last_day=None) | Q(last_day__gt=last_day))
    held: dict[object, list[int]] = {}
    for number, group_id in on_roll.order_by("pk").values_list("pk", "group_id"):
        held.setdefault(group_id, []).append(number)
    classes = [_forward(group, oldest, held[group.pk]) for group in groups if group.pk in held]
    return YearForward(school_year, last_day, tuple(classes))


def _last_day(school: School, school_year: int) -> date | None:
    begins, ends = date(school_year, FIRST_MONTH, 1), date(school_year + 1, FIRST_MONTH, 1)
    terms = CalendarSpan.objects.filter(
        school=school, kind=SpanKind.TERM, first_day__gte=begins, last_day__lt=ends
    )
    return terms.order_by("-last_day").values_list("last_day", flat=True).first()


def _place(year_group: str) -> int:
    """Where a year group stands among the others; -1 for one of another name, which stays as it is."""
    return YEAR_GROUPS.index(year_group) if year_group in YEAR_GROUPS else -1


def _forward(group: ClassGroup, oldest: int, enrolments: Sequence[int]) -> ClassForward:
    place = _place(group.year_group)
    if place == oldest and place >= 0:
        return ClassForward(group, "", "", tuple(enrolments))
    after = YEAR_GROUPS[place + 1] if place >= 0 else group.year_group
    named_for_year = place >= 0 and group.name.startswith(group.year_group)
    name = after + group.name[len(group.year_group) :] if named_for_year else group.name
    return ClassForward(group, name, after, tuple(enrolments))
