"""A calendar file, `calendar/1`: the terms and closures of one school, as its office typed them.

The file is complete: a session exists each Monday to Friday inside a term unless a `closed`
line covers it, and nothing else is taken out. A bank holiday left open is only a warning.
A calendar decides every figure, so one with any fault is refused, with all its faults named.
Readings where the contract is silent: `session` belongs to closures only; a closure outside
every term is harmless; a calendar in which no session is left is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from supportfirst.attendance.schooldays.calendar_rows import (
    CalendarRow,
    RowReader,
    rows_of,
)
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Half, Session

SHOWN = 20  # faults written out in the message; `problems` holds them all


class CalendarUnusable(AttendanceError):
    """A calendar file with faults; `problems` has each of them."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        shown = [_sentence(problem) for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            shown.append(f"and {len(problems) - SHOWN:,} more")
        count = "1 fault" if len(problems) == 1 else f"{len(problems):,} faults"
        super().__init__(
            what=f"the calendar cannot be used, {count}: " + "; ".join(shown),
            where=name,
            remedy="put the lines right and try again",
        )
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    calendar: SchoolCalendar
    warnings: list[Problem]


class _Term(NamedTuple):
    first: date
    last: date
    line: int


def read_calendar(data: bytes, *, name: str, bank_holidays: Mapping[date, str]) -> ReadCalendar:
    """The calendar in a file's bytes; `bank_holidays` (date to title) are only warned of.

    Raises CalendarUnusable, naming every faulty line.
    """
    reader = RowReader(name)
    rows = rows_of(data, reader)
    terms = sorted(_Term(row.start, row.end, row.line) for row in rows if row.kind == "term")
    problems = [*reader.problems, *_overlaps(terms, name)]
    if not terms and not problems:
        problems.append(_whole_file(name, "no-term", "it has no line of kind “term”", "add the terms"))
    if problems:
        raise CalendarUnusable(name, sorted(problems, key=lambda problem: problem.line))

    open_on = _open_sessions(terms, [row for row in rows if row.kind == "closed"])
    if not open_on:
        fault = _whole_file(name, "no-session", "no session is left", "check the dates of the closures")
        raise CalendarUnusable(name, [fault])
    calendar = SchoolCalendar(sessions=list(open_on), name=name)
    return ReadCalendar(calendar, list(_left_open(open_on, bank_holidays, name)))


def weekday_sessions(first: date, last: date) -> Iterator[Session]:
    """AM and PM of each Monday to Friday from first to last, both included."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() < 5:
            yield Session(day, Half.AM)
            yield Session(day, Half.PM)


def _open_sessions(terms: Iterable[_Term], closures: Iterable[CalendarRow]) -> dict[Session, int]:
    """Each session of a term that no closure covers, with the line of its term; `closed` beats `term`."""
    open_on = {session: term.line for term in terms for session in weekday_sessions(term.first, term.last)}
    if not open_on:
        return open_on
    first, last = min(open_on).day, max(open_on).day
    for row in closures:
        for session in weekday_sessions(max(row.start, first), min(row.end, last)):
            if row.half is None or session.half == row.half:
                open_on.pop(session, None)
    return open_on


def _overlaps(terms: Sequence[_Term], name: str) -> Iterator[Problem]:
    """One problem for each term that begins before an earlier one is over, naming both lines."""
    furthest: _Term | None = None
    for term in terms:
        if furthest is not None and term.first <= furthest.last:
            low, high = sorted((furthest.line, term.line))
            yield Problem(
                kind="terms-overlap",
                file=name,
                line=high,
                column="start",
                value=term.first.isoformat(),
                problem=f"the terms of lines {low} and {high} overlap",
                remedy="change the dates so that no day is in two terms",
            )
        if furthest is None or term.last > furthest.last:
            furthest = term


def _left_open(
    open_on: Mapping[Session, int], bank_holidays: Mapping[date, str], name: str
) -> Iterator[Problem]:
    for day, title in sorted(bank_holidays.items()):
        lines = [open_on[s] for s in (Session(day, Half.AM), Session(day, Half.PM)) if s in open_on]
        if lines:
            yield Problem(
                kind="bank-holiday-open",
                file=name,
                line=lines[0],
                column="start",
                value=day.isoformat(),
                problem=f"the school is open on {day.isoformat()}, a bank holiday ({title})",
                remedy="add a “closed” line for the day, unless the school did meet",
                warning=True,
            )


def _whole_file(name: str, kind: str, problem: str, remedy: str) -> Problem:
    return Problem(kind, name, 0, "", "", problem, remedy)


def _sentence(problem: Problem) -> str:
    place = f"line {problem.line}" if problem.line else "the file"
    if problem.line and problem.column:
        place += f", column “{problem.column}”"
    return f"{place}: {problem.problem} ({problem.remedy})"


__all__ = ["CalendarUnusable", "ReadCalendar", "read_calendar", "weekday_sessions"]
