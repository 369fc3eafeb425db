"""Change what a school is: its numbers, kind, telephone, address, colour and target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import changed, school_to_set_up
from supportfirst.casework.bridge.school_target import FIELD as TARGET
from supportfirst.casework.bridge.school_target import kept_before
from supportfirst.casework.store.models import AuditEvent, School

DETAILS = (
    "name",
    "urn",
    "establishment_number",
    "phase",
    "type",
    "telephone",
    "address",
    "colour",
    TARGET,
)


@transaction.atomic
@keeps_what_stood
def change_details(actor: Actor, school_id: UUID, values: Mapping[str, Any], *, shown: str) -> list[str]:
    """The names of what changed; nothing where all of it stands already.

    shown: the fingerprint of what the form showed. Raises Refused, NotThere, and ChangedMeanwhile.
    """
    school = school_to_set_up(actor, school_id)
    stands = {name: getattr(school, name) for name in DETAILS}
    trail = AuditEvent.objects.filter(verb="change_details", school=school)
    fields = changed(school, only_touched(values, stands, shown, actor.at, school_id, trail=trail))
    if not fields:
        return []
    _check_numbers(school)
    school.save(update_fields=fields)
    told = kept_before(stands[TARGET]) if TARGET in fields else {}
    audit(actor, "change_details", school=school, fields=sorted(fields), **told)
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
    return fields


def _check_numbers(school: School) -> None:
    others = School.objects.exclude(pk=school.pk)
    if others.filter(urn=school.urn).exists():
        raise Refused("Another school has this URN. Look it up under “Get information about schools”.")
    if others.filter(authority=school.authority, establishment_number=school.establishment_number).exists():
        raise Refused("Another school of the authority has this establishment number. Check all four digits.")
