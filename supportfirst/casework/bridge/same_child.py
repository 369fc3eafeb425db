"""Rows that were found to be one child or one adult: what the gone one had is read as the kept one's.

Rows that are only ever added keep the id under which they were written. Whoever reads them asks here first.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from supportfirst.casework.store.models import Adult, Pupil


def same_child(pupils: Iterable[UUID]) -> dict[UUID, UUID]:
    """The kept child of each id: the given ones, and those merged into them, however long ago."""
    found = {each: each for each in pupils}
    last = set(found)
    while last:
        held = list(Pupil.objects.filter(merged_into__in=last).values_list("pk", "merged_into"))
        last = {gone for gone, _ in held if gone not in found}
        found |= {gone: found[kept] for gone, kept in held if kept is not None and gone in last}
    return found


def kept_of(pupils: Iterable[UUID]) -> dict[UUID, UUID]:
    """The id that each child is found under now, of a merged one another's. A query a merge of merges."""
    found = {each: each for each in pupils}
    while held := _into(found.values()):
        found = {each: held.get(kept, kept) for each, kept in found.items()}
    return found


def _into(pupils: Iterable[UUID]) -> dict[UUID, UUID]:
    gone = Pupil.objects.filter(pk__in=set(pupils), merged_into__isnull=False)
    return {pk: into for pk, into in gone.values_list("pk", "merged_into") if into is not None}


def same_adult_as(adults: Iterable[object]) -> dict[str, str]:
    """The kept adult of each id that an event bears, both as text. A query a merge of merges; one if none."""
    found = {str(each): str(each) for each in adults}
    while held := _merged(found.values()):
        found = {each: held.get(kept, kept) for each, kept in found.items()}
    return found


def _merged(adults: Iterable[str]) -> dict[str, str]:
    gone = Adult.objects.filter(pk__in={UUID(each) for each in adults}, merged_into__isnull=False)
    return {str(pk): str(kept) for pk, kept in gone.values_list("pk", "merged_into")}


def kept_child(pupil_id: UUID) -> UUID:
    """The id that a merged child is found under now; of every other child their own."""
    seen = {pupil_id}
    while True:
        into = Pupil.objects.filter(pk=pupil_id).values_list("merged_into", flat=True).first()
        if into is None or into in seen:
            return pupil_id
        seen.add(into)
        pupil_id = into
