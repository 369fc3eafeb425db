"""Strike out an entry of the chronology that was made by mistake: it stays to be seen, and counts no more."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.strike_out import StrikeOutPage
from supportfirst.casework.store.models import CaseEvent, Task

STRUCK_OUT = "struck_out"


@transaction.atomic
def strike_out_event(actor: Actor, page: StrikeOutPage, reason: str, *, submission: UUID) -> CaseEvent:
    """The entry that strikes it out; struck out once, it is not struck out again. Raises EventRefused.

    A task that it closed is open again: what closed it was not done. One that it asked for is closed with the
    strike: nothing asks for it any more. The strike is restricted where the entry is.
    """
    take_turn(page.school.pk)
    event = page.event
    known = CaseEvent.objects.filter(strikes_out=event.event).first()
    if known is not None:
        return known
    made = record_event(
        actor,
        event.school,
        event.pupil,
        STRUCK_OUT,
        submission=submission,
        adults=[UUID(str(each)) for each in event.adults],
        data={ABOUT: str(event.event), "reason": reason},
        restricted=event.restricted,
        strikes_out=event.event,
    )
    Task.objects.filter(done_event=event).update(done_by=None, done_at=None, done_event=None)
    asked = Task.objects.filter(made_by=event, done_at=None)
    asked.update(done_by=actor.user, done_at=actor.at, done_event=made)
    return made
