"""Keep a reply of a family, and find what it answers: by its reference, by mail headers, or by who sent it.

What is found is shown beside the child; the mark stays as it is until a person settles it. Anybody can write
a reference: only a reply from the address that was asked bears its adult, and counts as an answer. Where a
sender was asked about several children, or is not known, nobody guesses: a person matches it.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.message_words import LENGTH
from supportfirst.casework.queries.message_list import may_send
from supportfirst.casework.store.models import Channel, Direction, Message, MessageState, School

LOOKED_BACK = timedelta(days=7)  # a reply is matched with messages of so long ago at most
WORDS = re.compile(r"[A-Z0-9]+")
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came in. `answers` is what a mail program says of the message that is answered."""

    channel: Channel
    sender: str
    text: str
    at: datetime
    subject: str = ""
    answers: str = ""


@transaction.atomic
def take_reply(actor: Actor, school_id: uuid.UUID, reply: Reply, *, once: str) -> Message:
    """The reply as it is kept, MATCHED or UNMATCHED; of the same `once` the first. NotThere out of reach."""
    school = schools_for(actor, Right.SEND_MESSAGE).filter(pk=school_id).first()
    if school is None or not may_send(actor, school):
        raise NotThere
    take_turn(school_id)
    known = Message.objects.filter(once=once).first()
    if known is not None:
        return known
    found, how = _answered(school, reply)
    kept = Message.objects.create(
        school=school,
        pupil=found.pupil if found else None,
        adult=found.adult if found and same_address(found, reply.sender) else None,
        once=once,
        direction=Direction.IN,
        channel=reply.channel,
        address=reply.sender,
        subject=reply.subject,
        body=reply.text,
        answers=found,
        state=MessageState.MATCHED if found else MessageState.UNMATCHED,
        asked_by=actor.user,
        asked_at=reply.at,
        settled_at=actor.at if found else None,
    )
    audit(
        actor,
        "take_reply",
        school=school,
        pupil=kept.pupil,
        thing=reply.channel.value,
        message=str(kept.pk),
        matched_by=how,
    )
    return kept


def _answered(school: School, reply: Reply) -> tuple[Message | None, str]:
    """The message that is answered, and by what it was found."""
    sent = Message.objects.filter(school=school, direction=Direction.OUT, pupil__isnull=False)
    sent = sent.filter(asked_at__gte=reply.at - LOOKED_BACK).select_related("pupil", "adult")
    said = f"{reply.subject} {reply.text} {reply.answers}".upper()
    words = {word for word in WORDS.findall(said) if len(word) == LENGTH}
    named = list(sent.filter(reference__in=words)[:2])
    if len(named) == 1:
        return named[0], "reference"
    ids = {uuid.UUID(each) for each in IDS.findall(reply.answers)}
    headed = list(sent.filter(pk__in=ids)[:2])
    if len(headed) == 1:
        return headed[0], "headers"
    return (None, "") if named else _by_sender(sent, reply)


def _by_sender(sent: QuerySet[Message], reply: Reply) -> tuple[Message | None, str]:
    """The last message to this sender, where all of late were about one child."""
    late = sent.filter(asked_at__lte=reply.at).order_by("-asked_at")
    found = [each for each in late.filter(channel=reply.channel) if same_address(each, reply.sender)]
    if len({each.pupil_id for each in found}) == 1:
        return found[0], "sender"
    return None, ""


def same_address(message: Message, sender: str) -> bool:
    """Whether a message went to this sender: telephone numbers by their last ten digits, as +44 or 0."""
    if message.channel == Channel.EMAIL:
        return message.address.strip().casefold() == sender.strip().casefold()
    digits = [re.sub(r"\D", "", each)[-10:] for each in (message.address, sender)]
    return bool(digits[0]) and digits[0] == digits[1]
