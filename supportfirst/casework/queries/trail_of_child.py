"""Which lines of the audit trail are about a child: who read, listed, looked up, exported or changed them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.bridge.same_child import kept_child, kept_of, same_child
from supportfirst.casework.store.models import Pupil

NAMED = "pupils"  # in the detail of a line about several children: their ids
BEFORE = "shown"  # the same in older lines of searches, which can't be written anew
ASKED = "asked"  # in the detail of a line about the trail or a list: what it was narrowed to


def about(pupil: UUID) -> Q:
    """Lines about a child, those that named the child among others or asked for the child included.

    Of two rows that were made one, the lines of both: what was read was read of the one child.
    """
    found = Q()
    for each in same_child([kept_child(pupil)]):
        found |= Q(pupil=each) | _named(str(each))
    return found


@dataclass(frozen=True, slots=True)
class ChildSeen:
    """A child whom the reader of the trail may see, and the school where."""

    pupil: Pupil
    school_id: UUID

    @property
    def name(self) -> str:
        return self.pupil.name


def children_seen(actor: Actor, pupils: Iterable[UUID]) -> dict[UUID, ChildSeen]:
    """Those of the children whom somebody may see, on roll or as a leaver; in three queries.

    The trail keeps the ids of children who have gone out of reach since, and of any whom somebody asked it
    for: neither makes a name theirs to read. A row that was merged into another bears the other's name.
    """
    kept = kept_of(pupils)
    found: dict[UUID, ChildSeen] = {}
    for stays in (left_for(actor, Right.SEE_PUPIL), enrolments_for(actor, Right.SEE_PUPIL)):
        held = stays.filter(pupil__in=set(kept.values())).select_related("pupil").order_by("first_day", "pk")
        found |= {stay.pupil_id: ChildSeen(stay.pupil, stay.school_id) for stay in held}
    return {each: found[child] for each, child in kept.items() if child in found}


def _named(pupil: str) -> Q:
    """In words that PostgreSQL's index understands; elsewhere the line's own text is searched."""
    if not connection.features.supports_json_field_contains:
        return Q(Contains(Cast("detail", TextField()), pupil))
    shapes: tuple[dict[str, Any], ...] = ({NAMED: [pupil]}, {BEFORE: [pupil]}, {ASKED: {"pupil": pupil}})
    found = Q()
    for shape in shapes:
        found |= Q(detail__contains=shape)
    return found
