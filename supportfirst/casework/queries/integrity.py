"""The integrity watch of a school: what each check asks about now, who answered, what was put right.

What is asked now is read from the marks at each look, so that a question ends with the mark that raised it. A
justification speaks for one mark alone: where that changes, the session is asked about anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.integrity import (
    ALIKE,
    ALIKE_MARKS,
    CLOSED,
    CONFIRMED,
    EARLY,
    LEFT,
    NO_MARK_DAYS,
    OF_CODES,
    PART_TIME,
    REASONED,
    UNEXPLAINED,
    UNMARKED,
    Asked,
    asked_about,
    look,
)
from supportfirst.casework.bridge.said_elsewhere import said_elsewhere
from supportfirst.casework.bridge.school_days import SESSION_WORDS, clock
from supportfirst.casework.bridge.unsettled import DAYS_TO_SETTLE
from supportfirst.casework.store.models import Enrolment, IntegrityFinding, School

Key = tuple[str, int, date, int, str]
LATEST = 50  # sessions that were put right, on the page

# What each check is called, and what to do.
CHECKS: Mapping[str, tuple[str, str]] = {
    UNEXPLAINED: ("Unexplained marks past their time", "Find the reason and write its code."),
    CONFIRMED: (
        "Education elsewhere that nobody confirmed",
        "Ask the place that had the child, and record what it says of each day; or record with the plan what "
        "it showed, which speaks for the days up to then. Amend the mark where the child was not there.",
    ),
    REASONED: ("Leave without a reason", "Enter the reason, or correct the mark."),
    PART_TIME: (
        "Part-time timetable without a plan, or past its review",
        "Review it with the parent, and record the plan anew with its last day.",
    ),
    CLOSED: ("Marks on days on which the school did not meet", "Put the calendar or the mark right."),
    EARLY: ("Marks before the first day on roll", "Put the first day or the mark right."),
    LEFT: ("Marks after the last day on roll", "Put the last day or the mark right."),
    UNMARKED: (
        "On roll, and without a mark for long",
        "Find out whether the child has left, and tell the authority where it must know.",
    ),
    ALIKE: (
        "A whole class with the same absence mark",
        "Look whether the register of the session was taken as it was.",
    ),
}
OF_VALUES = {UNEXPLAINED: DAYS_TO_SETTLE, **OF_CODES, UNMARKED: NO_MARK_DAYS, ALIKE: ALIKE_MARKS}


@dataclass(frozen=True, slots=True)
class SessionAsked:
    day: date
    half: int
    code: str
    said_away: bool = False  # the place that had the child says that it was not there

    @property
    def half_words(self) -> str:
        return SESSION_WORDS[self.half]


@dataclass(slots=True)
class ChildAsked:
    """One child with the sessions that a check asks about."""

    pupil: UUID
    name: str
    sessions: list[SessionAsked] = field(default_factory=list)
    because: str = ""  # of justified ones: why, by whom, when
    by: str = ""
    at: datetime | None = None


@dataclass(slots=True)
class CheckShown:
    id: str
    title: str
    to_do: str
    source: str
    open: list[ChildAsked] = field(default_factory=list)
    justified: list[ChildAsked] = field(default_factory=list)

    @property
    def sessions(self) -> int:
        return sum(len(child.sessions) for child in self.open)


@dataclass(frozen=True, slots=True)
class Fixed:
    check: str
    pupil: UUID
    name: str
    session: SessionAsked
    on: datetime | None  # None: since the last nightly look


@dataclass(frozen=True, slots=True)
class IntegrityPage:
    school: School
    checks: Sequence[CheckShown]
    fixed: Sequence[Fixed]
    no_longer_asked: int  # sessions that were neither put right nor answered for: of a year that is over, say
    is_looked_at: bool  # else there is no school day yet, or a calendar that can't be used: nobody can tell
    may_justify: bool

    @property
    def open_sessions(self) -> int:
        return sum(check.sessions for check in self.checks)

    @property
    def pupils(self) -> set[UUID]:
        shown = {child.pupil for check in self.checks for child in (*check.open, *check.justified)}
        return shown | {each.pupil for each in self.fixed}


@dataclass(frozen=True, slots=True)
class JustifyPage:
    school: School
    enrolments: Sequence[int]
    pupil: UUID
    name: str
    check: CheckShown
    may_justify: bool

    @property
    def sessions(self) -> Sequence[SessionAsked]:
        return [each for child in self.check.open for each in child.sessions]


def integrity_page(actor: Actor, school_id: UUID) -> IntegrityPage:
    """Raises NotThere for a school whose worklist is not the actor's to see."""
    school = _school(actor, school_id)
    pack = pack_of(school, actor.today)
    seen = look(school, pack, actor.at)
    rows, live = _open_rows(school), {key_of(each) for each in seen.open}
    right = {key for key, row in rows.items() if seen.is_put_right(asked_of(row))}
    over = [key for key, row in rows.items() if key not in live | right and row.justified_at is None]
    checks = _checks(
        school, pack, actor.today, seen.open, rows, _names({each.enrolment for each in seen.open})
    )
    return IntegrityPage(
        school=school,
        checks=checks,
        fixed=_fixed(school, [rows[key] for key in rows if key in right]),
        no_longer_asked=len(over),
        is_looked_at=seen.year is not None,
        may_justify=may(actor, Right.CORRECT_MARK, school),
    )


