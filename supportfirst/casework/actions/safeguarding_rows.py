"""What every action about a child's safety does: a turn, one row, one line in the trail that says no more.

The line names neither the kind nor a word of it: whoever reads the trail learns that something was recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.safeguarding import RECORDED
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.case_events import day_that_came
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.safeguarding_words import checked_record
from supportfirst.casework.store.models import Pupil, SafeguardingRecord, School


def add_safeguarding(
    actor: Actor,
    school: School,
    pupil: Pupil,
    kind: str,
    *,
    submission: UUID,
    data: Mapping[str, Any],
    on: date | None = None,
    about: SafeguardingRecord | None = None,
) -> SafeguardingRecord:
    """Inside the action's transaction. The same submission again gives the first one back."""
    take_turn(school.pk)
    known = SafeguardingRecord.objects.filter(submission=submission).first()
    if known is not None:
        return known
    day = day_that_came(on, actor.today, kind)
    held = checked_record(pack_of(school, day), kind, pupil.upn, day, data, about)
    row = SafeguardingRecord.objects.create(
        school=school,
        pupil=pupil,
        kind=kind,
        about=about,
        happened_on=day,
        data=held,
        recorded_by=actor.user,
        recorded_at=actor.at,
        submission=submission,
    )
    audit(actor, RECORDED, school=school, pupil=pupil, record=str(row.pk))
    return row
