"""The worker's part of sending: hand one message over, and write what came of it.

That it is about to be handed to the mail server is written down first, in a transaction of its own. A worker
that is killed between that and our writing down what became of it leaves a message of which nobody can tell
whether it arrived. It is neither sent again by itself nor called sent: a person sees it on the list to call
and among the messages, and decides. Sent again, it bears the same Message-ID. Just before a message leaves it
is asked once more whether it is needed: the child may have come, or an order been made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.delivering import NobodyKnows, NotDelivered, Outgoing, deliver, leaves
from supportfirst.casework.queries.needed_messages import why_unneeded
from supportfirst.casework.store.models import Channel, Job, Message, MessageState, User

SEND_MESSAGE = "send_message"
TRIES = 5
BROKE_OFF = "The sending broke off while the mail server had the message. Ring the family."


def ask_to_send(message: Message, at: datetime, *, attempt: int = 1, asked_by: User | None = None) -> Job:
    """Have the worker send it, the first time at once and then after twice as long each time."""
    wait = timedelta(minutes=2 ** (attempt - 1)) if attempt > 1 else timedelta()
    return ask_job(
        SEND_MESSAGE,
        {"message": str(message.pk), "attempt": attempt},
        at=at,
        school=message.school,
        asked_by=asked_by,
        run_after=at + wait,
        once=f"{SEND_MESSAGE}:{message.pk}",
    )


def send_message(asked: Asked, watch: Watch) -> Write:
    message = (
        Message.objects.select_related("school__authority")
        .filter(pk=UUID(str(asked.about["message"])))
        .first()
    )
    if message is None:
        raise JobRefused("There is no such message.")
    attempt = int(asked.about["attempt"])
    if message.state != MessageState.WAITING:
        return lambda: {"state": message.state}
    watch.progress(0, 1)
    if message.handed_at is not None:
        return _settling(asked, watch, message, _Came(MessageState.UNSURE, BROKE_OFF))
    why = why_unneeded(message, watch.now())
    if why:
        return _settling(asked, watch, message, _Came(MessageState.UNNEEDED, why))
    outgoing = Outgoing(
        message.pk, message.channel == Channel.EMAIL, message.address, message.subject, message.body
    )
    if leaves(outgoing) and not _told_first(message, watch.now()):
        return lambda: {"state": message.state}  # another worker has it
    return _settling(asked, watch, message, _handed_over(outgoing, attempt))


@dataclass(frozen=True, slots=True)
class _Came:
    """What becomes of a message, and what its page says went wrong."""

    state: MessageState
    error: str = ""


def _told_first(message: Message, at: datetime) -> bool:
    """Write down that the message is about to be handed over; False where it was already."""
    with transaction.atomic():
        take_turn(message.school_id)
        held = Message.objects.filter(pk=message.pk, state=MessageState.WAITING, handed_at=None)
        return bool(held.update(handed_at=at))


def _settling(asked: Asked, watch: Watch, message: Message, came: _Came) -> Write:
    """What is written in the transaction in which the job ends."""
    at, attempt = watch.now(), int(asked.about["attempt"])

    def write() -> Mapping[str, Any]:
        take_turn(message.school_id)
        waits = came.state == MessageState.WAITING
        told: dict[str, Any] = {
            "state": came.state,
            "error": came.error,
            "settled_at": None if waits else at,
        }
        if came.state in (MessageState.WAITING, MessageState.FAILED):
            told["handed_at"] = None  # it is known that the server has not got it
        if came.state == MessageState.UNNEEDED:
            told["once"] = None  # somebody else at home may be asked
        changed = Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(**told)
        if changed and waits:
            ask_to_send(message, at, attempt=attempt + 1, asked_by=asked.asked_by)
        return {"state": str(came.state)}

    return write


def _handed_over(outgoing: Outgoing, attempt: int) -> _Came:
    try:
        left = deliver(outgoing)
    except NotDelivered as failure:
        again = attempt < TRIES and not failure.for_good
        return _Came(MessageState.WAITING if again else MessageState.FAILED, str(failure))
    except NobodyKnows as failure:
        return _Came(MessageState.UNSURE, str(failure))
    return _Came(MessageState.SENT if left else MessageState.KEPT)
