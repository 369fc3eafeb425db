"""What kind of register this is, and where its headings are.

Headings are looked for in the first rows, because exports put a title above them. What is
found is tried in four ways, each only where the one before finds nothing: by name; by a
name that is one character out; for the long layout alone, by what the columns hold, where
each of the four can only be one column; and last as a grid of which no heading can be
read, so that each cell is told what is wrong with its heading. The second and third are
said in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from supportfirst.attendance.registers.dates import read_day, read_half, read_session_heading
from supportfirst.attendance.registers.delimited import Row
from supportfirst.attendance.registers.headers import (
    CODE,
    DATE,
    LAYOUT_ROLES,
    SESSION,
    UPN,
    Columns,
    as_days,
    assign,
    assign_nearly,
)
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.upn import has_upn_form
from supportfirst.attendance.vocabulary.sessions import Half, Session

HEADING_ROWS = 20
_NAMES_A_HALF = re.compile(r"(?<![A-Z])(AM|PM|MORNING|AFTERNOON)(?![A-Z])")
_LIKE_A_SESSION = re.compile(
    r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"
    r"|\d.*(?<![A-Z])(AM|PM)(?![A-Z])|(?<![A-Z])(AM|PM)(?![A-Z]).*\d|\A(AM|PM)\Z"
    r"|\A(MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*\W*(AM|PM)\Z",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A grid's column that is a session, or should have been."""

    place: int
    heading: str
    session: Session | None


@dataclass(slots=True)
class Found:
    layout: str
    columns: Columns
    first_line: int  # of the headings
    last_line: int  # the cells begin after it
    slots: list[Slot] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.columns.headings)

    def name_with(self, sheet: str) -> None:
        """Put a sheet's name before every heading, for workbooks with several registers."""
        headings = [f"{sheet}: {heading}" if heading.strip() else "" for heading in self.columns.headings]
        self.columns = replace(self.columns, headings=headings)
        self.slots = [replace(slot, heading=f"{sheet}: {slot.heading}") for slot in self.slots]


def find_layout(rows: Sequence[Row], *, wanted: str | None = None) -> Found | None:
    """The layout whose headings are there by name."""
    for place, row in enumerate(rows[:HEADING_ROWS]):
        following = rows[place + 1] if place + 1 < len(rows) else None
        for found in _layouts_of(row, following, assign):
            if wanted in (None, found.layout):
                return found
    return None


def find_layout_nearly(rows: Sequence[Row], *, wanted: str | None = None) -> Found | None:
    """The layout that is there but for one character of one heading."""
    for place, row in enumerate(rows[:HEADING_ROWS]):
        following = rows[place + 1] if place + 1 < len(rows) else None
        for roles in (*LAYOUT_ROLES.values(), (UPN,)):

            def nearly(headings: Sequence[str], roles: Sequence[str] = roles) -> Columns:
                return assign_nearly(headings, roles) or assign(headings)

            for found in _layouts_of(row, following, nearly):
                if wanted in (None, found.layout) and found.columns.taken_for:
                    return found
    return None


def _layouts_of(row: Row, following: Row | None, name: Callable[[Sequence[str]], Columns]) -> Iterator[Found]:
    columns = name(row.cells)
    for layout, roles in LAYOUT_ROLES.items():
        if columns.has(roles):
            yield _with_warnings(Found(layout, columns, row.line, row.line))
    days = as_days(columns)
    if days:
        yield _with_warnings(Found("days", days, row.line, row.line))
    for grid in _grids_of(row, following, name):
        if any(slot.session for slot in grid.slots):
            yield _with_warnings(grid)


def find_unreadable_grid(rows: Sequence[Row], *, wanted: str | None = None) -> Found | None:
    """A grid by its headings of AM and PM, of which none can be read as a session."""
    for place, row in enumerate(rows[:HEADING_ROWS] if wanted in (None, "grid") else ()):
        following = rows[place + 1] if place + 1 < len(rows) else None
        for grid in _grids_of(row, following, assign):
            if any(_NAMES_A_HALF.search(slot.heading[:60].upper()) for slot in grid.slots):
                return _with_warnings(grid)
    return None


def _grids_of(row: Row, following: Row | None, name: Callable[[Sequence[str]], Columns]) -> Iterator[Found]:
    """The grids with a UPN that one row of headings, or two together, could be."""
    columns = name(row.cells)
    slots = _slots(row.cells, columns)
    halves_below = following is not None and _is_row_of_halves(following.cells)
    if slots and not halves_below and UPN in columns.places:
        yield Found("grid", columns, row.line, row.line, slots)
    if following and halves_below:
        both = _two_rows_as_one(row.cells, following.cells)
        columns = name(both)
        slots = _slots(both, columns)
        if slots and UPN in columns.places:
            yield Found("grid", columns, row.line, following.line, slots)


