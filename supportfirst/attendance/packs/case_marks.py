"""The register of a worked case, written so that a lawyer can read it, turned into marks.

Either a grid (weeks across, AM and PM down) or runs of one code (`/ 342`, `I 38`) laid over
the sessions of the case's calendar in order. `.` in a grid and `-` in a run leave sessions
unmarked. A case is one pupil at one school; weekends and closed days hold no session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from supportfirst.attendance.packs.fields import Fields, day_of
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.attendance.vocabulary.spans import DateSpan

WEEK = list("MTWTF")
NO_MARK = (".", "-")
ONE_DAY = timedelta(days=1)
LONGEST_RUN = 5000  # sessions; thirteen school years


@dataclass(frozen=True, slots=True)
class CaseMark:
    session: Session
    code: str


@dataclass(frozen=True, slots=True)
class CaseCalendar:
    """Terms, and days within them on which the school is closed; both ends included."""

    terms: tuple[DateSpan, ...]
    closed: tuple[DateSpan, ...] = ()

    def sessions(self) -> Iterator[Session]:
        for term in self.terms:
            day, last = term.first, term.last or term.first
            while day <= last:
                if day.weekday() < len(WEEK) and not any(day in closed for closed in self.closed):
                    yield Session(day, Half.AM)
                    yield Session(day, Half.PM)
                day += ONE_DAY


def read_runs(fields: Fields, calendar: CaseCalendar, first: date | None) -> tuple[CaseMark, ...]:
    """The marks of `marks: [/ 342, I 38]`, from `first` or the first session on."""
    sessions = (each for each in calendar.sessions() if first is None or each.day >= first)
    found: list[CaseMark] = []
    for text in fields.texts("marks"):
        code, _, count = text.rpartition(" ")
        if not code or not count.isascii() or not count.isdigit() or int(count) > LONGEST_RUN:
            told = f"“{text}” is not a code and a count"
            fields.fault("bad-run", told, "write a run as “I 38”", key="marks")
            continue
        taken = list(islice(sessions, int(count)))
        if len(taken) < int(count):
            told = f"the calendar ends before the run “{text}” does"
            fields.fault("calendar-too-short", told, "lengthen the terms, or shorten the run", key="marks")
        found += [CaseMark(session, code.strip()) for session in taken if code.strip() not in NO_MARK]
    return tuple(found)


def read_grid(fields: Fields, text: str) -> tuple[CaseMark, ...]:
    """The marks of a grid: rows `week` (Mondays), `day` (M T W T F), `AM` and `PM`."""
    lines = [line for line in text.splitlines() if line.strip() and set(line.strip()) - set("-+ |")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    mondays = [day_of(cell) for cell in rows[0][1:]] if rows else []
    if not mondays or any(day is None or day.weekday() for day in mondays):
        told = "the first row of the grid must hold the Monday of each week"
        fields.fault("bad-grid", told, "write “week | 2025-09-01 | 2025-09-08”", key="grid")
        return ()
    found: list[CaseMark] = []
    for head, *cells in rows[1:]:
        if head in Half.__members__:
            known = [day for day in mondays if day is not None]
            found += _grid_row(fields, Half[head], known, cells)
        elif head != "day" or any(cell.split() != WEEK for cell in cells):
            told = f"“{head}” is none of week, day, AM and PM, or its days are not M T W T F"
            fields.fault("bad-grid", told, "write a row each for week, day, AM and PM", key="grid")
    return tuple(sorted(found, key=lambda mark: mark.session))


def _grid_row(fields: Fields, half: Half, mondays: Sequence[date], cells: Sequence[str]) -> list[CaseMark]:
    weeks = [cell.split() for cell in cells]
    if len(weeks) != len(mondays) or any(len(week) != len(WEEK) for week in weeks):
        told = f"the {half.name} row does not have five marks for each week"
        fields.fault("bad-grid", told, "write “.” where there is no mark", key="grid")
        return []
    return [
        CaseMark(Session(monday + place * ONE_DAY, half), code)
        for monday, week in zip(mondays, weeks, strict=True)
        for place, code in enumerate(week)
        if code not in NO_MARK
    ]


def read_spans(fields: Fields, key: str, *, required: bool = False) -> tuple[DateSpan, ...]:
    """The runs of days of `terms: [2025-09-01 to 2026-07-17]`."""
    found = []
    for text in fields.texts(key, required=required):
        first, _, last = (part.strip() for part in text.partition(" to "))
        begins, ends = day_of(first), day_of(last or first)
        if begins is None or ends is None or ends < begins:
            told = f"“{text}” is not a run of days"
            fields.fault("bad-date", told, "write it as 2025-09-01 to 2026-07-17", key=key)
        else:
            found.append(DateSpan(begins, ends))
    return tuple(found)
