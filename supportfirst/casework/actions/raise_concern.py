"""Raise a safeguarding concern about a child: for everybody on the staff who sees the child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.safeguarding_rows import add_safeguarding
from supportfirst.casework.bridge.safeguarding_words import NEGLECT
from supportfirst.casework.queries.child_concerns import CONCERN, raise_page
from supportfirst.casework.store.models import SafeguardingRecord


@transaction.atomic
def raise_concern(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    data: Mapping[str, Any],
    *,
    on: date,
    submission: UUID,
) -> SafeguardingRecord:
    """The same submission again changes nothing. Raises NotThere, Refused, EventRefused."""
    page = raise_page(actor, school_id, pupil_id)
    chosen, why = set(data.get("indicators", ())), set(data.get("neglect_reasons", ()))
    if not chosen <= set(page.signs.indicators) or not why <= set(page.signs.neglect_reasons):
        raise Refused("Choose the signs from the list.")
    if NEGLECT in chosen and page.signs.neglect_reasons and not why:
        raise Refused("Say why it may be neglect: choose at least one of the reasons.")
    if why and NEGLECT not in chosen:
        raise Refused("Choose neglect among the signs, or take the reasons for neglect out.")
    return add_safeguarding(
        actor,
        page.school,
        page.enrolment.pupil,
        CONCERN,
        submission=submission,
        data=data,
        on=on,
    )
