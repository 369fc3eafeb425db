"""Look for a child. The trail keeps by what they were found and whom it showed, and not what was typed."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import holds_somewhere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.queries.find_child import Found, find_child
from supportfirst.casework.store.models import School

FOUND = "find_child"


def may_look(actor: Actor) -> None:
    """Raises NotThere for whoever may see children nowhere."""
    if not holds_somewhere(actor, Right.SEE_PUPIL):
        raise NotThere


@transaction.atomic
def look_for_child(actor: Actor, typed: str) -> Found:
    """A line in the trail of each school whose children were shown; one of no school where nobody was."""
    may_look(actor)
    found = find_child(actor, typed)
    if found.too_short:
        return found
    shown: dict[UUID, set[UUID]] = defaultdict(set)
    for hit in found.hits:
        shown[hit.school_id].add(hit.pupil)
    for school_id, school in sorted(School.objects.in_bulk(shown).items()):
        by = Found([hit for hit in found.hits if hit.school_id == school_id], more=False).kinds
        audit(actor, FOUND, school=school, by=by, **naming(shown[school_id]))
    if not shown:
        audit(actor, FOUND, **naming(()))
    return found
