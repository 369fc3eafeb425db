"""In which class a child was on a day, and moving one from a day on.

`ClassPlace` holds the days; `Enrolment.group` is where a child is now. A stay of which no place was ever
written has been in its one class all along: its first move writes both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.store.days_held import in_force, not_ended
from supportfirst.casework.store.models import ClassGroup, ClassPlace, Enrolment, School


def in_class(groups: Any, day: date) -> Q:
    """The enrolments that were in one of some classes on a day, as a condition on enrolments."""
    places = ClassPlace.objects.filter(enrolment=OuterRef("pk"))
    return Exists(places.filter(in_force(day), group__in=groups)) | Q(~Exists(places), group__in=groups)


def groups_on(enrolments: Iterable[int], day: date) -> Mapping[int, UUID]:
    """The class of each enrolment on a day; those that were in none are left out. Two queries."""
    asked = list(enrolments)
    return _groups(Enrolment.objects.filter(pk__in=asked), Q(enrolment__in=asked), day)


def groups_at(
    schools: Iterable[School], day: date, classes: Collection[UUID] | None = None
) -> Mapping[int, UUID]:
    """The same of everybody on roll at some schools, or in some of their classes. Two queries.

    A child who died is in no class any more: nobody may wait for their mark.
    """
    stays = Enrolment.objects.filter(in_force(day), school__in=list(schools))
    stays = stays.exclude(of_the_dead("pupil"))
    if classes is not None:
        stays = stays.filter(in_class(classes, day))
    return _groups(stays, Q(enrolment__in=stays.values("pk")), day)


def _groups(stays: QuerySet[Enrolment], of_stays: Q, day: date) -> Mapping[int, UUID]:
    """`of_stays`: the same stays, as a condition on places."""
    places = ClassPlace.objects.filter(in_force(day), of_stays)
    found: dict[int, UUID] = dict(places.order_by("first_day").values_list("enrolment_id", "group_id"))
    placed = ClassPlace.objects.filter(enrolment=OuterRef("pk"))
    others = stays.filter(~Exists(placed), group__isnull=False)
    for enrolment, group in others.values_list("pk", "group_id"):
        if group is not None:
            found[enrolment] = group
    return found


def put_in_class(enrolment: Enrolment, group: ClassGroup | None, first_day: date) -> bool:
    """Have a stay be in a class from a day on (in none, where `group` is None); False where it is so already.

    What was written of later days gives way. Nothing is written before the stay begins.
    """
    begins = max(first_day, enrolment.first_day)
    places = ClassPlace.objects.filter(enrolment=enrolment)
    if not places.exists() and enrolment.group_id is not None:
        ClassPlace.objects.create(
            enrolment=enrolment, group_id=enrolment.group_id, first_day=enrolment.first_day
        )
    on_the_day = places.filter(in_force(begins)).order_by("-first_day").first()
    later = places.filter(first_day__gt=begins)
    now = on_the_day.group_id if on_the_day is not None else None
    wanted = group.pk if group is not None else None
    if now == wanted and not later.exists() and enrolment.group_id == wanted:
        return False
    later.delete()
    if now != wanted:
        places.filter(first_day=begins).delete()
        reaching = places.filter(not_ended(begins))
        reaching.update(last_day=begins - timedelta(days=1))
        if group is not None:
            ClassPlace.objects.create(enrolment=enrolment, group=group, first_day=begins)
    elif on_the_day is not None and on_the_day.last_day is not None:
        on_the_day.last_day = None
        on_the_day.save(update_fields=["last_day"])
    if enrolment.group_id != wanted:
        enrolment.group = group
        enrolment.save(update_fields=["group"])
    return True


def reach_back(enrolment: Enrolment) -> None:
    """A stay that is found to have begun sooner was in its first class from then on."""
    first = ClassPlace.objects.filter(enrolment=enrolment).order_by("first_day").first()
    if first is not None and enrolment.first_day < first.first_day:
        first.first_day = enrolment.first_day
        first.save(update_fields=["first_day"])
