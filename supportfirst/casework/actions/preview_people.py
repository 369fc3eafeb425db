"""Look at what a kept file of people would change; what it shows of children is told to the audit trail."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.queries.import_preview import (
    Preview,
    import_preview,
    import_school,
    import_upload,
)


@transaction.atomic
def preview_people(actor: Actor, school_id: UUID, upload_id: UUID) -> Preview:
    """Raises NotThere for whoever may not import there, and where there is no such file."""
    school = import_school(actor, school_id)
    preview = import_preview(school, import_upload(school, upload_id), actor.today)
    audit(actor, "preview_people", school=school, thing=str(upload_id), counts=preview.counts)
    return preview
