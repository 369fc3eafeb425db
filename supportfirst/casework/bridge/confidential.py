"""Whose address is kept confidential: the one answer for every page, preview, search, paper and assessment.

A marker of an adult hides that adult's address. A marker of a child hides where the child may be found, so
the address of each of the child's adults, at whatever school, and of those whose place in the record ended.
A marker that begins on a later day hides already: whoever reads today will know it then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import Marker, MarkerKind


def confidential_adults(adults: Iterable[UUID], day: date) -> set[UUID]:
    """Those whose address is confidential: by a marker of their own, or of a child of theirs. Two queries."""
    ids = set(adults)
    held = _held(day).filter(pupil__links__adult__in=ids).values_list("pupil__links__adult", flat=True)
    return marked_adults(ids, day) | {each for each in held if each in ids}


def marked_adults(adults: Iterable[UUID], day: date) -> set[UUID]:
    """Those with a marker of their own; it stays where the child's is lifted."""
    held = _held(day).filter(adult__in=set(adults)).values_list("adult_id", flat=True)
    return {each for each in held if each is not None}


def confidential_upns(upns: Iterable[str], day: date) -> set[str]:
    """Of these children, those with a marker: where a new adult of theirs lives is hidden too."""
    held = _held(day).filter(pupil__upn__in=set(upns)).values_list("pupil__upn", flat=True)
    return {each for each in held if each is not None}


def plain(address: str) -> str:
    """An address as it is compared with another: whoever shows the one must not show the same elsewhere."""
    return "".join(letter for letter in address.casefold() if letter.isalnum())


def _held(day: date) -> QuerySet[Marker]:
    return Marker.objects.filter(not_ended(day), kind=MarkerKind.CONFIDENTIAL_ADDRESS)
