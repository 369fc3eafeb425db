"""Have a message that could not be sent tried again, by somebody who has seen to what was wrong."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.send_message import ask_to_send
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.message_list import may_send
from supportfirst.casework.queries.outbox import is_stuck
from supportfirst.casework.store.models import Direction, Message, MessageState


@transaction.atomic
def send_message_again(actor: Actor, school_id: uuid.UUID, message_id: uuid.UUID) -> bool:
    """Whether it waits again now; False where it is on its way or gone already. NotThere out of reach."""
    held = Message.objects.filter(pk=message_id, school=school_id, direction=Direction.OUT)
    message = held.select_related("school", "pupil").first()
    if message is None or not may_send(actor, message.school):
        raise NotThere
    take_turn(school_id)
    message.refresh_from_db(fields=["state"])
    if not is_stuck(message):
        return False
    held.update(state=MessageState.WAITING, error="", settled_at=None)
    audit(
        actor,
        "send_message_again",
        school=message.school,
        pupil=message.pupil,
        thing=message.channel,
        message=str(message.pk),
    )
    ask_to_send(message, actor.at, asked_by=actor.user)
    return True
