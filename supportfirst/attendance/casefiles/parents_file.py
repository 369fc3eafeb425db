"""Parents files (`parents/1`): one row for one parent of one pupil.

Blank means not known. That is never the same as no: whether somebody has parental
responsibility or day-to-day care decides who may be named in a notice. One line is one
row, so a quotation mark left open spoils its own line and no other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from supportfirst.attendance.casefiles.cells import Unusable, read_text, read_yes_no
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.vocabulary.casework import Parent
from supportfirst.attendance.vocabulary.problems import Problem

COLUMNS = (
    "parent_id",
    "upn",
    "title",
    "legal_name",
    "relationship",
    "parental_responsibility",
    "day_to_day_care",
    "language",
    "address_confidential",
)
YES_NO = ("parental_responsibility", "day_to_day_care", "address_confidential")
_HEADING_ROWS = 20
_DELIMITERS = ",;\t|"
_LINE_END = re.compile(r"\r\n|\n|\r")

_BLANK = Unusable("missing", "it is blank, so the row can't be used", "enter it")
_TWICE = Unusable(
    "repeated-parent",
    "this parent of this pupil stands further up; that row is used",
    "keep one row for each parent of each pupil",
)
_SURPLUS = Unusable(
    "too-many-cells", "the row has more cells than there are headings", "put a cell with a comma in quotes"
)
_BROKEN = Unusable("unreadable-row", "the row can't be read", "close the quotation mark that is left open")
_UNKNOWN_COLUMN = Unusable("unknown-column", "nothing reads this column", "check the spelling of the heading")
_COLUMN_TWICE = Unusable("repeated-column", "a column of this name stands before it and is used", "keep one")
_NOT_UTF_8 = Unusable(
    "encoding", "the file is not in UTF-8; it was read as Windows-1252", "save the file as UTF-8"
)
_NOBODY = Unusable("no-parents", "there is no parent below the headings", "export it again with its parents")


@dataclass(slots=True)
class ReadParents:
    """Parents in the order of the file; problems are cells or rows that could not be used."""

    parents: list[Parent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Headings:
    cells: Sequence[str]
    line: int
    delimiter: str
    places: Mapping[str, int]


def parse_parents(data: bytes, *, name: str) -> ReadParents:
    """Read a parents file: commas, semicolons, tabs or bars; columns in any order.

    Raises CaseFileUnreadable only where no row of headings with `parent_id` and `upn` is found.
    """
    text, sound = _decoded(data)
    lines = _LINE_END.split(text)
    headings = _find_headings(lines)
    if headings is None:
        raise CaseFileUnreadable(
            what="no row of headings with “parent_id” and “upn” was found",
            where=name,
            remedy=f"head the columns {', '.join(COLUMNS)}",
        )
    reading = _Reading(name, headings)
    if not sound:
        reading.warning(_NOT_UTF_8, 0)
    reading.check_headings()
    for number, line in enumerate(lines[headings.line :], start=headings.line + 1):
        reading.take(number, line)
    return reading.finish()


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether its bytes were sound."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig"), True
    except UnicodeDecodeError:
        return data.decode("utf-16" if wide else "cp1252", errors="replace"), False


def _find_headings(lines: Sequence[str]) -> _Headings | None:
    for delimiter in _DELIMITERS:
        for number, line in enumerate(lines[:_HEADING_ROWS], start=1):
            cells = _cells(line, delimiter) or []
            plain = [_plain(cell) for cell in cells]
            places = {column: plain.index(_plain(column)) for column in COLUMNS if _plain(column) in plain}
            if "parent_id" in places and "upn" in places:
                return _Headings(cells, number, delimiter, places)
    return None


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line; None where its quotation marks do not fit."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


class _Reading:
    """One parents file being read: lines in, parents and problems out."""

    def __init__(self, name: str, headings: _Headings) -> None:
        self._name = name
        self._headings = headings
        self._read = ReadParents()
        self._met: set[tuple[str, str]] = set()

    def problem(self, fault: Unusable, line: int, column: str = "", value: str = "") -> None:
        self._read.problems.append(fault.at(file=self._name, line=line, column=column, value=value))

    def warning(self, fault: Unusable, line: int, column: str = "") -> None:
        told = fault.at(file=self._name, line=line, column=column, value="", warning=True)
        self._read.warnings.append(told)

    def check_headings(self) -> None:
        known = {_plain(column) for column in COLUMNS}
        for place, cell in enumerate(self._headings.cells):
            if place in self._headings.places.values() or not cell.strip():
                continue
            fault = _COLUMN_TWICE if _plain(cell) in known else _UNKNOWN_COLUMN
            self.warning(fault, self._headings.line, cell.strip())

    def take(self, line: int, text: str) -> None:
        cells = _cells(text, self._headings.delimiter)
        if cells is None:
            self.problem(_BROKEN, line, value=text)
        elif any(cell.strip() for cell in cells[len(self._headings.cells) :]):
            self.problem(_SURPLUS, line, value=text)
        elif any(cell.strip() for cell in cells):
            self._take_row(line, cells)

    def _take_row(self, line: int, cells: Sequence[str]) -> None:
        texts = {column: self._text(line, column, cells) for column in COLUMNS if column not in YES_NO}
        texts["upn"] = texts["upn"].upper()
        missing = [column for column in ("parent_id", "upn") if not texts[column]]
        for column in missing:
            self.problem(_BLANK, line, self._heading(column))
        if missing:
            return
        key = (texts["parent_id"], texts["upn"])
        if key in self._met:
            self.problem(_TWICE, line, self._heading("parent_id"), texts["parent_id"])
            return
        self._met.add(key)
        answers = {column: self._yes_no(line, column, cells) for column in YES_NO}
        self._read.parents.append(Parent(id=texts.pop("parent_id"), **texts, **answers))  # type: ignore[arg-type]

    def _cell(self, column: str, cells: Sequence[str]) -> str:
        place = self._headings.places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    def _heading(self, column: str) -> str:
        return self._headings.cells[self._headings.places[column]].strip()

    def _text(self, line: int, column: str, cells: Sequence[str]) -> str:
        cell = self._cell(column, cells)
        read = read_text(cell)
        if isinstance(read, Unusable):
            self.problem(read, line, self._heading(column), cell)
            return ""
        return read

    def _yes_no(self, line: int, column: str, cells: Sequence[str]) -> bool | None:
        cell = self._cell(column, cells).strip()
        if cell in ("", "-"):
            return None
        read = read_yes_no(cell)
        if isinstance(read, Unusable):
            self.problem(read, line, self._heading(column), cell)
            return None
        return read

    def finish(self) -> ReadParents:
        if not self._read.parents and not self._read.problems:
            self.warning(_NOBODY, self._headings.line)
        return self._read
