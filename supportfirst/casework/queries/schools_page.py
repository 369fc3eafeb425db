"""The schools that somebody administers, what each still lacks, and what there is to choose for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.scope import places_administered
from supportfirst.casework.bridge.markers_held import death_of
from supportfirst.casework.bridge.packs_known import packs_known
from supportfirst.casework.queries.named_people import missing_names
from supportfirst.casework.queries.set_up_so_far import has_times, told_so_far
from supportfirst.casework.store.days_held import in_force, not_ended
from supportfirst.casework.store.models import (
    AdultContact,
    Authority,
    ClassGroup,
    ClassTeacher,
    ContactKind,
    Enrolment,
    Link,
    School,
    Trust,
)


@dataclass(frozen=True, slots=True)
class SchoolLine:
    id: UUID
    name: str
    of: str  # its authority, and its trust where it has one
    lacks: Sequence[str]  # before registers can be taken, and whoever is away be asked about


@dataclass(frozen=True, slots=True)
class SchoolsPage:
    schools: Sequence[SchoolLine]
    may_add: bool
    may_add_trust: bool


@dataclass(frozen=True, slots=True)
class SchoolChoices:
    """What the form of a new school offers; each an id or name, and its words."""

    authorities: Sequence[tuple[str, str]]
    trusts: Sequence[tuple[str, str]]
    packs: Sequence[tuple[str, str]]
    may_add: bool
    needs_trust: bool  # of whoever administers trusts alone


def schools_page(actor: Actor) -> SchoolsPage:
    """Raises NotThere for whoever administers nothing."""
    places = places_administered(actor)
    _check(actor)
    schools = (
        School.objects.filter(places.as_query())
        .select_related("authority", "trust")
        .annotate(**_told_of_each(actor.today))
        .order_by("name", "pk")
    )
    unnamed = {each.school.pk: [role.title for role in each.missing] for each in missing_names(actor)}
    return SchoolsPage(
        [_line(school, unnamed.get(school.pk, ())) for school in schools],
        may_add=bool(places.authorities or places.trusts),
        may_add_trust=bool(places.authorities),
    )


def school_choices(actor: Actor) -> SchoolChoices:
    """Of an authority's administrator: that authority, any trust. Of a trust's: that trust, any authority."""
    places = places_administered(actor)
    _check(actor)
    authorities, trusts = Authority.objects.order_by("name"), Trust.objects.order_by("name")
    if not places.trusts:
        authorities = authorities.filter(pk__in=places.authorities)
    if not places.authorities:
        trusts = trusts.filter(pk__in=places.trusts)
    return SchoolChoices(
        [(str(each.pk), each.name) for each in authorities],
        [(str(each.pk), each.name) for each in trusts],
        [(each.name, each.title) for each in packs_known()],
        may_add=bool(places.authorities or places.trusts),
        needs_trust=not places.authorities,
    )


def pack_of_authority(actor: Actor) -> str:
    """The pack to begin with: that of the one authority that somebody administers; else none."""
    places = places_administered(actor)
    held = list(Authority.objects.filter(pk__in=places.authorities).values_list("pack", flat=True)[:2])
    return held[0] if len(held) == 1 else ""


def _check(actor: Actor) -> None:
    places = places_administered(actor)
    if not (places.schools or places.authorities or places.trusts):
        raise NotThere


def _told_of_each(today: date) -> dict[str, BaseExpression]:
    """What a school's line is made from, all in the query of the schools themselves."""
    of_school = {"school": OuterRef("pk")}
    classes = ClassGroup.objects.filter(school_year=first_day_of_year(today).year, **of_school)
    taught = ClassTeacher.objects.filter(in_force(today), group=OuterRef("pk"))
    on_roll = Enrolment.objects.filter(in_force(today), pupil__merged_into=None, **of_school)
    return {
        **told_so_far(),
        "has_classes": Exists(ClassGroup.objects.filter(**of_school)),
        "untaught": _how_many(classes.exclude(Exists(taught))),
        "unreachable": _how_many(on_roll.exclude(Exists(_to_ring(today)))),
    }


def _to_ring(today: date) -> QuerySet[Link]:
    """Adults of a child who may be rung; who of them is kept from the child, the morning's list knows."""
    rings = AdultContact.objects.filter(not_ended(today), adult=OuterRef("adult"), kind=ContactKind.TELEPHONE)
    here = Link.objects.filter(in_force(today), pupil=OuterRef("pupil"), adult__merged_into=None)
    return here.filter(Exists(rings), ~death_of("adult"))


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    """Their number beside each school: one count of its own, so that no two multiply each other."""
    counted = rows.order_by().values("school").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _line(school: Any, unnamed: Sequence[str]) -> SchoolLine:
    """A school with what `_told_of_each` says of it."""
    told = {
        "the times of the day": has_times(school),
        "terms": school.has_terms,
        "classes": school.has_classes,
        "pupils": school.has_pupils,
        _counted(school.untaught, "a teacher of 1 class", "teachers of {} classes"): not school.untaught,
        _counted(
            school.unreachable,
            "an adult with a telephone number for 1 child",
            "an adult with a telephone number for {} children",
        ): not school.unreachable,
    }
    lacks = [what for what, is_there in told.items() if not is_there]
    of = school.authority.name if school.trust is None else f"{school.authority.name}, {school.trust.name}"
    if unnamed:
        lacks.append(f"people to name: {', '.join(unnamed)}")
    return SchoolLine(school.pk, school.name, of, lacks)


def _counted(number: int, one: str, more: str) -> str:
    return one if number == 1 else more.format(f"{number:,}")
