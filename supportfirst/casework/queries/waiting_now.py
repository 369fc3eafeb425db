"""What waits for somebody at a school now, counted: the first page begins with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.unaccounted import missing_on
from supportfirst.casework.queries.morning_page import may_contact
from supportfirst.casework.queries.registers_today import registers_of_day
from supportfirst.casework.queries.replies import replies_to_match
from supportfirst.casework.queries.tasks import tasks_waiting
from supportfirst.casework.queries.worklist import seen
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of what, and the page (by name) on which they stand. None of what there is none."""

    page: str
    number: int
    one: str
    more: str

    @property
    def words(self) -> str:
        return f"1 {self.one}" if self.number == 1 else f"{self.number:,} {self.more}"


def waiting_now(actor: Actor, school_id: UUID) -> list[Waiting]:
    """In the order of a morning; what somebody may not see is not counted for them."""
    school = School.objects.filter(pk=school_id).select_related("authority").first()
    if school is None:
        return []
    found = [_registers(actor, school), *_children(actor, school), *_tasks(actor, school)]
    found += _worklist(actor, school)
    return [each for each in found if each.number]


def _registers(actor: Actor, school: School) -> Waiting:
    day = registers_of_day(actor, school.pk, actor.today)
    number = len(day.missing) if day is not None else 0
    return Waiting("registers", number, "register is missing", "registers are missing")


def _children(actor: Actor, school: School) -> list[Waiting]:
    if not may_contact(actor, school):
        return []
    missing = sum(1 for _ in missing_on(school, pack_of(school, actor.today), actor.today))
    found = [
        Waiting(
            "morning",
            missing,
            "child is away, and why is not known",
            "children are away, and why is not known",
        )
    ]
    if may(actor, Right.SEND_MESSAGE, school):  # whoever opens the page of messages
        found.append(
            Waiting(
                "messages",
                replies_to_match(school),
                "reply waits for somebody to say of which child it speaks",
                "replies wait for somebody to say of which child they speak",
            )
        )
    return found


def _tasks(actor: Actor, school: School) -> list[Waiting]:
    if not may(actor, Right.LOG_CONTACT, school):
        return []
    return [Waiting("tasks", tasks_waiting(actor, school), "task is overdue", "tasks are overdue")]


def _worklist(actor: Actor, school: School) -> list[Waiting]:
    if not may(actor, Right.SEE_WORKLIST, school):
        return []
    counted = (
        seen(actor)
        .filter(school=school)
        .aggregate(
            late=Count("pk", filter=Q(overdue=True)),
            to_come=Count("pk", filter=Q(overdue=False, due_on__isnull=False)),
        )
    )
    return [
        Waiting("worklist", counted["late"], "child has a step overdue", "children have a step overdue"),
        Waiting("worklist", counted["to_come"], "child has a step due", "children have a step due"),
    ]
