"""One entry of a child's chronology that was made by mistake: what it says, and who may strike it out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import may_read
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_events import (
    ALL_KINDS,
    Events,
    EventShown,
    chronology,
    may_strike_out,
)
from supportfirst.casework.store.models import CaseEvent, Task


@dataclass(frozen=True, slots=True)
class StrikeOutPage(OfChild):
    event: CaseEvent
    shown: EventShown
    tasks: int  # that it closed, and that are open again without it


def strike_out_page(actor: Actor, school_id: UUID, pupil_id: UUID, event_id: UUID) -> StrikeOutPage:
    """Raises NotThere where the entry is not the reader's to strike out."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_CONTACTS, Right.LOG_CONTACT)
    held = CaseEvent.objects.filter(pk=event_id, pupil__in=same_child([pupil_id]), school=enrolment.school)
    event = held.filter(strikes_out=None).select_related("recorded_by", "school").first()
    if event is None or not may_strike_out(actor, event) or not may_read(actor, event):
        raise NotThere
    strike = CaseEvent.objects.filter(strikes_out=event.event).select_related("recorded_by").first()
    struck = {} if strike is None else {event.event: strike}
    [shown] = chronology(actor, enrolment, Events([event], struck, {event.event}), ALL_KINDS).events
    return StrikeOutPage(enrolment, event, shown, Task.objects.filter(done_event=event).count())
