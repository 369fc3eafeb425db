"""Keep what a record said before a change: of names, days of birth, and how an adult stands to a child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.queries.import_pupils import shown
from supportfirst.casework.store.models import Adult, FormerField, FormerValue, Link, Pupil, School


def keep_former(
    actor: Actor, school: School, pupil_id: UUID, row: Pupil | Adult | Link, values: Mapping[str, Any]
) -> None:
    """Call it before the row is changed to hold these values. What was blank leaves nothing to be kept."""
    adult = None if isinstance(row, Pupil) else row.pk if isinstance(row, Adult) else row.adult_id
    told = {name: getattr(row, name) for name in values if name in FormerField.values}
    FormerValue.objects.bulk_create(
        FormerValue(
            pupil_id=pupil_id,
            adult_id=adult,
            school=school,
            field=name,
            value=shown(before),
            changed_at=actor.at,
            changed_by=actor.user,
        )
        for name, before in told.items()
        if before not in ("", None) and before != values[name]
    )
