"""How many marks the last nightly look at the registers left open: the note beside figures they could move.

It counts what the night kept, in one query, so that it can stand on any page. What is put right by day leaves
it with the next night; what somebody answers for leaves it at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.store.models import IntegrityFinding, School


def marks_to_look_at(
    school_id: UUID, pupils: Collection[UUID] | None, last: date, first: date | None = None
) -> int:
    """Of these children (None: all of the school) and days, or the school year to the last day."""
    held = _open(last, first).filter(school=school_id)
    return (held if pupils is None else held.filter(enrolment__pupil__in=pupils)).count()


def marks_of_schools(schools: Sequence[School], today: date) -> Mapping[UUID, int]:
    """Of this school year, by school; a school without any is left out."""
    held = _open(today, None).filter(school__in=schools).order_by()
    return dict(held.values_list("school").annotate(Count("pk")))


def _open(last: date, first: date | None) -> QuerySet[IntegrityFinding]:
    """Not of a child who died: nobody is asked about their marks."""
    since = first or first_day(place_of(last, 0).school_year)
    held = IntegrityFinding.objects.filter(gone_at=None, justified_at=None, day__range=(since, last))
    return held.exclude(of_the_dead("enrolment__pupil"))
