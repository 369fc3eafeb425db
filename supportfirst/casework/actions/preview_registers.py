"""Look at what a file of registers would change; what it shows of children is told to the audit trail."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.queries.register_file_children import children_in_file
from supportfirst.casework.queries.register_files import SHOWN, RegisterFile, register_file


@transaction.atomic
def preview_registers(actor: Actor, school_id: UUID, upload_id: UUID) -> RegisterFile:
    """Raises NotThere for whoever may not import there, and where there is no such file."""
    found = register_file(actor, school_id, upload_id)
    if found.is_read:
        told = {"counts": dict(found.counts), **naming(children_in_file(found, SHOWN))}
        audit(actor, "preview_registers", school=found.school, thing=str(found.id), **told)
    return found
