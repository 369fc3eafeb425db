"""Read a page that names several children; the audit trail keeps who read it, and whom it named.

One line a page, with the children's ids in it, and not one a child: a list of thirty is looked at forty
times a morning. `queries.trail_of_child` finds the line by each of the children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.queries.trail_of_child import NAMED
from supportfirst.casework.store.models import AuditEvent, School


@transaction.atomic
def read_list(actor: Actor, school: School, thing: str, pupils: Iterable[UUID]) -> AuditEvent | None:
    """Add the line; none for a page that names nobody. Whether the page may be read is its query's to ask.

    `thing` is the list that is read (`morning`, `worklist`).
    """
    held = naming(pupils)
    return audit(actor, "read_list", school=school, thing=thing, **held) if held[NAMED] else None


def naming(pupils: Iterable[UUID]) -> dict[str, Any]:
    """The detail of a line about several children: how many, and whom; each finds the line by their id."""
    named = sorted({str(each) for each in pupils})
    return {"children": len(named), NAMED: named}


@transaction.atomic
def read_lists(actor: Actor, thing: str, rows: Iterable[tuple[UUID, UUID]]) -> None:
    """A list over several schools, as pairs of a school's and a child's id: a line in each school's trail."""
    named: dict[UUID, list[UUID]] = defaultdict(list)
    for school, pupil in rows:
        named[school].append(pupil)
    for school_id, row in sorted(School.objects.in_bulk(named).items()):
        read_list(actor, row, thing, named[school_id])
