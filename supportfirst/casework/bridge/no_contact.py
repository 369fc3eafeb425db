"""Orders that keep an adult from a child: who may not be told of a child, rung about one, or handed one.

An order of a child keeps somebody from the child; one of an adult, from each child of that adult too:
whoever is told where the child is, is told where the adult is. An order that does not say against whom can
be of anybody, so it keeps back every adult but the one whom it protects.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.bridge.markers_held import adults_who_died
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Adult, Link, Marker, MarkerKind

AGAINST_NOBODY_NAMED = "anybody before the office has been asked: the order does not say whom"


def kept_from(links: Iterable[Link], day: date) -> set[tuple[UUID, UUID]]:
    """Pairs of a child and an adult whom an order keeps from that child. One query.

    `links` must hold all adults of the children who are asked about.
    """
    children: dict[UUID, set[UUID]] = defaultdict(set)
    adults: dict[UUID, set[UUID]] = defaultdict(set)
    for link in links:
        children[link.adult_id].add(link.pupil_id)
        adults[link.pupil_id].add(link.adult_id)
    found = set()
    for pupil, adult, against in orders_about(adults, children, day):
        for child in children[adult] if adult is not None else {pupil} if pupil is not None else set():
            kept = {against} if against is not None else adults[child] - {adult}
            found |= {(child, each) for each in kept if each is not None}
    return found


def orders_about(
    pupils: Iterable[UUID], adults: Iterable[UUID], day: date
) -> Sequence[tuple[UUID | None, UUID | None, UUID | None]]:
    """Whom each order of the day protects (a child or an adult), and against whom, where it says so."""
    held = Marker.objects.filter(
        in_force(day),
        Q(pupil__in=list(pupils)) | Q(adult__in=list(adults)),
        kind=MarkerKind.NO_CONTACT,
    )
    return list(held.order_by("pk").values_list("pupil_id", "adult_id", "against_id"))


def kept_from_child(pupil_id: UUID, day: date) -> list[str]:
    """The names of those to whom a child is not to be handed; an order without a name says so."""
    against = _kept_away(pupil_id, day)
    return list(dict.fromkeys(each.name if each else AGAINST_NOBODY_NAMED for each in against))


def _kept_away(pupil_id: UUID, day: date) -> list[Adult | None]:
    """Against whom each order is that protects a child, or an adult of theirs; None where it does not say."""
    protects = Q(pupil=pupil_id) | Q(adult__links__pupil=pupil_id)
    held = Marker.objects.filter(in_force(day), protects, kind=MarkerKind.NO_CONTACT)
    return [order.against for order in held.distinct().select_related("against").order_by("pk")]


def is_kept_away(pupil_id: UUID, day: date, typed: str) -> bool:
    """Whether somebody wrote the name of an adult whom an order names, with or without more words.

    Case, accents, marks, titles and the order of the words do not matter.
    """
    words = set(_words(typed))
    for adult in _kept_away(pupil_id, day):
        name = _words(f"{adult.legal_forename} {adult.legal_surname}") if adult is not None else []
        if name and (words.issuperset(name) or "".join(name) in "".join(_words(typed))):
            return True
    return False


def _words(name: str) -> list[str]:
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in parts if not unicodedata.combining(each) and each not in "'’`")
    return re.findall(r"\w+", letters)


def may_take(pupil_id: UUID, day: date) -> list[Adult]:
    """The child's own adults to whom they may be handed: alive, still theirs, and kept away by no order."""
    links = list(
        Link.objects.filter(in_force(day), pupil=pupil_id, adult__merged_into=None)
        .select_related("adult")
        .order_by("contact_order", "pk")
    )
    away = {adult for _, adult in kept_from(links, day)}
    away |= {adult.pk for adult in _kept_away(pupil_id, day) if adult is not None}
    away |= adults_who_died(link.adult_id for link in links)
    return [link.adult for link in links if link.adult_id not in away]
