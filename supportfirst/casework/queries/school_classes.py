"""A school's classes of a year, with who takes them and who is in them; and the turn of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.queries.year_forward import FIRST_MONTH, YearForward, year_forward
from supportfirst.casework.store.days_held import in_force, not_ended
from supportfirst.casework.store.models import (
    ClassGroup,
    ClassTeacher,
    Enrolment,
    Membership,
    Role,
    School,
    User,
    YearTurn,
)

TAKERS = (Role.TEACHER, Role.PASTORAL, Role.ATTENDANCE_OFFICER, Role.ATTENDANCE_LEAD, Role.HEAD)


@dataclass(frozen=True, slots=True)
class ClassRow:
    group: ClassGroup
    pupils: int
    teachers: Sequence[ClassTeacher]  # of today and later


@dataclass(frozen=True, slots=True)
class ClassesPage:
    school: School
    school_year: int
    classes: Sequence[ClassRow]

    @property
    def year_words(self) -> str:
        return f"{self.school_year}-{(self.school_year + 1) % 100:02}"


@dataclass(frozen=True, slots=True)
class ClassPage:
    school: School
    group: ClassGroup
    teachers: Sequence[ClassTeacher]
    pupils: Sequence[Enrolment]
    takers: Sequence[User]
    others: Sequence[ClassGroup]  # classes of the same year, to move a pupil to


@dataclass(frozen=True, slots=True)
class YearEnd:
    school: School
    plan: YearForward
    turns: Sequence[YearTurn]
    may_roll: bool


def year_of(day: date) -> int:
    return day.year - (day.month < FIRST_MONTH)


def classes_page(actor: Actor, school_id: UUID) -> ClassesPage:
    """The classes of this school year; of the newest that has any, where this one has none yet."""
    school = school_to_manage(actor, school_id)
    here = ClassGroup.objects.filter(school=school)
    year = year_of(actor.today)
    if not here.filter(school_year=year).exists():
        newest = here.order_by("-school_year").values_list("school_year", flat=True).first()
        year = year if newest is None else newest
    on_roll = Count("enrolments", filter=_on_roll(actor.today))
    groups = here.filter(school_year=year).annotate(on_roll=on_roll)
    teachers: dict[UUID, list[ClassTeacher]] = {}
    for each in _teachers(groups.values("pk"), actor.today):
        teachers.setdefault(each.group_id, []).append(each)
    rows = [ClassRow(group, group.on_roll, teachers.get(group.pk, ())) for group in groups.order_by("name")]
    return ClassesPage(school, year, rows)


def class_page(actor: Actor, school_id: UUID, group_id: UUID) -> ClassPage:
    school = school_to_manage(actor, school_id)
    group = ClassGroup.objects.filter(school=school, pk=group_id).first()
    if group is None:
        raise NotThere
    pupils = Enrolment.objects.filter(in_force(actor.today), group=group).select_related("pupil")
    members = Membership.objects.filter(in_force(actor.today), school=school, role__in=TAKERS)
    others = ClassGroup.objects.filter(school=school, school_year=group.school_year).exclude(pk=group.pk)
    return ClassPage(
        school=school,
        group=group,
        teachers=list(_teachers([group.pk], actor.today)),
        pupils=list(pupils.order_by("pupil__legal_surname", "pupil__legal_forename")),
        takers=list(User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")),
        others=list(others.order_by("name")),
    )


def year_end(actor: Actor, school_id: UUID) -> YearEnd:
    """What turning the oldest year that has not been turned would do, and the turns that were made."""
    school = school_to_manage(actor, school_id)
    years = ClassGroup.objects.filter(school=school).order_by("school_year")
    known = list(dict.fromkeys(years.values_list("school_year", flat=True)))
    plans = [year_forward(school, year) for year in known if year <= year_of(actor.today)]
    plan = next((each for each in plans if each.classes), None)
    plan = plan or (plans[-1] if plans else year_forward(school, year_of(actor.today)))
    turns = YearTurn.objects.filter(school=school).select_related("done_by", "undone_by")
    may_roll = bool(plan.classes) and plan.last_day is not None and actor.today > plan.last_day
    return YearEnd(school, plan, list(turns.order_by("-done_at")), may_roll)


def _on_roll(day: date) -> Q:
    return Q(enrolments__first_day__lte=day) & not_ended(day, "enrolments__")


def _teachers(groups: Any, day: date) -> Sequence[ClassTeacher]:
    """Who takes these classes on a day or later, cover last."""
    held = ClassTeacher.objects.filter(group__in=groups).exclude(last_day__lt=day)
    return list(held.select_related("user").order_by("is_cover", "first_day", "pk"))
