"""Take every reply that a mailbox holds, each once however often the mailbox is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.take_reply import Reply, take_reply
from supportfirst.casework.outside.reading_mail import Received, replies_in
from supportfirst.casework.outside.reading_mail import Unreadable as Unreadable
from supportfirst.casework.store.models import Channel, Message, MessageState, School, User


@dataclass(slots=True)
class RepliesRead:
    matched: int = 0
    unmatched: int = 0
    known: int = 0
    automatic: int = 0
    unreadable: int = 0

    @property
    def taken(self) -> int:
        return self.matched + self.unmatched


def read_replies(path: Path, *, urn: str, email: str, at: datetime) -> RepliesRead:
    """A transaction a reply: what was read before a faulty one stays. Raises Unreadable; NotThere."""
    school = School.objects.filter(urn=urn).first()
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if school is None or user is None:
        raise NotThere
    actor, told = actor_of(user, at), RepliesRead()
    for received in replies_in(path):
        if received is None:
            told.unreadable += 1
        elif received.is_automatic:
            told.automatic += 1
        else:
            _take(actor, school, received, told)
    return told


def _take(actor: Actor, school: School, received: Received, told: RepliesRead) -> None:
    once = _once(school, received)
    known = Message.objects.filter(once=once).exists()
    at = min(received.at or actor.at, actor.at)
    reply = Reply(Channel.EMAIL, received.sender, received.text, at, received.subject, received.answers)
    kept = take_reply(actor, school.pk, reply, once=once)
    if known:
        told.known += 1
    elif kept.state == MessageState.MATCHED:
        told.matched += 1
    else:
        told.unmatched += 1


def _once(school: School, received: Received) -> str:
    """By its Message-ID; one without it by all that it says."""
    named = received.id or f"{received.sender} {received.at} {received.subject} {received.text}"
    return f"reply:{hashlib.sha256(f'{school.pk} {named}'.encode()).hexdigest()}"
