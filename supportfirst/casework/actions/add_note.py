"""Write a note about a child: for all who see the record, or for those alone who are named in it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child_note import NOTE, note_page
from supportfirst.casework.store.models import CaseEvent, Confided


@transaction.atomic
def add_note(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    note: str,
    *,
    restricted: bool,
    people: Sequence[UUID] = (),
    submission: UUID,
) -> CaseEvent:
    """The same submission again changes nothing. Raises NotThere, EventRefused."""
    take_turn(school_id)
    page = note_page(actor, school_id, pupil_id)
    if not {str(each) for each in people} <= {pk for pk, _ in page.people}:
        raise NotThere
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    event = record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        NOTE,
        submission=submission,
        data={"words": note},
        restricted=restricted,
    )
    if restricted:
        Confided.objects.bulk_create([Confided(event=event, user_id=each) for each in people])
    return event
