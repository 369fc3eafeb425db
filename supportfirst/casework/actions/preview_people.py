"""Look at what a kept file of people would change; what it shows of children is told to the audit trail."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.queries.import_preview import (
    Preview,
    import_preview,
    import_school,
    import_upload,
)
from supportfirst.casework.queries.import_pupils import Kind
from supportfirst.casework.store.models import Pupil


@transaction.atomic
def preview_people(actor: Actor, school_id: UUID, upload_id: UUID) -> Preview:
    """Raises NotThere for whoever may not import there, and where there is no such file."""
    school = import_school(actor, school_id)
    preview = import_preview(school, import_upload(school, upload_id), actor.today)
    told = {"counts": preview.counts, **naming(_children_shown(preview))}
    audit(actor, "preview_people", school=school, thing=str(upload_id), **told)
    return preview


def _children_shown(preview: Preview) -> set[UUID]:
    """Those of the site whom a line that changes something is about, be it of the child or of a parent."""
    shown = {line.pupil_id for line in preview.pupils if line.kind != Kind.UNCHANGED and line.pupil_id}
    families = {line.upn for line in preview.adults if line.kind != Kind.UNCHANGED}
    return shown | set(Pupil.objects.filter(upn__in=families).values_list("pk", flat=True))
