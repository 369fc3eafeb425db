"""Rows that were found to be one child or one adult: what the gone one had is read as the kept one's.

Rows that are only ever added keep the id under which they were written. Whoever reads them asks here first.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from supportfirst.casework.store.models import Adult, Pupil


def same_child(pupils: Iterable[UUID]) -> dict[UUID, UUID]:
    """The kept child of each id: the given ones, and those merged into them, however long ago."""
    return _same(Pupil, pupils)


def same_adult(adults: Iterable[UUID]) -> dict[UUID, UUID]:
    return _same(Adult, adults)


def _same(model: type[Model], ids: Iterable[UUID]) -> dict[UUID, UUID]:
    found = {each: each for each in ids}
    last = set(found)
    while last:
        held = model._default_manager.filter(merged_into__in=last).values_list("pk", "merged_into")
        last = {gone for gone, _ in held if gone not in found}
        found |= {gone: found[kept] for gone, kept in held if gone in last}
    return found


def kept_child(pupil_id: UUID) -> UUID:
    """The id that a merged child is found under now; of every other child their own."""
    seen = {pupil_id}
    while True:
        into = Pupil.objects.filter(pk=pupil_id).values_list("merged_into", flat=True).first()
        if into is None or into in seen:
            return pupil_id
        seen.add(into)
        pupil_id = into
