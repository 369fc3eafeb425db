"""Replies of families: those of the day beside each child, and one that a person is to match."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    Channel,
    Direction,
    Enrolment,
    Message,
    MessageState,
    School,
)

LONGEST_REASON = 300
RECENT = timedelta(days=7)  # children about whom a message went out so lately may be what a reply is about


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back about a child today."""

    id: uuid.UUID
    channel: str  # as a contact names it
    channel_words: str
    at: datetime
    text: str
    adult: uuid.UUID | None  # None: not from the address to which the message went
    by_reference: bool
    is_settled: bool  # a contact was logged from it


@dataclass(frozen=True, slots=True)
class ReplyChild:
    pupil: uuid.UUID
    text: str


@dataclass(frozen=True, slots=True)
class ReplyPage:
    school: School
    reply: Message
    channel: str
    children: Sequence[ReplyChild]


def answers_of_day(
    school: School, pupils: Iterable[uuid.UUID], day: date
) -> Mapping[uuid.UUID, tuple[Answer, ...]]:
    """By child, the earliest first; one query."""
    begins = datetime.combine(day, time(), LONDON)
    held = _replies(school).filter(
        pupil__in=list(pupils), asked_at__gte=begins, asked_at__lt=begins + timedelta(days=1)
    )
    found: dict[uuid.UUID, tuple[Answer, ...]] = {}
    for each in held.filter(state=MessageState.MATCHED).order_by("asked_at", "pk"):
        if each.pupil_id is not None:
            found[each.pupil_id] = (*found.get(each.pupil_id, ()), _answer(each))
    return found


def replies_to_match(school: School) -> int:
    """How many wait for somebody to say of which child they speak."""
    return _replies(school).filter(state=MessageState.UNMATCHED).count()


def replies_to_match_at(schools: Iterable[School]) -> Mapping[uuid.UUID, int]:
    """The same of each of several schools where any wait, in one query."""
    held = Message.objects.filter(
        school__in=list(schools), direction=Direction.IN, state=MessageState.UNMATCHED
    )
    return dict(held.values_list("school").annotate(Count("pk")))


def answer_of(school: School, pupil: uuid.UUID, reply_id: uuid.UUID) -> Answer | None:
    """One matched reply about a child."""
    held = _replies(school).filter(pk=reply_id, pupil=pupil, state=MessageState.MATCHED).first()
    return _answer(held) if held is not None else None


def reply_page(actor: Actor, school_id: uuid.UUID, reply_id: uuid.UUID) -> ReplyPage | None:
    """A reply with the children of whom it may speak; None where there is none, or it is not the actor's."""
    school = schools_for(actor, Right.SEND_MESSAGE).filter(pk=school_id).first()
    rights = (Right.SEE_CONTACTS, Right.LOG_CONTACT)
    if school is None or not all(may(actor, right, school) for right in rights):
        return None
    reply = _replies(school).filter(pk=reply_id).first()
    if reply is None:
        return None
    asked = Message.objects.filter(
        school=school, direction=Direction.OUT, asked_at__gte=reply.asked_at - RECENT
    )
    enrolled = Enrolment.objects.filter(
        in_force(actor.today), school=school, pupil__in=asked.values("pupil")
    ).select_related("pupil", "group")
    children = [
        ReplyChild(each.pupil_id, f"{each.pupil.name}, {each.group.name}" if each.group else each.pupil.name)
        for each in enrolled.order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    ]
    return ReplyPage(school, reply, Channel(reply.channel).label, children)


def _replies(school: School) -> QuerySet[Message]:
    return Message.objects.filter(school=school, direction=Direction.IN)


def _answer(each: Message) -> Answer:
    return Answer(
        each.pk,
        each.channel,
        Channel(each.channel).label,
        each.asked_at.astimezone(LONDON),
        each.body,
        each.adult_id,
        each.answers_id is not None,
        each.read_at is not None,
    )