def _is_row_of_halves(cells: Sequence[str]) -> bool:
    """Whether AM and PM are most of what a row holds from the first of them on; no pupil's row is so."""
    are_halves = [isinstance(read_half(cell), Half) for cell in cells if cell.strip()]
    if True not in are_halves:
        return False
    from_first = are_halves[are_halves.index(True) :]
    return sum(from_first) * 2 > len(from_first)


def _slots(headings: Sequence[str], columns: Columns) -> list[Slot]:
    """The columns that are sessions, and those whose heading was meant as one and cannot be read."""
    slots = []
    for place, heading in enumerate(headings):
        if place == columns.places.get(UPN) or not heading.strip():
            continue
        read = read_session_heading(heading)
        if read.day and read.half is not None:
            slots.append(Slot(place, heading.strip(), Session(read.day, read.half)))
        elif _LIKE_A_SESSION.search(heading[:60].upper()):
            slots.append(Slot(place, heading.strip(), None))
    return slots


def _two_rows_as_one(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Dates above, AM and PM below; a date that spans two columns is written over the first alone."""
    both = []
    day = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        if above:
            day = _day_above(above)
        is_half = isinstance(read_half(below), Half)
        both.append(f"{above or day} {below}".strip() if is_half else above or below)
    return both


def _day_above(above: str) -> str:
    """What a heading says of the day for the columns that it spans; an unreadable day is said too."""
    session = read_session_heading(above)
    if session.day:
        return session.day.isoformat()
    return above if any(map(str.isdigit, above)) else ""


def _with_warnings(found: Found) -> Found:
    for role, heading in found.columns.taken_for.items():
        found.warnings.append(
            Fault(
                "heading-misprinted",
                heading,
                f"no column is called “{role}”; this heading was taken for it",
                f"call the column “{role}”",
                heading,
            )
        )
    for heading, taken in found.columns.passed_over.items():
        found.warnings.append(
            Fault("heading-passed-over", heading, f"“{taken.strip()}” is read instead", "keep one", heading)
        )
    return found


def find_layout_by_content(rows: Sequence[Row], *, is_code: Callable[[str], bool]) -> Found | None:
    """The long layout without readable headings, where what the columns hold leaves no choice.

    Where two columns could be one thing (a column of codes, and one of one-letter comments),
    what is left of the headings decides; where that is silent, nothing is found.
    """
    tests: dict[str, Callable[[str], bool]] = {
        UPN: lambda text: has_upn_form(text.strip().upper()),
        DATE: lambda text: isinstance(read_day(text), date),
        SESSION: lambda text: isinstance(read_half(text), Half),
        CODE: is_code,
    }
    widths = [len(row.cells) for row in rows]
    width = max(widths, key=widths.count, default=0)
    sample = [row for row in rows if len(row.cells) == width]
    first = next((row for row in sample if all(any(map(fits, row.cells)) for fits in tests.values())), None)
    if first is None:
        return None
    named = _named_above([row for row in rows if row.line < first.line], width)
    sample = [row for row in sample if row.line >= first.line]
    places: dict[str, int] = {}
    for role, fits in tests.items():
        fitting = {place for place in range(width) if _mostly(fits, [row.cells[place] for row in sample])}
        if len(fitting) > 1:
            fitting &= named.get(role, set())
        if len(fitting) != 1:
            return None
        places[role] = fitting.pop()
    return _found_by_content(first.line - 1, width, places, named)


def _mostly(fits: Callable[[str], bool], texts: Sequence[str]) -> bool:
    """Whether more than half of what is filled in fits, and something is."""
    filled = [text for text in texts if text.strip(" -")]
    return sum(map(fits, filled)) * 2 > len(filled)


def _named_above(above: Sequence[Row], width: int) -> dict[str, set[int]]:
    """Where damaged headings put each role, counted from the left and from the right."""
    named: dict[str, set[int]] = {}
    for row in above:
        for role, place in assign(row.cells).places.items():
            named.setdefault(role, set()).update({place, place + width - len(row.cells)})
    return named


def _found_by_content(
    last_line: int, width: int, places: dict[str, int], named: dict[str, set[int]]
) -> Found:
    """Other columns keep their role only where the headings leave it one place."""
    used = set(places.values())
    for role, at in named.items():
        free = {place for place in at if 0 <= place < width} - used
        if role not in places and len(free) == 1:
            places[role] = free.pop()
            used.add(places[role])
    fault = Fault(
        "headings-unreadable",
        "",
        "the headings could not be read; the columns were recognised by what they hold",
        "put the headings upn, date, session and code above the columns",
    )
    return Found("long", Columns([""] * width, places), last_line, last_line, warnings=[fault])
