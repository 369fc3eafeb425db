"""Add a trust, so that schools can be added to it. Its own administrators are invited on the console."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.scope import places_administered
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.store.models import Trust

ANOTHER = "There is a trust of this name already. Choose it when you add a school."


@transaction.atomic
def add_trust(actor: Actor, submission: UUID, name: str) -> Trust:
    """Sent twice it is added once: the trust bears the id of what was sent. Raises Refused, and NotThere."""
    places = places_administered(actor)
    if not (places.schools or places.authorities or places.trusts):
        raise NotThere
    if not places.authorities:
        raise Refused("Trusts are added by administrators of an authority. Ask one of them.")
    held = Trust.objects.filter(pk=submission, name=name).first()
    if held is not None:
        return held
    try:
        with transaction.atomic():
            trust = Trust.objects.create(pk=submission, name=name)
    except IntegrityError:
        raise Refused(ANOTHER) from None
    audit(actor, "add_trust", thing=str(trust.pk))
    return trust
