"""What waits for somebody now at each of their schools, counted: the first page begins with it.

However many schools there are, the database is asked as often. Registers and children of the day are read
from the rows of everybody on roll: of more than DAY_AT schools that would keep the first page waiting, and
the day is then each school's own to follow. What stands on tasks and the worklist is counted for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.class_places import groups_at
from supportfirst.casework.bridge.codes_in_force import packs_of
from supportfirst.casework.bridge.registers_in import RegistersIn
from supportfirst.casework.bridge.unaccounted import missing_at
from supportfirst.casework.queries.alarms_waiting import alarms_at
from supportfirst.casework.queries.concerns_waiting import concerns_waiting_at
from supportfirst.casework.queries.morning_page import may_contact
from supportfirst.casework.queries.registers_today import registers_missing
from supportfirst.casework.queries.replies import replies_to_match_at
from supportfirst.casework.queries.tasks import tasks_overdue
from supportfirst.casework.queries.worklist import seen
from supportfirst.casework.store.models import School

DAY_AT = 30  # schools
# Which of two schools presses more: a child of whom nobody knows where they are comes before all else.
PRESSING = ("away", "concerns", "registers", "tasks", "overdue", "alarms", "replies", "due")
OF_REGISTERS = (Right.TAKE_REGISTER, Right.SEE_REGISTERS)
COUNTED = frozenset({*OF_REGISTERS, Right.LOG_CONTACT, Right.SEE_WORKLIST})  # anything of these at all


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted, the page (by name) on which it stands, and how it is said of one and of more."""

    what: str
    page: str
    one: str
    more: str
    standing: str = ""  # on the worklist: to what it is narrowed, so that the rows are those counted


# In the order of a morning.
KINDS = (
    Kind("registers", "registers", "register is missing", "registers are missing"),
    Kind("away", "morning", "child is away, and why is not known", "children are away, and why is not known"),
    Kind(
        "concerns",
        "safeguarding-watch",
        "safeguarding concern is to be decided",
        "safeguarding concerns are to be decided",
    ),
    Kind(
        "replies",
        "messages",
        "reply waits for somebody to say of which child it speaks",
        "replies wait for somebody to say of which child they speak",
    ),
    Kind("tasks", "tasks", "task is overdue", "tasks are overdue"),
    Kind(
        "alarms",
        "relied-on",
        "paper relied on a mark that was changed since",
        "papers relied on marks that were changed since",
    ),
    Kind("overdue", "worklist", "child has a step overdue", "children have a step overdue", "overdue"),
    Kind("due", "worklist", "child has something due", "children have something due", "due"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of what."""

    kind: Kind
    number: int

    @property
    def page(self) -> str:
        return self.kind.page

    @property
    def words(self) -> str:
        return f"1 {self.kind.one}" if self.number == 1 else f"{self.number:,} {self.kind.more}"


@dataclass(frozen=True, slots=True)
class SchoolWaiting:
    """A school at which something waits, and what; of what there is none nothing is said."""

    school: School
    waiting: Sequence[Waiting]

    @property
    def pressing(self) -> tuple[object, ...]:
        """The most pressing school is the least."""
        numbers = {each.kind.what: each.number for each in self.waiting}
        return (*(-numbers.get(what, 0) for what in PRESSING), self.school.name, self.school.pk)


def waiting_now(actor: Actor, schools: Sequence[School]) -> list[SchoolWaiting]:
    """The most pressing school first; what somebody may not see is not counted for them.

    `schools` come with their authorities.
    """
    counted: dict[str, Mapping[UUID, int]] = {}
    if 0 < len(schools) <= DAY_AT:
        counted |= _of_today(actor, schools)
    guarded = _where(schools, lambda each: may(actor, Right.SEE_RESTRICTED, each))
    counted["concerns"] = concerns_waiting_at(guarded) if guarded else {}
    homes = _where(schools, lambda each: may_contact(actor, each) and may(actor, Right.SEND_MESSAGE, each))
    counted["replies"] = replies_to_match_at(homes) if homes else {}
    logs = _where(schools, lambda each: may(actor, Right.LOG_CONTACT, each))
    counted["tasks"] = tasks_overdue(actor, logs) if logs else {}
    lists = _where(schools, lambda each: may(actor, Right.SEE_WORKLIST, each))
    counted["alarms"] = alarms_at(lists) if lists else {}
    counted["overdue"], counted["due"] = _steps(actor, lists) if lists else ({}, {})
    found = [SchoolWaiting(school, _waiting(counted, school)) for school in schools]
    return sorted((each for each in found if each.waiting), key=lambda each: each.pressing)


def _waiting(counted: Mapping[str, Mapping[UUID, int]], school: School) -> list[Waiting]:
    numbers = [(kind, counted.get(kind.what, {}).get(school.pk, 0)) for kind in KINDS]
    return [Waiting(kind, number) for kind, number in numbers if number]


def _where(schools: Sequence[School], holds: Callable[[School], bool]) -> list[School]:
    return [each for each in schools if holds(each)]


def _of_today(actor: Actor, schools: Sequence[School]) -> dict[str, Mapping[UUID, int]]:
    registers = _where(schools, lambda each: any(may(actor, right, each) for right in OF_REGISTERS))
    homes = _where(schools, lambda each: may_contact(actor, each))
    either = _where(schools, lambda each: each in registers or each in homes)
    if not either:
        return {}
    packs = packs_of(either, actor.today)
    held = RegistersIn(either, actor.today, groups_at(either, actor.today))
    return {
        "registers": registers_missing(actor, registers, packs, held) if registers else {},
        "away": missing_at(homes, packs, held, actor.today) if homes else {},
    }


def _steps(actor: Actor, schools: Sequence[School]) -> tuple[Mapping[UUID, int], Mapping[UUID, int]]:
    """Of how many children a step is overdue, and of how many one is due, by school."""
    rows = (
        seen(actor)
        .filter(school__in=schools)
        .values("school")
        .annotate(
            late=Count("pk", filter=Q(overdue=True)),
            due=Count("pk", filter=Q(due=True)),
        )
    )
    held = list(rows)
    return {each["school"]: each["late"] for each in held}, {each["school"]: each["due"] for each in held}
