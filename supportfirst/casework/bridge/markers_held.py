"""Which markers of a child or an adult stand on a day; and who has died, asked here and nowhere else.

A death is for good, whenever it was written down and whatever day stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Marker, MarkerKind

DIED = MarkerKind.DECEASED


def standing_on(day: date) -> Q:
    """Those in force, and a death."""
    return in_force(day) | Q(kind=DIED)


def has_died(pupil: UUID) -> bool:
    return Marker.objects.filter(pupil=pupil, kind=DIED).exists()


def children_who_died(pupils: Iterable[UUID]) -> set[UUID]:
    """Among these; one query."""
    held = Marker.objects.filter(pupil__in=set(pupils), kind=DIED)
    return {each for each in held.values_list("pupil_id", flat=True) if each is not None}


def adults_who_died(adults: Iterable[UUID]) -> set[UUID]:
    """Among these; one query."""
    held = Marker.objects.filter(adult__in=set(adults), kind=DIED)
    return {each for each in held.values_list("adult_id", flat=True) if each is not None}


def of_the_dead(whose: str) -> Q:
    """Rows to leave out of a list. `whose`: the way from a row to a child or an adult, such as `pupil`."""
    return Q(**{f"{whose}__markers__kind": DIED})


def death_of(whose: str) -> Exists:
    """Whether the `pupil` or the `adult` of the row that is asked about has died."""
    return Exists(Marker.objects.filter(**{whose: OuterRef(whose)}, kind=DIED))
