"""Change a child's names or date of birth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.editing_people import put, tell, to_edit

FIELDS = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname", "date_of_birth")


@transaction.atomic
def change_pupil(actor: Actor, school_id: UUID, pupil_id: UUID, values: Mapping[str, Any]) -> list[str]:
    """The names of the fields that were changed; nothing is written where none was. Raises NotThere."""
    enrolment = to_edit(actor, school_id, pupil_id)
    changed = put(enrolment.pupil, {name: values[name] for name in FIELDS})
    if changed:
        tell(actor, "change_pupil", enrolment, changed)
    return changed
