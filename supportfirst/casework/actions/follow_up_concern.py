"""Record what came of a concern: whether it is referred, its reference, that it was weighed in support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.safeguarding_rows import add_safeguarding
from supportfirst.casework.queries.child_concerns import follow_up_page
from supportfirst.casework.store.models import SafeguardingRecord


@transaction.atomic
def follow_up_concern(
    actor: Actor,
    school_id: UUID,
    record_id: UUID,
    step: str,
    data: Mapping[str, Any],
    *,
    submission: UUID,
) -> SafeguardingRecord:
    """A person decides, and says why. Raises NotThere, EventRefused."""
    page = follow_up_page(actor, school_id, record_id, step)
    return add_safeguarding(
        actor,
        page.record.school,
        page.record.pupil,
        page.kind.kind,
        submission=submission,
        data=data,
        about=page.record,
    )
