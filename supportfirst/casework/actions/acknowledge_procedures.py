"""Confirm that one has read a school's procedures, of the pack as it stands."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.procedures import procedures_page
from supportfirst.casework.store.models import Acknowledgement


@transaction.atomic
def acknowledge_procedures(actor: Actor, school_id: UUID, fingerprint: str) -> Acknowledgement:
    """Once a reading. Raises Refused where the pack changed since the page was read, and NotThere."""
    page = procedures_page(actor, school_id)
    take_turn(page.school.pk)
    if fingerprint != page.told.fingerprint:
        raise Refused("The procedures changed while you read them. Read them again, and confirm then.")
    held, made = Acknowledgement.objects.get_or_create(
        school=page.school,
        user=actor.user,
        fingerprint=fingerprint,
        defaults={"pack": page.told.pack, "acknowledged_at": actor.at},
    )
    if made:
        audit(actor, "acknowledge_procedures", school=page.school, thing=page.told.pack, print=fingerprint)
    return held
