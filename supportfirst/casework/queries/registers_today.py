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
from supportfirst.casework.bridge.class_places import classes_on, groups_on
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.register_rows import enrolments_of
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
from supportfirst.casework.store.models import ClassGroup, RegisterDocument, School, Source


class Standing(IntEnum):
    """How a register stands; the order is the order of the page."""

    MISSING = 0
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
    may_take: bool = False
    only_one: bool = False  # the class's other register was taken that day, and this one is missing
    reminded_at: datetime | None = None

    @property
    def words(self) -> str:
        return WORDS[self.standing]


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
        return [each for each in self.registers if each.standing is Standing.MISSING]


@dataclass(frozen=True, slots=True)
class _Taken:
    at: datetime
    by: str


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
    groups = [group for group in _classes(school, day) if sees_all or group.pk in takes]
    closed = closed_on(school, day)
    registers: Sequence[Register] = () if closed else _registers(school, groups, takes, actor.at, day)
    times = [(SESSION_WORDS[half], times_of(school, half)) for half in HALVES]
    before = RegisterDocument.objects.filter(school=school, day__lt=day).aggregate(last=Max("day"))["last"]
    may_remind = day == actor.today and sees_all and may(actor, Right.SEND_MESSAGE, school)
    has_none = not (takes or sees_all)
    return RegistersOfDay(school, day, closed, registers, times, before, has_none, may_remind)


def registers_missing(
    actor: Actor, schools: Iterable[School], packs: Mapping[uuid.UUID, Pack], groups: Mapping[int, uuid.UUID]
) -> Counter[uuid.UUID]:
    """How many of today's registers are missing at each of several schools, of those that the actor sees.

    `groups`: the class of everybody on roll. Six queries at most, however many schools.
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
    taken = _taken_at(asked, actor.today, groups)
    held = ClassGroup.objects.filter(pk__in=classes_on(asked, actor.today), school__in=asked)
    found: Counter[uuid.UUID] = Counter()
    for group, school_id in held.values_list("pk", "school_id"):
        if school_id in sees_all or group in takes:
            found[school_id] += sum((group, half) not in taken for half in waits[school_id])
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


def _taken_at(
    schools: Sequence[School], day: date, groups: Mapping[int, uuid.UUID]
) -> set[tuple[uuid.UUID, int]]:
    """Which classes of several schools have a register, as `_taken` has it; in one query."""
    documents = RegisterDocument.objects.filter(school__in=schools, day=day).exclude(source=Source.DOOR)
    found: set[tuple[uuid.UUID, int]] = set()
    for group, half, pupils in documents.values_list("group_id", "half", "pupils"):
        of = [group] if group else {groups[each] for each in enrolments_of(pupils) if each in groups}
        found |= {(each, half) for each in of}
    return found


def schools_with_registers(actor: Actor) -> Sequence[School] | None:
    """The schools of whose registers the actor may take any, or see which are in; None: they never may."""
    if not any(holds_somewhere(actor, right) for right in (Right.TAKE_REGISTER, Right.SEE_REGISTERS)):
        return None
    takes = schools_for(actor, Right.TAKE_REGISTER).values("pk")
    sees = schools_for(actor, Right.SEE_REGISTERS).values("pk")
    held = School.objects.filter(Q(pk__in=takes) | Q(pk__in=sees))
    return list(held.order_by("name", "pk"))


def _classes(school: School, day: date) -> list[ClassGroup]:
    """The classes with somebody on roll that day, by name."""
    held = ClassGroup.objects.filter(pk__in=classes_on([school], day), school=school)
    return list(held.order_by("year_group", "name"))


def _registers(
    school: School, groups: Collection[ClassGroup], takes: Collection[uuid.UUID], now: datetime, day: date
) -> Sequence[Register]:
    pack = pack_of(school, day)
    due = [due_by(school, pack, day, half) for half in HALVES]
    starts = [starts_at(school, day, half) for half in HALVES]
    last_reminded = reminded(school, day)
    found = []
    for half in HALVES:
        taken = _taken(school, day, half)
        other = _taken(school, day, 1 - half)
        for group in groups:
            here = taken.get(group.pk)
            standing = _standing(here, now, starts=starts[half], due=due[half], day=day)
            found.append(
                Register(
                    group=group,
                    half=half,
                    session_word=SESSION_WORDS[half],
                    standing=standing,
                    starts=starts[half],
                    due=due[half],
                    taken_at=here.at if here else None,
                    taken_by=here.by if here else "",
                    may_take=group.pk in takes,
                    only_one=standing is Standing.MISSING and group.pk in other,
                    reminded_at=last_reminded.get((group.pk, half)),
                )
            )
    return sorted(found, key=lambda each: each.standing)  # stable: by session and class within a standing


def _taken(school: School, day: date, half: int) -> Mapping[uuid.UUID, _Taken]:
    """The first document of each class; a file's, which is of no class, counts for its pupils' classes.

    One child signed in at the door is no register of the class.
    """
    documents = RegisterDocument.objects.filter(school=school, day=day, half=half).exclude(source=Source.DOOR)
    found: dict[uuid.UUID, _Taken] = {}
    for document in documents.select_related("recorded_by").order_by("serial"):
        by = document.recorded_by
        taken = _Taken(document.recorded_at, str(by) if by else "")
        for group in [document.group_id] if document.group_id else _groups_of(document):
            found.setdefault(group, taken)
    return found


def _groups_of(document: RegisterDocument) -> Iterable[uuid.UUID]:
    """The classes that the pupils of a document were in on its day."""
    return set(groups_on(enrolments_of(document.pupils), document.day).values())


def _standing(
    taken: _Taken | None, now: datetime, *, starts: datetime | None, due: datetime | None, day: date
) -> Standing:
    """By the clock on the wall, to the minute. Without the school's times a register is open all its day."""
    if taken is not None:
        return Standing.TAKEN_LATE if due is not None and clock(taken.at) > due else Standing.TAKEN
    if starts is not None and clock(now) < starts:
        return Standing.NOT_YET
    over = clock(now) > due if due is not None else clock(now).date() > day
    return Standing.MISSING if over else Standing.OPEN
