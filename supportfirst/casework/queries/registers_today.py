"""The registers of a school on one day: which are missing, open, taken or taken late, and by whom."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from django.db.models import Max, Q

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import classes_for, holds_somewhere, may, schools_for
from supportfirst.casework.bridge.class_places import groups_at
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.registers_in import RegistersIn, Taken
from supportfirst.casework.bridge.school_days import (
    HALVES,
    SESSION_WORDS,
    Closed,
    SessionTimes,
    clock,
    closed_on,
    due_by,
    open_among,
    starts_at,
    times_of,
)
from supportfirst.casework.queries.register_reminders import reminded
from supportfirst.casework.store.models import ClassGroup, RegisterDocument, School


class Standing(IntEnum):
    """How a register stands; the order is the order of the page."""

    MISSING = 0  # not taken, or in part only
    OPEN = 1
    NOT_YET = 2
    TAKEN_LATE = 3
    TAKEN = 4


WORDS = {
    Standing.MISSING: "Not taken",
    Standing.OPEN: "Open now",
    Standing.NOT_YET: "Not yet open",
    Standing.TAKEN_LATE: "Taken late",
    Standing.TAKEN: "Taken",
}


@dataclass(frozen=True, slots=True)
class Register:
    """One class and session."""

    group: ClassGroup
    half: int
    session_word: str
    standing: Standing
    starts: datetime | None
    due: datetime | None
    taken_at: datetime | None = None
    taken_by: str = ""
    without: int = 0  # of a part of the class there is a register: how many have no mark
    may_take: bool = False
    only_one: bool = False  # the class's other register was taken that day, and this one is missing
    reminded_at: datetime | None = None

    @property
    def words(self) -> str:
        if self.without and self.standing in (Standing.MISSING, Standing.OPEN):
            return f"Part taken, {self.without} without a mark"
        return WORDS[self.standing]

    @property
    def is_missing(self) -> bool:
        return self.standing is Standing.MISSING

    @property
    def is_to_come(self) -> bool:
        return self.standing is Standing.NOT_YET


@dataclass(frozen=True, slots=True)
class RegistersOfDay:
    school: School
    day: date
    closed: Closed | None
    registers: Sequence[Register]
    times: Sequence[tuple[str, SessionTimes]]
    day_before: date | None  # the last day before it that has a register
    has_none: bool = False  # the actor takes registers, and has no class today
    may_remind: bool = False

    @property
    def missing(self) -> Sequence[Register]:
        return [each for each in self.registers if each.is_missing]

    @property
    def in_part(self) -> Sequence[Register]:
        """The missing ones of which there is a part."""
        return [each for each in self.missing if each.without]


def registers_of_day(actor: Actor, school_id: uuid.UUID, day: date) -> RegistersOfDay | None:
    """Every register of the day for whoever may see which are in; a teacher's own for a teacher.

    None where there is no such school, or nothing in it for the actor: the two look alike. Whoever takes
    registers there and has no class today is told so.
    """
    school = School.objects.filter(pk=school_id).select_related("authority").first()
    if school is None:
        return None
    takes = set(classes_for(actor, Right.TAKE_REGISTER).filter(school=school).values_list("pk", flat=True))
    sees_all = may(actor, Right.SEE_REGISTERS, school)
    if not (sees_all or may(actor, Right.TAKE_REGISTER, school)):
        return None
    closed = closed_on(school, day)
    registers: Sequence[Register] = ()
    if not closed:
        registers_in = RegistersIn([school], day, groups_at([school], day, None if sees_all else takes))
        registers = _registers(school, registers_in, takes, actor.at, day)
    times = [(SESSION_WORDS[half], times_of(school, half)) for half in HALVES]
    before = RegisterDocument.objects.filter(school=school, day__lt=day).aggregate(last=Max("day"))["last"]
    may_remind = day == actor.today and sees_all and may(actor, Right.SEND_MESSAGE, school)
    has_none = not (takes or sees_all)
    return RegistersOfDay(school, day, closed, registers, times, before, has_none, may_remind)


def registers_missing(
    actor: Actor, schools: Iterable[School], packs: Mapping[uuid.UUID, Pack], registers: RegistersIn
) -> Counter[uuid.UUID]:
    """How many of today's registers are missing at each of several schools, of those that the actor sees.

    A few queries, however many schools.
    """
    waits: dict[uuid.UUID, list[int]] = {}
    asked = []
    for school in open_among(schools, actor.today):
        waits[school.pk] = _halves_over(school, packs[school.pk], actor.at, actor.today)
        asked += [school] if waits[school.pk] else []
    if not asked:
        return Counter()
    takes = set(classes_for(actor, Right.TAKE_REGISTER).filter(school__in=asked).values_list("pk", flat=True))
    sees_all = {each.pk for each in asked if may(actor, Right.SEE_REGISTERS, each)}
    held = ClassGroup.objects.filter(pk__in=set(registers.groups.values()), school__in=asked)
    found: Counter[uuid.UUID] = Counter()
    for group, school_id in held.values_list("pk", "school_id"):
        if school_id in sees_all or group in takes:
            found[school_id] += sum(not registers.of(group, half).taken for half in waits[school_id])
    return found


def _halves_over(school: School, pack: Pack, now: datetime, day: date) -> list[int]:
    """The halves of a day of which a register that was not taken is missing by now."""
    return [
        half
        for half in HALVES
        if _standing(
            None, now, starts=starts_at(school, day, half), due=due_by(school, pack, day, half), day=day
        )
        is Standing.MISSING
    ]


def schools_with_registers(actor: Actor) -> Sequence[School] | None:
    """The schools of whose registers the actor may take any, or see which are in; None: they never may."""
    if not any(holds_somewhere(actor, right) for right in (Right.TAKE_REGISTER, Right.SEE_REGISTERS)):
        return None
    takes = schools_for(actor, Right.TAKE_REGISTER).values("pk")
    sees = schools_for(actor, Right.SEE_REGISTERS).values("pk")
    held = School.objects.filter(Q(pk__in=takes) | Q(pk__in=sees))
    return list(held.order_by("name", "pk"))


def _registers(
    school: School, held: RegistersIn, takes: Collection[uuid.UUID], now: datetime, day: date
) -> Sequence[Register]:
    """Of each class with somebody on roll that day; by name, within a standing."""
    pack = pack_of(school, day)
    due = [due_by(school, pack, day, half) for half in HALVES]
    starts = [starts_at(school, day, half) for half in HALVES]
    last_reminded = reminded(school, day)
    classes = ClassGroup.objects.filter(pk__in=set(held.groups.values())).order_by("year_group", "name")
    groups = list(classes)
    found = []
    for half in HALVES:
        for group in groups:
            here, other = held.of(group.pk, half), held.of(group.pk, 1 - half)
            taken = here.taken
            standing = _standing(taken, now, starts=starts[half], due=due[half], day=day)
            found.append(
                Register(
                    group=group,
                    half=half,
                    session_word=SESSION_WORDS[half],
                    standing=standing,
                    starts=starts[half],
                    due=due[half],
                    taken_at=taken.at if taken else None,
                    taken_by=taken.by if taken else "",
                    without=here.without if here.is_begun else 0,
                    may_take=group.pk in takes,
                    only_one=standing is Standing.MISSING and other.taken is not None,
                    reminded_at=last_reminded.get((group.pk, half)),
                )
            )
    return sorted(found, key=lambda each: each.standing)  # stable: by session and class within a standing


def _standing(
    taken: Taken | None, now: datetime, *, starts: datetime | None, due: datetime | None, day: date
) -> Standing:
    """By the clock on the wall, to the minute. Without the school's times a register is open all its day."""
    if taken is not None:
        return Standing.TAKEN_LATE if due is not None and clock(taken.at) > due else Standing.TAKEN
    if starts is not None and clock(now) < starts:
        return Standing.NOT_YET
    over = clock(now) > due if due is not None else clock(now).date() > day
    return Standing.MISSING if over else Standing.OPEN
