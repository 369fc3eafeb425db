"""Change a trust's name, its colour and how it is reached. All but the name begins blank."""

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
from supportfirst.casework.queries.trust_page import trust_page
from supportfirst.casework.store.models import AuditEvent, Trust

TRUST_SETTINGS = ("name", "mailbox", "helpline", "hours", "colour")


@transaction.atomic
def change_trust(actor: Actor, school_id: UUID, values: Mapping[str, Any], *, shown: str) -> list[str]:
    """The names of what changed, for the trust of a school.

    shown: the fingerprint of what the form showed. Raises Refused, NotThere, and ChangedMeanwhile.

    The line in the trail is the school's from whose set-up it was done.
    """
    school = school_to_set_up(actor, school_id)
    page = trust_page(actor, school_id)
    if not page.may_change:
        raise Refused("Only administrators of the trust change this. Ask one of them.")
    trust = Trust.objects.select_for_update().get(pk=page.trust.pk)
    stands = {name: getattr(trust, name) for name in TRUST_SETTINGS}
    trail = AuditEvent.objects.filter(verb="change_trust", thing=str(trust.pk))
    fields = changed(trust, only_touched(values, stands, shown, actor.at, trust.pk, trail=trail))
    if "name" in fields and Trust.objects.filter(name=trust.name).exclude(pk=trust.pk).exists():
        raise Refused("Another trust bears this name. Write the one that it is registered under.")
    if fields:
        trust.save(update_fields=fields)
        audit(actor, "change_trust", school=school, thing=str(trust.pk), fields=sorted(fields))
    return fields