def justify_page(actor: Actor, school_id: UUID, check: str, pupil_id: UUID) -> JustifyPage:
    """One child's sessions of one check. Raises NotThere."""
    school = _school(actor, school_id)
    stays = list(Enrolment.objects.filter(school=school, pupil=pupil_id).select_related("pupil"))
    if check not in CHECKS or not stays:
        raise NotThere
    keys = [stay.pk for stay in stays]
    pack = pack_of(school, actor.today)
    live = [
        each for each in asked_about(school, pack, actor.at) if each.enrolment in keys and each.check == check
    ]
    shown = _checks(school, pack, actor.today, live, _open_rows(school, keys), _names(keys))
    found = next(each for each in shown if each.id == check)
    may_justify = may(actor, Right.CORRECT_MARK, school)
    return JustifyPage(school, keys, pupil_id, stays[0].pupil.name, found, may_justify)


def open_sessions(school: School, at: datetime) -> Mapping[str, int] | None:
    """How many sessions each check asks about that nobody justified, by the check's title; without names.

    None where there is no school day to look at: then nobody can tell.
    """
    seen, rows = look(school, pack_of(school, clock(at).date()), at), _open_rows(school)
    if seen.year is None:
        return None
    counted: dict[str, int] = {}
    for each in seen.open:
        row = rows.get(key_of(each))
        if row is None or row.justified_at is None:
            title = CHECKS[each.check][0]
            counted[title] = counted.get(title, 0) + 1
    return counted


def checks_of_child(
    school: School, pack: Pack, at: datetime, enrolments: Collection[int]
) -> Sequence[CheckShown]:
    """Of one child's stays, the checks that ask about a session for which nobody has answered."""
    live = asked_about(school, pack, at, enrolments)
    if not live:
        return ()
    rows = _open_rows(school, enrolments)
    shown = _checks(school, pack, clock(at).date(), live, rows, _names(enrolments))
    return [check for check in shown if check.open]


def key_of(asked: Asked) -> Key:
    return asked.check, asked.enrolment, asked.day, asked.half, asked.code


def asked_of(row: IntegrityFinding) -> Asked:
    return Asked(row.check_name, row.enrolment_id, row.day, row.half, row.code)


def _school(actor: Actor, school_id: UUID) -> School:
    held = schools_for(actor, Right.SEE_WORKLIST).filter(pk=school_id)
    school = held.select_related("authority").first()
    if school is None:
        raise NotThere
    return school


def _open_rows(school: School, only: Collection[int] | None = None) -> Mapping[Key, IntegrityFinding]:
    held = IntegrityFinding.objects.filter(school=school, gone_at=None).select_related("justified_by")
    if only is not None:
        held = held.filter(enrolment__in=only)
    return {(row.check_name, row.enrolment_id, row.day, row.half, row.code): row for row in held}


def _names(enrolments: Collection[int]) -> Mapping[int, tuple[UUID, str]]:
    held = Enrolment.objects.filter(pk__in=enrolments).select_related("pupil")
    return {stay.pk: (stay.pupil_id, stay.pupil.name) for stay in held}


def _checks(
    school: School,
    pack: Pack,
    on: date,
    live: Sequence[Asked],
    rows: Mapping[Key, IntegrityFinding],
    names: Mapping[int, tuple[UUID, str]],
) -> Sequence[CheckShown]:
    found = {
        name: CheckShown(name, title, to_do, _source(pack, name, on))
        for name, (title, to_do) in CHECKS.items()
    }
    children: dict[tuple[str, int, str, datetime | None], ChildAsked] = {}
    elsewhere = [each for each in live if each.check == CONFIRMED]
    said = said_elsewhere(
        school, {names[each.enrolment][0] for each in elsewhere}, {each.day for each in elsewhere}
    )
    for each in live:
        row = rows.get(key_of(each))
        justified = row is not None and row.justified_at is not None
        because = row.justified_because if row is not None and justified else ""
        at = row.justified_at if row is not None and justified else None
        place = (each.check, each.enrolment, because, at)
        child = children.get(place)
        if child is None:
            by = str(row.justified_by) if row is not None and justified else ""
            child = children[place] = ChildAsked(*names[each.enrolment], because=because, by=by, at=at)
            shown = found[each.check]
            (shown.justified if justified else shown.open).append(child)
        away = each.check == CONFIRMED and said.get((child.pupil, each.day, each.half)) is False
        child.sessions.append(SessionAsked(each.day, each.half, each.code, away))
    for check in found.values():
        check.open.sort(key=lambda each: (-len(each.sessions), each.name))
    return list(found.values())


def _source(pack: Pack, check: str, on: date) -> str:
    """Where the check comes from; of one without a value, the school's own record says what is right."""
    held = pack.values.get(OF_VALUES.get(check, ""))
    step = None if held is None else held.on_or_none(on)
    if step is None:
        return "the school’s own calendar and roll"
    return ", ".join(part for part in (step.source.title, step.source.passage) if part)


def _fixed(school: School, since: Sequence[IntegrityFinding]) -> Sequence[Fixed]:
    """Sessions that were asked about and were put right, the latest first."""
    ended = IntegrityFinding.objects.filter(school=school, gone_at__isnull=False)
    held = [*since, *ended.order_by("-gone_at", "-pk")[:LATEST]]
    names = _names({row.enrolment_id for row in held})
    return [
        Fixed(
            CHECKS[row.check_name][0],
            *names[row.enrolment_id],
            SessionAsked(row.day, row.half, row.code),
            row.gone_at,
        )
        for row in held[:LATEST]
        if row.check_name in CHECKS
    ]
