"""The messages of a school: what was sent, kept or failed, what came back, and what nobody has matched."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.no_contact import kept_from
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.message_list import may_send
from supportfirst.casework.queries.unsent_messages import IN_SAMPLE, UNCLEAR, is_of_sample, on_their_way
from supportfirst.casework.store.models import (
    Channel,
    Direction,
    Link,
    Message,
    MessageState,
    School,
)

SHOWN = 100
SLOW = timedelta(minutes=5)  # a message that waits for longer has no worker
NOT_TO_BE_NAMED = "an adult who may not be contacted now"
STAFF, SOMEBODY = "a member of staff", "somebody"
NOT_LEFT = "It did not leave this computer. Ring the family."
WOULD_BE_SENT = "Would have been sent"  # in the sample; its row says that it was kept
ABOUT_REGISTERS = "register:"  # what reminders are known by begins so


@dataclass(frozen=True, slots=True)
class Line:
    id: uuid.UUID
    at: datetime
    is_in: bool
    channel: str
    pupil: uuid.UUID | None
    child: str
    adult: str
    subject: str
    body: str
    reference: str
    state: str  # as in the rows
    state_words: str
    what_to_do: str  # "" where nothing is
    may_try_again: bool
    is_unsure: bool  # it may have been sent
    by: str


@dataclass(frozen=True, slots=True)
class Outbox:
    school: School
    unmatched: Sequence[Line]
    lines: Sequence[Line]
    more: bool
    emails_leave: bool
    texts_leave: bool

    @property
    def unsure(self) -> Sequence[Line]:
        """What may have been sent: somebody has to say whether it goes again."""
        return [line for line in self.lines if line.is_unsure]

    @property
    def pupils(self) -> set[uuid.UUID]:
        return {line.pupil for line in self.lines if line.pupil is not None}


def outbox(actor: Actor, school_id: uuid.UUID) -> Outbox | None:
    """The newest hundred; None where there is no such school, or its messages are not the actor's to see."""
    school = schools_for(actor, Right.SEND_MESSAGE).filter(pk=school_id).first()
    if school is None or not may_send(actor, school):
        return None
    held = Message.objects.filter(school=school).select_related("pupil", "adult", "asked_by")
    unmatched = list(held.filter(state=MessageState.UNMATCHED).order_by("asked_at"))
    rows = list(held.exclude(state=MessageState.UNMATCHED).order_by("-asked_at", "pk")[: SHOWN + 1])
    pairs = _kept_apart(actor, [*rows, *unmatched])
    on_its_way = on_their_way([row for row in rows if row.state == MessageState.WAITING])
    leave = bool(settings.MESSAGES_LEAVE) and not settings.DEMO
    return Outbox(
        school,
        [_line(actor, row, pairs, on_its_way) for row in unmatched],
        [_line(actor, row, pairs, on_its_way) for row in rows[:SHOWN]],
        len(rows) > SHOWN,
        emails_leave=leave,
        texts_leave=leave and bool(settings.TEXT_GATEWAY),
    )


def is_stuck(message: Message) -> bool:
    """Whether somebody may have it sent again: it failed or may have, or waits and no job will send it."""
    if message.state in (MessageState.FAILED, MessageState.UNSURE):
        return True
    return message.state == MessageState.WAITING and not on_their_way([message])


def _kept_apart(actor: Actor, rows: Iterable[Message]) -> Collection[tuple[uuid.UUID, uuid.UUID]]:
    pupils = {row.pupil_id for row in rows if row.pupil_id is not None}
    return kept_from(Link.objects.filter(pupil__in=pupils), actor.today)


def _line(
    actor: Actor,
    row: Message,
    pairs: Collection[tuple[uuid.UUID, uuid.UUID]],
    on_its_way: Collection[str],
) -> Line:
    stuck = row.state == MessageState.WAITING and str(row.pk) not in on_its_way
    hidden = row.pupil_id is not None and row.adult_id is not None and (row.pupil_id, row.adult_id) in pairs
    adult = NOT_TO_BE_NAMED if hidden else row.adult.name if row.adult else _somebody(row)
    return Line(
        row.pk,
        row.asked_at,
        row.direction == Direction.IN,
        Channel(row.channel).label,
        row.pupil_id,
        row.pupil.name if row.pupil else "",
        adult,
        row.subject,
        row.body,
        row.reference or "",
        _state(row, stuck=stuck),
        WOULD_BE_SENT if is_of_sample(row) else MessageState(_state(row, stuck=stuck)).label,
        _what_to_do(actor, row, stuck=stuck),
        may_try_again=(stuck or row.state in (MessageState.FAILED, MessageState.UNSURE))
        and _is_of_today(actor, row),
        is_unsure=_state(row, stuck=stuck) == MessageState.UNSURE,
        by=row.asked_by.name if row.asked_by else "",
    )


def _state(row: Message, *, stuck: bool) -> str:
    """As it is to be shown: what was handed over, and has nobody to say what became of it, may have left."""
    return MessageState.UNSURE if stuck and row.handed_at is not None else row.state


def _somebody(row: Message) -> str:
    """Who wrote or is written to, where no adult is known by the address."""
    return STAFF if (row.once or "").startswith(ABOUT_REGISTERS) else SOMEBODY


def _is_of_today(actor: Actor, row: Message) -> bool:
    """What an older message says of “today” is true no more: it is not sent again."""
    return clock(row.asked_at).date() == actor.today


def _what_to_do(actor: Actor, row: Message, *, stuck: bool) -> str:
    is_new = _is_of_today(actor, row)
    if _state(row, stuck=stuck) == MessageState.UNSURE:
        told = row.error or UNCLEAR
        return f"{told} If you send it again, it may arrive twice." if is_new else told
    known: Mapping[str, str] = {
        MessageState.FAILED: f"{row.error} Then try again, or ring." if is_new else row.error,
        MessageState.UNNEEDED: row.error,
        MessageState.KEPT: IN_SAMPLE if is_of_sample(row) else NOT_LEFT,
    }
    if row.state != MessageState.WAITING:
        return known.get(row.state, "")
    if stuck and not is_new:
        return "It was never sent, and its day is over."
    if stuck:
        return "The sending stopped several times. Try again, and ring meanwhile."
    if row.error:
        return f"{row.error} It is tried again by itself."
    if actor.at - row.asked_at > SLOW:
        return "It waits for longer than usual. Ask whoever runs the site whether the worker runs."
    return ""
