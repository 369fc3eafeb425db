"""Orders that keep an adult from a child: who may not be told of a child, rung about one, or handed one.

An order of a child keeps somebody from the child; one of an adult, from each child of that adult too:
whoever is told where the child is, is told where the adult is. An order that does not say against whom can
be of anybody, so it keeps back every adult but the one whom it protects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.bridge.school_files import in_force
from supportfirst.casework.store.models import Link, Marker, MarkerKind

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
    protects = Q(pupil=pupil_id) | Q(adult__links__pupil=pupil_id)
    held = Marker.objects.filter(in_force(day), protects, kind=MarkerKind.NO_CONTACT)
    orders = held.distinct().select_related("against").order_by("pk")
    names = (order.against.name if order.against else AGAINST_NOBODY_NAMED for order in orders)
    return list(dict.fromkeys(names))
