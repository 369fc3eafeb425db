"""Small calendars and marks for the tests of rows and measures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.measures.oracle_case import PlainMark
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Mark, Marks, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Half, Session

FIRST_MONDAY = date(2025, 9, 1)
UPN = "A000000000001"


def school_days(weeks: int, first: date = FIRST_MONDAY) -> list[date]:
    """Mondays to Fridays, from a Monday on."""
    return [first + timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]


def build_calendar(days: Iterable[date], *, closed: Iterable[Session] = ()) -> SchoolCalendar:
    shut = set(closed)
    sessions = [Session(day, half) for day in days for half in Half]
    return SchoolCalendar([session for session in sessions if session not in shut])


def number_of(codes: CodeBook, symbol: str, day: date = FIRST_MONDAY) -> int:
    return codes.read(symbol, day).number


def plain_marks(codes: CodeBook, days: Iterable[date], symbols: str) -> list[PlainMark]:
    """Two symbols a day, morning and afternoon, spaces ignored; “.” leaves the session unmarked."""
    wanted = symbols.replace(" ", "")
    sessions = [Session(day, half) for day in days for half in Half]
    assert len(wanted) == len(sessions), f"{len(wanted)} symbols for {len(sessions)} sessions"
    return [
        PlainMark(session, codes.read(symbol, session.day).number)
        for session, symbol in zip(sessions, wanted, strict=True)
        if symbol != "."
    ]


def build_marks(marks: Iterable[PlainMark], *, upn: str = UPN, into: Marks | None = None) -> Marks:
    """Marks of one pupil, added to those of others where `into` is given."""
    found = Marks() if into is None else into
    pupils = {known: place for place, known in enumerate(found.upns)}
    recorders: dict[Recorder, int] = {}
    for session, code, recorded_at in marks:
        mark = Mark(upn, session, code, recorded_at, Recorder(), Remark(), line=0)
        found.add(mark, pupils=pupils, recorders=recorders)
    return found


def recorded(mark: PlainMark, at: int) -> PlainMark:
    assert at != NOT_RECORDED
    return mark._replace(recorded_at=at)
