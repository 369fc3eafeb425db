"""Say of which child a reply speaks, where nothing in it did."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.replies import reply_page
from supportfirst.casework.store.models import Message, MessageState, Pupil


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
    reply.state, reply.settled_at = MessageState.MATCHED, actor.at
    reply.save(update_fields=["pupil", "state", "settled_at"])
    audit(
        actor,
        "match_reply",
        school=page.school,
        pupil=reply.pupil,
        thing=reply.channel,
        message=str(reply.pk),
    )
    return reply
