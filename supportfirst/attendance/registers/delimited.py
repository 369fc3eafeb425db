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
        base = at
        reader = csv.reader(islice(lines, base, None), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if not _may_be_one_row(lines, at, base + reader.line_num):
                    raise csv.Error("a quotation mark is left open")
                yield Row(first_line + at, cells)
                at = base + reader.line_num
        except csv.Error:
            ran_out = base + reader.line_num >= len(lines)
            further = more() if ran_out and len(lines) - at < _MOST_LINES_A_ROW else []
            if further:
                lines.extend(further)
            else:
                yield BrokenLine(first_line + at, lines[at].rstrip("\r\n"))
                at += 1


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
        line = after_line + 1
        longest = max(map(len, self.head), default=1)
        size = max(1, min(_CHUNK_LINES, _CHUNK_CHARACTERS // (longest + 1)))
        while lines := list(islice(stream, size)):
            chunk = _split_clean(lines, line, delimiter, width)
            if chunk is None:
                rows = read_rows(
                    lines,
                    first_line=line,
                    delimiter=delimiter,
                    more=lambda: list(islice(stream, _MOST_LINES_A_ROW)),
                )
                chunk = square(list(rows), width, 0)
                chunk.rows_read = len(lines)  # read_rows may have drawn more
            yield chunk
            line += len(lines)


def _split_clean(lines: list[str], first_line: int, delimiter: str, width: int) -> Chunk | None:
    """The quick way for lines that are all whole rows; None where any is not."""
    text = "".join(lines)
    numbers = range(first_line, first_line + len(lines))
    if '"' in text:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != len(lines) or set(map(len, rows)) != {width}:
            return None
        return Chunk(numbers, list(zip(*rows, strict=True)), rows_read=len(lines))
    if set(map(str.count, lines, repeat(delimiter))) != {width - 1}:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    cells = text.replace("\n", delimiter).split(delimiter)
    if len(cells) > width * len(lines):  # the last line had an end, which became an empty cell
        cells.pop()
    return Chunk(numbers, [cells[place::width] for place in range(width)], rows_read=len(lines))
