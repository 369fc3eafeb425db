"""Say where a school's safeguarding procedure is, and whom it asks for help."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.safeguarding_procedure import FIELDS, procedure_page
from supportfirst.casework.store.models import SafeguardingProcedure


@transaction.atomic
def set_safeguarding_procedure(
    actor: Actor, school_id: UUID, told: Mapping[str, str]
) -> SafeguardingProcedure:
    """Saved as it is already, it changes nothing and leaves no line. Raises NotThere."""
    take_turn(school_id)
    page = procedure_page(actor, school_id)
    held = {name: told.get(name, "").strip() for name in FIELDS}
    before = SafeguardingProcedure.objects.filter(school=page.school).first()
    if before is not None and all(getattr(before, name) == value for name, value in held.items()):
        return before
    row, _ = SafeguardingProcedure.objects.update_or_create(
        school=page.school, defaults={**held, "changed_by": actor.user, "changed_at": actor.at}
    )
    audit(actor, "set_safeguarding_procedure", school=page.school)
    return row
