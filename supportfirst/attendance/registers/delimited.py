"""Rows out of delimited text, in chunks, with the line each begins on.

A quotation mark left open would swallow every row up to the next one. Here a line that
cannot be split is set aside by itself, and reading goes on with the line after it.
Blank rows and trailing delimiters are nothing; a row with more filled cells than there
are headings is kept apart, because nobody can tell which cell is which.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
HEAD_LINES = 60  # where headings are looked for
_CHUNK_LINES = 5000
_CHUNK_CHARACTERS = 2_000_000
_MOST_LINES_A_ROW = 200  # a quoted cell longer than this is a quotation mark left open


class Row(NamedTuple):
    line: int
    cells: list[str]


class BrokenLine(NamedTuple):
    line: int
    text: str


@dataclass(slots=True)
class Chunk:
    """Some rows as columns: `columns[c][r]` stands on line `lines[r]`."""

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    surplus: list[Row] = field(default_factory=list)  # rows with more filled cells than headings
    broken: list[BrokenLine] = field(default_factory=list)
    rows_read: int = 0  # physical lines or sheet rows, for progress

    def fit(self, width: int) -> bool:
        """Make it `width` columns, unless a column to be cut off holds something."""
        if any(any(map(str.strip, column)) for column in self.columns[width:]):
            return False
        nothing = [""] * len(self.lines)
        missing = width - len(self.columns)
        self.columns = [*self.columns[:width], *([nothing] * missing)]
        return True

    def without_blank_rows(self, place: int) -> Chunk:
        """The same less rows in which every cell is empty; `place` is a column that seldom is."""
        if all(map(str.strip, self.columns[place])):
            return self
        kept = [r for r, cells in enumerate(zip(*self.columns, strict=True)) if any(map(str.strip, cells))]
        if len(kept) == len(self.lines):
            return self
        lines = [self.lines[r] for r in kept]
        columns = [[column[r] for r in kept] for column in self.columns]
        return Chunk(lines, columns, self.surplus, self.broken, self.rows_read)


def read_rows(
    lines: list[str], *, first_line: int, delimiter: str, more: Callable[[], list[str]] = list
) -> Iterator[Row | BrokenLine]:
    """Every row that begins in `lines`; `more` gives further lines for a row that runs past the end."""
    at = 0
    while at < len(lines):
        cells, end = _read_row(lines, at, delimiter, more)
        if cells is None:
            yield BrokenLine(first_line + at, lines[at].rstrip("\r\n"))
        else:
            yield Row(first_line + at, cells)
        at = end


def _read_row(
    lines: list[str], at: int, delimiter: str, more: Callable[[], list[str]]
) -> tuple[list[str] | None, int]:
    """The row that begins at a place, and the place after it; None for a line that cannot be split."""
    while True:
        reader = csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            ran_out = at + reader.line_num >= len(lines)
            further = more() if ran_out and len(lines) - at < _MOST_LINES_A_ROW else []
            if not further:
                return None, at + 1
            lines.extend(further)
            continue
        end = at + reader.line_num
        return (cells, end) if _may_be_one_row(lines, at, end) else (None, at + 1)


def _may_be_one_row(lines: Sequence[str], first: int, end: int) -> bool:
    """Whether a row of several lines is meant as one: its last line must close what another opened.

    A line that is whole has its quotation marks in pairs, so the last line of a long cell has
    an odd number; one with an even number is a row by itself, swallowed by a stray mark.
    """
    if end - first <= 1:
        return True
    return end - first <= _MOST_LINES_A_ROW and lines[end - 1].count('"') % 2 == 1


def square(rows: Iterable[Row | BrokenLine], width: int, rows_read: int) -> Chunk:
    """Rows made equally wide: short ones filled with empty cells, empty trailing cells cut off."""
    chunk = Chunk((), (), rows_read=rows_read)
    lines: list[int] = []
    kept: list[list[str]] = []
    for row in rows:
        if isinstance(row, BrokenLine):
            chunk.broken.append(row)
        elif any(cell.strip() for cell in row.cells[width:]):
            chunk.surplus.append(row)
        elif any(map(str.strip, row.cells)):
            lines.append(row.line)
            missing = width - len(row.cells)
            kept.append(row.cells[:width] if missing <= 0 else row.cells + [""] * missing)
    chunk.lines = lines
    chunk.columns = list(zip(*kept, strict=True)) if kept else [()] * width
    return chunk


class DelimitedText:
    """A stream of lines, split by one delimiter once `head` has shown which and how wide."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._stream = iter(stream)
        self.head = list(islice(self._stream, HEAD_LINES))

    def chunks(self, *, delimiter: str, width: int, after_line: int) -> Iterator[Chunk]:
        """Everything after a line of the head, `width` columns to a row."""
        stream = chain(self.head[after_line:], self._stream)
        usual = self._usual_width(delimiter, after_line) or width
        line = after_line + 1
        longest = max(map(len, self.head), default=1)
        size = max(1, min(_CHUNK_LINES, _CHUNK_CHARACTERS // (longest + 1)))
        while lines := list(islice(stream, size)):
            chunk = _split_clean(lines, line, delimiter, usual)
            if chunk is None or not chunk.fit(width):
                mixed = _Mixed(line, delimiter, width)
                chunk = mixed.split(lines, more=lambda: list(islice(stream, _MOST_LINES_A_ROW)))
            chunk.rows_read = len(lines)
            yield chunk
            line += len(lines)

    def _usual_width(self, delimiter: str, after_line: int) -> int:
        """How many cells most lines have, which trailing delimiters may make more than there are headings."""
        widths = [line.count(delimiter) + 1 for line in self.head[after_line:]]
        return max(widths, key=widths.count, default=0)


def _split_clean(lines: list[str], first_line: int, delimiter: str, width: int) -> Chunk | None:
    """The quick way for lines that are all whole rows of one width; None where any is not."""
    text = "".join(lines)
    numbers = range(first_line, first_line + len(lines))
    if '"' in text:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != len(lines) or len(set(map(len, rows))) != 1:
            return None
        return Chunk(numbers, list(zip(*rows, strict=True)))
    if set(map(str.count, lines, repeat(delimiter))) != {width - 1}:
        return None
    return Chunk(numbers, _split_plain(text, len(lines), delimiter, width))


def _split_plain(text: str, rows: int, delimiter: str, width: int) -> list[list[str]]:
    """Columns of lines that hold no quotation mark and `width` cells each."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    cells = text.replace("\n", delimiter).split(delimiter)
    del cells[width * rows :]  # the end of the last line became an empty cell
    return [cells[place::width] for place in range(width)]


class _Mixed:
    """Lines of which some are odd: runs of plain ones are split at once, the odd ones one by one."""

    def __init__(self, first_line: int, delimiter: str, width: int) -> None:
        self._first_line = first_line
        self._delimiter = delimiter
        self._width = width
        self._lines: list[int] = []
        self._columns: list[list[str]] = [[] for _ in range(width)]
        self._chunk = Chunk(self._lines, self._columns)

    def split(self, lines: list[str], *, more: Callable[[], list[str]]) -> Chunk:
        """Everything in file order; lines that `more` gives are added to `lines`."""
        odd = self._odd(lines, 0)
        done = 0
        for place in odd:
            if place >= done:  # not swallowed by the row before it
                self._take_plain(lines, done, place)
                known = len(lines)
                cells, done = _read_row(lines, place, self._delimiter, more)
                odd += self._odd(lines, known)
                self._take_odd(lines, place, cells)
        self._take_plain(lines, done, len(lines))
        return self._chunk

    def _odd(self, lines: list[str], start: int) -> list[int]:
        """The places of lines that are not plainly one row."""
        return [
            place
            for place in range(start, len(lines))
            if '"' in lines[place] or lines[place].count(self._delimiter) != self._width - 1
        ]

    def _take_plain(self, lines: list[str], start: int, end: int) -> None:
        if start >= end:
            return
        self._lines.extend(range(self._first_line + start, self._first_line + end))
        text = "".join(lines[start:end])
        for held, column in zip(
            self._columns, _split_plain(text, end - start, self._delimiter, self._width), strict=True
        ):
            held.extend(column)

    def _take_odd(self, lines: list[str], place: int, cells: list[str] | None) -> None:
        line = self._first_line + place
        odd: Row | BrokenLine = (
            BrokenLine(line, lines[place].rstrip("\r\n")) if cells is None else Row(line, cells)
        )
        squared = square([odd], self._width, 0)
        self._chunk.broken += squared.broken
        self._chunk.surplus += squared.surplus
        self._lines.extend(squared.lines)
        for held, column in zip(self._columns, squared.columns, strict=True):
            held.extend(column)
