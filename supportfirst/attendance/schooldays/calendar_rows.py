"""The lines of a calendar file as dated rows, each faulty cell a problem with its remedy.

What spreadsheets do is undone only where the meaning is certain: a byte order mark, UTF-16,
Latin-1, dates as dd/mm/yyyy, capitals, columns in another order, empty columns and empty
lines at the end. Anything else that cannot be read is named and never guessed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Half

REQUIRED = ("start", "end", "kind")
SESSION_COLUMN = "session"
KINDS = ("term", "closed")
LONGEST_DAYS = 3_660  # ten years: a longer line is a mistyped year, and would fill the memory
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLIP = 60  # characters of a faulty value that a message repeats


@dataclass(frozen=True, slots=True)
class CalendarRow:
    start: date
    end: date  # included
    kind: str
    half: Half | None
    line: int


@dataclass(slots=True)
class RowReader:
    """Reads cells and collects what is wrong with them."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def fault(self, kind: str, line: int, column: str, value: str, *, problem: str, remedy: str) -> None:
        self.problems.append(Problem(kind, self.name, line, column, value, problem, remedy))

    def day(self, text: str, *, line: int, column: str) -> date | None:
        """An ISO or dd/mm/yyyy date; anything else is a fault and None."""
        found = _as_date(text)
        if found is None:
            said = f"“{text[:_CLIP]}” is not a date" if text else "the date is missing"
            remedy = "write it as 2026-03-02 or 02/03/2026"
            self.fault("bad-date", line, column, text, problem=said, remedy=remedy)
        return found

    def kind(self, text: str, *, line: int) -> str | None:
        kind = text.lower()
        if kind in KINDS:
            return kind
        said = f"“{text[:_CLIP]}” is not a kind of line" if text else "the kind is missing"
        self.fault("bad-kind", line, "kind", text, problem=said, remedy="write “term” or “closed”")
        return None

    def half(self, text: str, *, line: int, kind: str | None) -> tuple[Half | None, bool]:
        """The half that a closure covers (None: both), and whether the cell could be read."""
        if not text:
            return None, True
        if text.upper() not in Half.__members__:
            said = f"“{text[:_CLIP]}” is not a session"
            remedy = "write AM or PM, or leave it empty for the whole day"
            self.fault("bad-session", line, SESSION_COLUMN, text, problem=said, remedy=remedy)
            return None, False
        if kind == "term":
            said = f"a term cannot be {text.upper()} only"
            remedy = "leave it empty, and add a “closed” line for the half-days that are closed"
            self.fault("bad-session", line, SESSION_COLUMN, text, problem=said, remedy=remedy)
            return None, False
        return Half[text.upper()], True

    def row(self, cells: Mapping[str, str], line: int) -> CalendarRow | None:
        """One line, or None with its faults recorded."""
        start = self.day(cells.get("start", ""), line=line, column="start")
        end = self.day(cells.get("end", ""), line=line, column="end")
        kind = self.kind(cells.get("kind", ""), line=line)
        half, half_is_read = self.half(cells.get(SESSION_COLUMN, ""), line=line, kind=kind)
        if start is None or end is None or not self.in_order(start, end, line):
            return None
        if kind is None or not half_is_read:
            return None
        return CalendarRow(start, end, kind, half, line)

    def in_order(self, start: date, end: date, line: int) -> bool:
        if end < start:
            said = f"the end, {end.isoformat()}, is before the start, {start.isoformat()}"
            remedy = "swap the two dates, or check the year"
        elif (end - start).days > LONGEST_DAYS:
            said = f"the line runs for more than ten years, from {start.isoformat()} to {end.isoformat()}"
            remedy = "check the year"
        else:
            return True
        self.fault("bad-span", line, "end", end.isoformat(), problem=said, remedy=remedy)
        return False


def rows_of(data: bytes, reader: RowReader) -> list[CalendarRow]:
    """The rows that could be read; the others are in `reader.problems`."""
    lines = _lines(_text(data), reader)
    header = next(lines, None)
    if header is None:
        if not reader.problems:
            remedy = "choose a calendar file with a heading line: start,end,kind,note"
            reader.fault("empty-file", 0, "", "", problem="the file is empty", remedy=remedy)
        return []
    line, headings = header
    columns = {heading.strip().lower(): place for place, heading in reversed([*enumerate(headings)])}
    if not _has_columns(columns, line, reader):
        return []
    rows = []
    for line, cells in lines:
        named = {key: cells[place].strip() for key, place in columns.items() if place < len(cells)}
        row = reader.row(named, line)
        if row is not None:
            rows.append(row)
    return rows


def _has_columns(columns: Mapping[str, int], line: int, reader: RowReader) -> bool:
    missing = [column for column in REQUIRED if column not in columns]
    for column in missing:
        said = f"there is no column “{column}”"
        remedy = "the heading line must have start,end,kind,note (and session where half-days are closed)"
        reader.fault("missing-column", line, column, "", problem=said, remedy=remedy)
    return not missing


def _lines(text: str, reader: RowReader) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each line that is not empty; the heading line first."""
    first = text.split("\n", 1)[0]
    delimiter = next((mark for mark in ",;\t" if mark in first), ",")
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:
            remedy = "look for an unfinished quotation mark, or save the file as CSV again"
            said = "the file cannot be read from here on"
            reader.fault("unreadable", before + 1, "", "", problem=said, remedy=remedy)
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = rows.line_num


def _text(data: bytes) -> str:
    """The file as text: UTF-8, UTF-16 by its mark, otherwise Latin-1, in which every byte is something."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _as_date(text: str) -> date | None:
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
        slashed = _SLASHED.fullmatch(text)
        if slashed:
            day, month, year = map(int, slashed.groups())
            return date(year, month, day)
    except ValueError:
        pass
    return None
