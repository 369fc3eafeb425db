"""Messages that no family has got: on their way, stopped, given up, or kept on this computer.

Asking for a message is not yet a contact: it is one when the mail server took it. Whatever else became of it,
the child is still to be called. The sample site sends nothing at all. What it keeps counts as sent, so that
its mornings go as those of a site that sends messages; every page that shows one says so in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from supportfirst.casework.store.models import Direction, Job, JobState, Message, MessageState, School

KEPT = "It was kept on this computer, since no mail server is set up. Ring the family."
STOPPED = "The sending stopped. Ring the family."
UNCLEAR = "The sending stopped while the mail server had the message. Ring the family."
GIVEN_UP = "It was not sent. Ring the family."
IN_SAMPLE = "It would have been sent (this is a sample; nothing leaves)."


@dataclass(frozen=True, slots=True)
class Unsent:
    why: str  # why it did not leave; "" while a worker is about to send it for the first time
    unclear: bool = False  # it may have left
    in_sample: bool = False  # the sample site kept it: it counts as sent


def unsent_messages(school: School, pupils: Iterable[UUID]) -> Mapping[UUID, Unsent]:
    """By the ids of the messages, which their contacts bear as their submissions. Two queries at most."""
    held = list(
        Message.objects.filter(school=school, pupil__in=list(pupils), direction=Direction.OUT).exclude(
            state=MessageState.SENT
        )
    )
    going = on_their_way([each for each in held if each.state == MessageState.WAITING])
    return {each.pk: _unsent(each, on_its_way=str(each.pk) in going) for each in held}


def is_of_sample(message: Message) -> bool:
    """Whether it would have been sent, were this not the sample site."""
    return bool(settings.DEMO) and message.state == MessageState.KEPT


def on_their_way(waiting: Iterable[Message]) -> set[str]:
    """The ids of messages that a job is about to send."""
    ids = [str(each.pk) for each in waiting]
    if not ids:
        return set()
    jobs = Job.objects.filter(
        kind="send_message", state__in=(JobState.WAITING, JobState.RUNNING), about__message__in=ids
    )
    return {str(about["message"]) for about in jobs.values_list("about", flat=True)}


def _unsent(message: Message, *, on_its_way: bool) -> Unsent:
    if is_of_sample(message):
        return Unsent("", in_sample=True)
    waits = message.state == MessageState.WAITING
    if message.state == MessageState.UNSURE or (waits and not on_its_way and message.handed_at is not None):
        return Unsent(message.error or UNCLEAR, unclear=True)
    return Unsent(_why(message, on_its_way=on_its_way))


def _why(message: Message, *, on_its_way: bool) -> str:
    if message.state == MessageState.WAITING:
        return message.error if on_its_way else message.error or STOPPED
    if message.state == MessageState.KEPT:
        return KEPT
    return message.error or GIVEN_UP
