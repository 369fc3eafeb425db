"""Look for a child. The trail keeps by what they were found and whom it showed, and not what was typed."""

from __future__ import annotations

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import holds_somewhere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.queries.find_child import Found, find_child


def may_look(actor: Actor) -> None:
    """Raises NotThere for whoever may see children nowhere."""
    if not holds_somewhere(actor, Right.SEE_PUPIL):
        raise NotThere


@transaction.atomic
def look_for_child(actor: Actor, typed: str) -> Found:
    may_look(actor)
    found = find_child(actor, typed)
    if not found.too_short:
        audit(
            actor,
            "find_child",
            found=len(found.hits),
            by=found.kinds,
            shown=sorted({str(hit.pupil) for hit in found.hits}),
        )
    return found
