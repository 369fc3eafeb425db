"""Remind the teachers of a school by e-mail of the registers of today that they have not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.send_message import ask_to_send
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.message_words import register_words
from supportfirst.casework.queries.register_reminders import name_of, reminded, teachers_of
from supportfirst.casework.queries.registers_today import Register, RegistersOfDay, registers_of_day
from supportfirst.casework.store.models import Channel, Direction, Message, MessageState, User

AGAIN_AFTER = timedelta(minutes=10)  # a second click, or a second person, within it reminds nobody twice


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many registers somebody was reminded of; of how many just now; and how many have nobody."""

    registers: int
    just_now: int
    nobodys: int


@transaction.atomic
def remind_of_registers(actor: Actor, school_id: UUID) -> Reminded:
    """An e-mail to each teacher of a missing register. NotThere where the registers are not one's to see."""
    take_turn(school_id)
    found = registers_of_day(actor, school_id, actor.today)
    if found is None or not may(actor, Right.SEND_MESSAGE, found.school):
        raise NotThere
    before = reminded(found.school, found.day)
    teachers = teachers_of([each.group.pk for each in found.missing], found.day)
    sent = just_now = nobodys = 0
    for register in found.missing:
        last = before.get((register.group.pk, register.half))
        if last is not None and actor.at - last < AGAIN_AFTER:
            just_now += 1
        elif register.group.pk not in teachers:
            nobodys += 1
        else:
            sent += 1
            for teacher in teachers[register.group.pk]:
                _remind(actor, found, register, teacher)
    if sent:
        audit(actor, "remind_of_registers", school=found.school, thing=str(found.day), registers=sent)
    return Reminded(sent, just_now, nobodys)


def _remind(actor: Actor, found: RegistersOfDay, register: Register, teacher: User) -> None:
    words = register_words(
        school=found.school.name,
        group=register.group.name,
        session=register.session_word,
        due=register.due,
        without=register.without,
    )
    group = f"{register.half}:{register.group.pk}"
    message = Message.objects.create(
        school=found.school,
        once=f"{name_of(found.school, found.day)}{group}:{teacher.pk.hex[:8]}:{actor.at:%H%M}",
        direction=Direction.OUT,
        channel=Channel.EMAIL,
        address=teacher.email,
        subject=words.subject,
        body=words.body,
        state=MessageState.WAITING,
        asked_by=actor.user,
        asked_at=actor.at,
    )
    ask_to_send(message, actor.at, asked_by=actor.user)
