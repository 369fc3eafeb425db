"""Have a message sent again that was not, or of which nobody can tell: by a person, and never by itself."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.send_message import ask_to_send
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.message_list import may_send
from supportfirst.casework.queries.needed_messages import why_unneeded
from supportfirst.casework.queries.outbox import is_stuck
from supportfirst.casework.store.models import Direction, Message, MessageState


@transaction.atomic
def send_message_again(actor: Actor, school_id: uuid.UUID, message_id: uuid.UUID) -> str:
    """What became of it, in words: it waits again, has gone already, or is needed no longer.

    NotThere out of reach.
    """
    held = Message.objects.filter(pk=message_id, school=school_id, direction=Direction.OUT)
    message = held.select_related("school__authority", "pupil").first()
    if message is None or not may_send(actor, message.school):
        raise NotThere
    take_turn(school_id)
    message.refresh_from_db(fields=["state", "handed_at"])
    if not is_stuck(message):
        return "The message is on its way, or has gone, already."
    why = why_unneeded(message, actor.at)
    if why:
        held.update(state=MessageState.UNNEEDED, error=why, settled_at=actor.at, once=None)
    else:
        held.update(state=MessageState.WAITING, error="", settled_at=None, handed_at=None)
    audit(
        actor,
        "send_message_again",
        school=message.school,
        pupil=message.pupil,
        thing=message.channel,
        message=str(message.pk),
        needed=not why,
        may_be_the_second=message.handed_at is not None,
    )
    if why:
        return f"The message is no longer needed, and nothing is sent. {why}"
    ask_to_send(message, actor.at, asked_by=actor.user)
    return "The message is tried again."
