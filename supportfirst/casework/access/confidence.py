"""Who may read what was said in confidence. Everybody else is told that a note is there, and no more.

A restricted event is read by whoever wrote it down, by those whom it names (`Confided`), and by whoever
holds the right to read restricted notes at its school.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of
from supportfirst.casework.store.models import CaseEvent, Confided

KEPT_BACK = "A restricted note is here. Ask the head teacher or the designated safeguarding lead about it."


def readable(actor: Actor, events: Iterable[CaseEvent]) -> Collection[uuid.UUID]:
    """Of some events, those whose words somebody may read; one query, however many events there are.

    Pass the events with their schools (`select_related("school")`). Whether somebody may see the child at
    all is asked elsewhere, and first.
    """
    held = list(events)
    restricted = [event for event in held if event.restricted]
    if not restricted:
        return {event.event for event in held}
    named = set(
        Confided.objects.filter(user=actor.user, event__in=restricted).values_list("event_id", flat=True)
    )
    places = places_of(actor, Right.SEE_RESTRICTED)
    return {
        event.event
        for event in held
        if not event.restricted
        or event.recorded_by_id == actor.user.pk
        or event.event in named
        or places.hold(event.school)
    }


def may_read(actor: Actor, event: CaseEvent) -> bool:
    """The same, of one event."""
    return event.event in readable(actor, (event,))
