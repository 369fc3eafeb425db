"""The first page: each school of somebody's, with what they may do there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.access.scope import Places, may, places_administered
from supportfirst.casework.queries.set_up_so_far import is_set_up, told_so_far
from supportfirst.casework.store.models import School


def rights_anywhere(actor: Actor) -> frozenset[Right]:
    """What somebody may do at some place, whether or not it has a school yet."""
    return frozenset(right for right in Right if any(holds(each, right) for each in actor.memberships))


def may_add_schools(actor: Actor) -> bool:
    """Whoever administers an authority or a trust."""
    places = places_administered(actor)
    return bool(places.authorities or places.trusts)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    school: School
    rights: frozenset[Right]
    is_set_up: bool  # times, terms and pupils: before that nothing is counted, and nothing is missing either

    @property
    def id(self) -> UUID:
        return self.school.pk

    @property
    def name(self) -> str:
        return self.school.name


def schools_and_rights(actor: Actor) -> list[SchoolRow]:
    """In one query, however many schools."""
    if not actor.memberships:
        return []
    schools = (
        School.objects.filter(Q(Places.of(actor.memberships).as_query()))
        .select_related("authority")
        .annotate(**told_so_far())
    )
    return [
        SchoolRow(
            school,
            frozenset(right for right in Right if may(actor, right, school)),
            is_set_up(school),
        )
        for school in schools.order_by("name", "pk")
    ]
