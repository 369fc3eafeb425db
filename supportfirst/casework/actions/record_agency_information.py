"""Record what another agency told of a child, such as the police through Operation Encompass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.safeguarding_rows import add_safeguarding
from supportfirst.casework.queries.child_concerns import INFORMATION, information_page
from supportfirst.casework.store.models import SafeguardingRecord


@transaction.atomic
def record_agency_information(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    data: Mapping[str, Any],
    *,
    on: date,
    submission: UUID,
) -> SafeguardingRecord:
    """For those with safeguarding access alone. Raises NotThere, EventRefused."""
    page = information_page(actor, school_id, pupil_id)
    return add_safeguarding(
        actor, page.school, page.enrolment.pupil, INFORMATION, submission=submission, data=data, on=on
    )
