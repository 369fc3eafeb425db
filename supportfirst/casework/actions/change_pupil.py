"""Change a child's names or date of birth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.editing_people import put, tell, to_edit
from supportfirst.casework.actions.keeping_former import keep_former
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.store.models import AuditEvent

FIELDS = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname", "date_of_birth")


@transaction.atomic
@keeps_what_stood
def change_pupil(
    actor: Actor, school_id: UUID, pupil_id: UUID, values: Mapping[str, Any], *, shown: str
) -> list[str]:
    """The names of the fields that were changed; nothing is written where none was.

    shown: the fingerprint of what the form showed. Raises NotThere, and ChangedMeanwhile.
    """
    enrolment = to_edit(actor, school_id, pupil_id)
    stands = {name: getattr(enrolment.pupil, name) for name in FIELDS}
    trail = AuditEvent.objects.filter(verb="change_pupil", pupil=enrolment.pupil, school=school_id)
    found = only_touched(values, stands, shown, actor.at, pupil_id, trail=trail)
    keep_former(actor, enrolment.school, pupil_id, enrolment.pupil, found)
    changed = put(enrolment.pupil, found)
    if changed:
        tell(actor, "change_pupil", enrolment, changed)
    return changed
