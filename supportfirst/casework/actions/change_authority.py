"""Change how an authority is reached, and its colour. Its mailbox, helpline and hours begin blank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.setting_up import changed, school_to_set_up
from supportfirst.casework.queries.authority_page import authority_page
from supportfirst.casework.store.models import AuditEvent, Authority

SETTINGS = ("mailbox", "helpline", "hours", "colour")


@transaction.atomic
def change_authority(actor: Actor, school_id: UUID, values: Mapping[str, Any], *, shown: str) -> list[str]:
    """The names of what changed, for the authority of a school.

    shown: the fingerprint of what the form showed. Raises Refused, NotThere, and ChangedMeanwhile.

    The line in the trail is the school's from whose set-up it was done.
    """
    school = school_to_set_up(actor, school_id)
    if not authority_page(actor, school_id).may_change:
        raise Refused("Only administrators of the authority change this. Ask one of them.")
    authority = Authority.objects.select_for_update().get(pk=school.authority_id)
    stands = {name: getattr(authority, name) for name in SETTINGS}
    trail = AuditEvent.objects.filter(verb="change_authority", thing=str(authority.pk))
    fields = changed(authority, only_touched(values, stands, shown, actor.at, authority.pk, trail=trail))
    if fields:
        authority.save(update_fields=fields)
        audit(actor, "change_authority", school=school, thing=str(authority.pk), fields=sorted(fields))
    return fields
