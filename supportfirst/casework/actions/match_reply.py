"""Say of which child a reply speaks, where nothing in it did."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.take_reply import LOOKED_BACK, same_address
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.replies import reply_page
from supportfirst.casework.store.models import Direction, Message, MessageState, Pupil


@transaction.atomic
def match_reply(actor: Actor, school_id: uuid.UUID, reply_id: uuid.UUID, pupil_id: uuid.UUID) -> Message:
    """Match it. To the same child again, nothing changes; to another, Refused. NotThere out of reach."""
    take_turn(school_id)
    page = reply_page(actor, school_id, reply_id)
    if page is None:
        raise NotThere
    reply = page.reply
    if reply.state == MessageState.MATCHED:
        if reply.pupil_id == pupil_id:
            return reply
        raise Refused("Somebody else has matched this reply meanwhile. Look at it again on the list.")
    if pupil_id not in {child.pupil for child in page.children}:
        raise Refused("Choose one of the children who are listed.")
    reply.pupil = Pupil.objects.get(pk=pupil_id)
    reply.adult_id = _asked(reply)
    reply.state, reply.settled_at = MessageState.MATCHED, actor.at
    reply.save(update_fields=["pupil", "adult", "state", "settled_at"])
    audit(
        actor,
        "match_reply",
        school=page.school,
        pupil=reply.pupil,
        thing=reply.channel,
        message=str(reply.pk),
    )
    return reply


def _asked(reply: Message) -> uuid.UUID | None:
    """The adult who was lately asked about this child at the address that the reply came from."""
    sent = Message.objects.filter(
        school=reply.school_id,
        pupil=reply.pupil_id,
        direction=Direction.OUT,
        channel=reply.channel,
        asked_at__range=(reply.asked_at - LOOKED_BACK, reply.asked_at),
    )
    return next(
        (each.adult_id for each in sent.order_by("-asked_at") if same_address(each, reply.address)), None
    )
