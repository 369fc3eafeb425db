"""The worker's part of sending: hand one message over, and write what came of it.

A worker that is killed between the mail server's yes and our writing it down sends the message again when
its lease has run out: better twice than not at all, for a parent who may not know that the child is missing.
Both bear one Message-ID, so that the mailbox can know them as one. Written down, it never goes again. Just
before, it is asked once more whether the message is needed: the child may have come, or an order been made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.delivering import NotDelivered, Outgoing, deliver
from supportfirst.casework.queries.needed_messages import why_unneeded
from supportfirst.casework.store.models import Channel, Job, Message, MessageState, User

SEND_MESSAGE = "send_message"
TRIES = 5


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
    why = why_unneeded(message, watch.now())
    state, error = (MessageState.UNNEEDED, why) if why else _handed_over(message, attempt)
    at = watch.now()

    def write() -> Mapping[str, Any]:
        take_turn(message.school_id)
        held = Message.objects.filter(pk=message.pk, state=MessageState.WAITING)
        settled = None if state == MessageState.WAITING else at
        changed = held.update(state=state, error=error, settled_at=settled)
        if changed and why:
            Message.objects.filter(pk=message.pk).update(once=None)  # somebody else at home may be asked
        if changed and state == MessageState.WAITING:
            ask_to_send(message, at, attempt=attempt + 1, asked_by=asked.asked_by)
        return {"state": str(state)}

    return write


def _handed_over(message: Message, attempt: int) -> tuple[MessageState, str]:
    """What becomes of the message, and what its page says went wrong."""
    is_email = message.channel == Channel.EMAIL
    try:
        left = deliver(Outgoing(message.pk, is_email, message.address, message.subject, message.body))
    except NotDelivered as failure:
        again = attempt < TRIES and not failure.for_good
        return (MessageState.WAITING if again else MessageState.FAILED), str(failure)
    return (MessageState.SENT if left else MessageState.KEPT), ""
