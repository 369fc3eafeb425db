"""Registers drawn in text, as a lawyer would read them: pupils down, sessions across.

             | week 1    | week 2
             | M T W T F | M T W T F
    ---------+-----------+----------
    Ada   AM | / / O O O | / U . / /
          PM | / / O O O | / G . / /

The line of letters says on which days the school met; the first week begins on the Monday
given. `.` is no mark. Pupils are named, and `upn_of` gives each name its number for files.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.vocabulary.marks import Mark, Marks, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Half, Session

NO_MARK = "."
WEEKDAYS = "MTWTF"
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

Grid = dict[str, dict[Session, str]]


def upn_of(name: str) -> str:
    """A well-formed UPN for an invented pupil, the same for the same name; the school is not a real one."""
    serial = sum((place + 1) * ord(letter) for place, letter in enumerate(name)) % 1000
    digits = f"823999924{serial:03d}"
    total = sum(int(digit) * place for place, digit in enumerate(digits, start=2))
    return CHECK_LETTERS[total % 23] + digits


def days_drawn(letters: str, monday: date) -> list[date]:
    """The school days that a line such as `| M T W T F | M W` names; its first week begins on `monday`."""
    days: list[date] = []
    for week, part in enumerate(cell for cell in letters.split("|")[1:] if cell.strip()):
        place = 0
        for letter in part.split():
            place = WEEKDAYS.index(letter, place) + 1
            days.append(monday + timedelta(weeks=week, days=place - 1))
    return days


def read_grid(text: str, *, monday: date) -> Grid:
    """Symbols by pupil and session, every drawn session included, `.` as no mark.

    Raises ValueError where a row has more or fewer marks than the school met days.
    """
    lines = [line for line in text.splitlines() if line.strip() and "-+-" not in line]
    heading = next(line for line in lines if set(line.partition("|")[2]) <= set("MTWF| "))
    days = days_drawn(heading, monday)
    grid: Grid = {}
    name = ""
    for line in lines[lines.index(heading) + 1 :]:
        label, _, marks = line.partition("|")
        *given, half = label.split()
        name = given[0] if given else name
        symbols = marks.replace("|", " ").split()
        if len(symbols) != len(days):
            raise ValueError(f"{name} {half} has {len(symbols)} marks for {len(days)} days")
        row = grid.setdefault(name, {})
        row.update({Session(day, Half[half]): symbol for day, symbol in zip(days, symbols, strict=True)})
    return grid


def sessions_of(grid: Grid) -> list[Session]:
    """Every session on which the school met, in order."""
    return sorted({session for row in grid.values() for session in row})


def long_csv(grid: Grid, *, upns: Mapping[str, str] | None = None) -> str:
    """The grid as a register file in the long layout; sessions without a mark are left out."""
    rows = ["upn,date,session,code"]
    for name, row in grid.items():
        upn = upns[name] if upns else upn_of(name)
        rows += [
            f"{upn},{session.day.isoformat()},{session.half.name},{symbol}"
            for session, symbol in sorted(row.items())
            if symbol != NO_MARK
        ]
    return "\n".join(rows) + "\n"


def calendar_csv(grid: Grid) -> str:
    """A calendar file in which the school met on exactly the days drawn."""
    days = sorted({session.day for session in sessions_of(grid)})
    rows = [f"{day.isoformat()},{day.isoformat()},term,drawn" for day in days]
    return "\n".join(["start,end,kind,note", *rows]) + "\n"


def marks_of(grid: Grid, codes: CodeBook) -> Marks:
    """The grid as core values, in the order drawn; an unknown symbol raises ValueError."""
    marks, pupils = Marks(), dict[str, int]()
    recorders: dict[Recorder, int] = {}
    for name, row in grid.items():
        for session, symbol in sorted(row.items()):
            if symbol == NO_MARK:
                continue
            reading = codes.read(symbol, session.day)
            if not reading.number:
                raise ValueError(f"“{symbol}” is {reading.standing} on {session.day}")
            mark = Mark(upn_of(name), session, reading.number, NOT_RECORDED, Recorder(), Remark(), 0)
            marks.add(mark, pupils=pupils, recorders=recorders)
    return marks


def draw(grid: Grid) -> str:
    """The grid as text again: one block a week, days in order."""
    days = sorted({session.day for session in sessions_of(grid)})
    weeks: dict[date, list[date]] = {}
    for day in days:
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    width = max(len(name) for name in grid)
    heading = " | ".join(" ".join(WEEKDAYS[day.weekday()] for day in week) for week in weeks.values())
    lines = [f"{'':{width}}    | {heading}"]
    for name, row in grid.items():
        for half in Half:
            cells = " | ".join(
                " ".join(row.get(Session(day, half), NO_MARK) for day in week) for week in weeks.values()
            )
            label = name if half is Half.AM else ""
            lines.append(f"{label:{width}} {half.name} | {cells}")
    return "\n".join(lines)
