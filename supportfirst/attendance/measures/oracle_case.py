"""One pupil's input as the oracle sees it: which marks count, and what each session came to.

The questions are asked in the contract's order, and the first yes is why a mark is left
out: after the day, no such session, off the roll, not yet known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.measures.settings import MeasureSettings
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.people import Spell
from supportfirst.attendance.vocabulary.sessions import Session

Json = dict[str, Any]


class PlainMark(NamedTuple):
    """One mark of the pupil, in the order of the input."""

    session: Session
    code: int  # number in the code book
    recorded_at: int = NOT_RECORDED


class Seen(NamedTuple):
    """A session of the calendar on which the pupil was on roll; `code` None: unmarked."""

    session: Session
    day: date
    code: int | None
    symbol: str
    late: bool
    attended: bool
    absent: bool
    unauthorised: bool
    possible: bool


UNMARKED = Seen(
    session=Session.of_number(2),
    day=date.min,
    code=None,
    symbol="",
    late=False,
    attended=False,
    absent=False,
    unauthorised=False,
    possible=False,
)


@dataclass(frozen=True)
class Case:
    """One pupil and the day looked at."""

    calendar: SchoolCalendar
    settings: MeasureSettings
    as_of: date
    seen: list[Seen]  # the whole input to date, in order
    year: list[Seen]  # of those, the year to date
    year_first: date
    spells: list[tuple[date, date]]
    planned: int


def dated_spells(
    marks: Sequence[PlainMark], spells: Sequence[Spell], codes: CodeBook
) -> list[tuple[date, date]]:
    """Spells with both days; a blank start is the first mark other than Z or #."""
    putting_on_roll = [mark.session.day for mark in marks if codes.code(mark.code).symbol not in ("Z", "#")]
    found = []
    for spell in spells or [Spell()]:
        start = spell.start or min(putting_on_roll, default=None)
        if start is not None:
            found.append((start, spell.leaving or date.max))
    return found


def on_roll(day: date, spells: list[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spells)


def marks_that_count(
    marks: Sequence[PlainMark],
    spells: list[tuple[date, date]],
    calendar: SchoolCalendar,
    on: date,
    known_at: int | None,
) -> tuple[dict[str, int], dict[Session, int]]:
    """How many marks were left out for each reason, and the code that stands for each session."""
    left_out = {"after_on": 0, "no_session": 0, "off_roll": 0, "not_yet_known": 0}
    standing: dict[Session, tuple[int, int]] = {}
    for session, code, recorded_at in marks:
        recorded = end_of_day(session.day) if recorded_at == NOT_RECORDED else recorded_at
        if session.day > on:
            left_out["after_on"] += 1
        elif not calendar.has(session):
            left_out["no_session"] += 1
        elif not on_roll(session.day, spells):
            left_out["off_roll"] += 1
        elif known_at is not None and recorded > known_at:
            left_out["not_yet_known"] += 1
        elif session not in standing or recorded >= standing[session][0]:
            standing[session] = (recorded, code)
    return left_out, {session: code for session, (_, code) in standing.items()}


def as_seen(session: Session, code: int | None, codes: CodeBook) -> Seen:
    if code is None:
        return UNMARKED._replace(session=session, day=session.day)
    meaning = codes.code(code)
    kind = meaning.statistical_class
    return Seen(
        session=session,
        day=session.day,
        code=code,
        symbol=codes.symbol(code, session.half),
        late=meaning.late,
        attended=kind.is_attendance,
        absent=kind.is_absence,
        unauthorised=kind is StatisticalClass.UNAUTHORISED,
        possible=kind.is_attendance or kind.is_absence,
    )


def by_day(sessions: list[Seen]) -> Iterator[tuple[date, list[Seen]]]:
    """The sessions, which stand in order, day after day."""
    for day, held in groupby(sessions, key=lambda each: each.day):
        yield day, list(held)
