"""Text or e-mail the families of the morning's list in one act: a message, a contact and a line a child."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.send_message import ask_to_send
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.outside.message_words import reference_of
from supportfirst.casework.queries.message_list import Addressed, MessageList, message_list
from supportfirst.casework.store.models import Channel, Direction, Message, MessageState, Pupil

CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages now wait for the worker, and how many of those asked for need none any more."""

    messages: int
    left_out: int


@transaction.atomic
def send_messages(
    actor: Actor,
    school_id: uuid.UUID,
    channel: Channel,
    pupils: Collection[uuid.UUID],
    *,
    batch: uuid.UUID,
) -> Queued:
    """Queue one message for each of these children who is still on the list and can be reached.

    The same again, by the same person or another, sends nothing twice. NotThere out of reach. A contact is
    written down when it is asked for; the list counts it as made when its message has left.
    """
    take_turn(school_id)
    page = message_list(actor, school_id, channel)
    if page is None:
        raise NotThere
    wanted = [each for each in page.addressed if each.row.pupil in set(pupils)]
    named = Pupil.objects.in_bulk([each.row.pupil for each in wanted])
    for each in wanted:
        _queue(actor, page, each, named[each.row.pupil], batch)
    return Queued(len(wanted), len(set(pupils)) - len(wanted))


def _queue(actor: Actor, page: MessageList, each: Addressed, pupil: Pupil, batch: uuid.UUID) -> None:
    reference = _free_reference(each)
    body = each.words.body.replace(each.reference, reference)
    message = Message.objects.create(
        school=page.school,
        pupil=pupil,
        adult_id=each.adult,
        batch=batch,
        once=each.once,
        direction=Direction.OUT,
        channel=page.channel,
        address=each.address,
        subject=each.words.subject,
        body=body,
        reference=reference,
        state=MessageState.WAITING,
        asked_by=actor.user,
        asked_at=actor.at,
    )
    at = clock(actor.at).time()
    record_event(
        actor,
        page.school,
        pupil,
        CONTACT,
        submission=message.pk,  # by which the list knows whose message left
        at=at,
        adults=[each.adult],
        data={
            "channel": page.channel.value,
            "outcome": "message_left",
            "made_at": at.strftime("%H:%M"),
            "staff_chosen": actor.user.name,
        },
    )
    audit(
        actor,
        "send_message",
        school=page.school,
        pupil=pupil,
        thing=page.channel.value,
        message=str(message.pk),
    )
    ask_to_send(message, actor.at, asked_by=actor.user)


def _free_reference(each: Addressed) -> str:
    """The reference that was shown; another in the rare case that an older message bears it."""
    attempt, reference = 0, each.reference
    while Message.objects.filter(reference=reference).exists():
        attempt += 1
        reference = reference_of(each.once, attempt)
    return reference
