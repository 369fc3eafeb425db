"""Record one event of a child's chronology: what was done, with whom, on which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.case_events import checked_data, day_that_came
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import CaseEvent, Enrolment, Pupil, School


@transaction.atomic
def record_event(
    actor: Actor,
    school: School,
    pupil: Pupil,
    kind: str,
    *,
    submission: UUID,
    on: date | None = None,
    at: time | None = None,
    adults: Sequence[UUID] = (),
    data: Mapping[str, Any] | None = None,
    restricted: bool = False,
    strikes_out: UUID | None = None,
) -> CaseEvent:
    """Add the event; the same submission again gives the first one back. Raises EventRefused.

    on: the day it happened, today where left out, never later. data: the fields of its kind in the pack in
    force on that day.
    """
    take_turn(school.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    day = day_that_came(on, actor.today, kind)
    held = checked_data(pack_of(school, day), kind, pupil.upn, day, data or {}, adults)
    event = append(
        CaseEvent(
            recorded_at=actor.at,
            school=school,
            pupil=pupil,
            kind=kind,
            happened_on=day,
            happened_at=at,
            adults=[str(adult) for adult in adults],
            data=held,
            restricted=restricted,
            strikes_out=strikes_out,
            recorded_by=actor.user,
            submission=submission,
        ),
        school.pk,
    )
    enrolled = Enrolment.objects.filter(school=school, pupil=pupil)
    ask_reassessment(school, enrolled, actor.at, asked_by=actor.user)
    audit(actor, "record_event", school=school, pupil=pupil, thing=kind, event=str(event.event))
    return event
