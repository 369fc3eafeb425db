"""Whose attendance a list of rewards is about: everybody on roll on a day of its period, as they were then.

A list of last year is made again as it was: a child who has left since is on it, in the class and the year
group of that time. Who began later is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.queries.year_forward import YEAR_GROUPS
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import ClassGroup, ClassPlace, Enrolment, RewardScheme


@dataclass(frozen=True, slots=True)
class RewardChild:
    pupil_id: UUID
    name: str
    group: str  # the class of that time
    year_group: str  # of that time
    left: date | None  # the last day of a child who is not on roll here today


def children_of(actor: Actor, scheme: RewardScheme, first: date, last: date) -> Sequence[RewardChild]:
    """Those of the scheme's year groups whom the reader may see, by name. Three queries."""
    of_period = Q(first_day__lte=last) & not_ended(first)
    now = _stays(enrolments_for(actor, Right.SEE_PUPIL), scheme)
    left = _stays(left_for(actor, Right.SEE_PUPIL).filter(of_period), scheme)
    here = {each.pupil_id for each in now}
    overlap = [*left, *(each for each in now if each.first_day <= last)]
    latest = {each.pupil_id: each for each in sorted(overlap, key=lambda each: (each.first_day, each.pk))}
    classes = _classes(list(latest.values()), first, last)
    found = []
    for each in latest.values():
        group = classes.get(each.pk, each.group)
        years = _year_group(each, group, first_day_of_year(first).year, actor.today)
        if not scheme.year_groups or years in scheme.year_groups:
            gone = None if each.pupil_id in here else each.last_day
            name = group.name if group else ""
            found.append((each.pk, RewardChild(each.pupil_id, each.pupil.name, name, years, gone)))
    return [child for _, child in sorted(found, key=lambda each: (each[1].name, each[0]))]


def _stays(held: QuerySet[Enrolment], scheme: RewardScheme) -> Sequence[Enrolment]:
    of_school = held.filter(school=scheme.school_id).select_related("pupil", "group")
    return list({each.pk: each for each in of_school}.values())


def _classes(stays: Sequence[Enrolment], first: date, last: date) -> Mapping[int, ClassGroup]:
    """The last class of each in a span; a stay of which no place was written has been in one all along."""
    of_span = Q(first_day__lte=last) & not_ended(first)
    held = ClassPlace.objects.filter(of_span, enrolment__in=[each.pk for each in stays])
    return {each.enrolment_id: each.group for each in held.select_related("group").order_by("first_day")}


def _year_group(stay: Enrolment, group: ClassGroup | None, year: int, today: date) -> str:
    """Of a school year: by the class of that year; else today's, or that of the last day, moved back."""
    if group is not None and group.school_year == year:
        return group.year_group
    told_on = today if stay.last_day is None else min(today, stay.last_day)
    told = first_day_of_year(told_on).year if stay.group is None else stay.group.school_year
    if stay.year_group not in YEAR_GROUPS:
        return stay.year_group
    place = YEAR_GROUPS.index(stay.year_group) - (told - year)
    return YEAR_GROUPS[place] if 0 <= place < len(YEAR_GROUPS) else ""
