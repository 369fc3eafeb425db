"""The long layout: a row for each pupil and session.

A row is one cell of the account. Its UPN, date, session, code and moment must be
readable, or the row is a problem: a moment decides what was known when, so it is not
passed over. Minutes late change no figure; where they cannot be read the mark stands,
with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

from supportfirst.attendance.registers import headers
from supportfirst.attendance.registers.bulk import Collector
from supportfirst.attendance.registers.delimited import Chunk
from supportfirst.attendance.registers.headers import Columns
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.sniff import Found
from supportfirst.attendance.vocabulary.marks import Remark

_MOST_MINUTES = 600


def read_long(
    collector: Collector, found: Found, chunks: Iterable[Chunk], progress: Callable[[int], None]
) -> None:
    """Hand every row to the collector; `progress` hears how many rows are done."""
    columns = found.columns
    collector.upns.column = columns.heading(headers.UPN)
    collector.days.column = columns.heading(headers.DATE)
    collector.halves.column = columns.heading(headers.SESSION)
    collector.symbols.column = columns.heading(headers.CODE)
    collector.moments.column = columns.heading(headers.RECORDED_AT)
    heading = collector.heading(columns.heading(headers.CODE))
    done = 0
    for whole in chunks:
        chunk = whole.without_blank_rows(columns.places[headers.UPN])
        texts = Texts(chunk, columns)
        refuse_unsplit(collector, chunk)
        collector.read.extra_columns.keep(
            chunk.lines, [(name, chunk.columns[place]) for place, name in extras_of(chunk, columns)]
        )
        collector.take_rows(
            lines=chunk.lines,
            upns=texts.of(headers.UPN),
            days=texts.of(headers.DATE),
            halves=texts.of(headers.SESSION),
            codes=texts.of(headers.CODE),
            moments=texts.or_none(headers.RECORDED_AT),
            recorders=texts.recorders(),
            remarks=_remarks(collector, chunk, texts),
            heading=heading,
        )
        done += whole.rows_read
        progress(done)


TOO_MANY_CELLS = Fault(
    "too-many-cells",
    "",
    "the row has more filled cells than there are headings",
    "put a cell that holds a comma in quotation marks, and each row on its own line",
)
UNREADABLE_ROW = Fault(
    "unreadable-row",
    "",
    "the row cannot be split into cells: a quotation mark is out of place or a cell is huge",
    "write a quotation mark inside a cell twice, and close each that is opened",
)


def refuse_unsplit(collector: Collector, chunk: Chunk) -> None:
    """Rows with too many cells, and lines that could not be split at all: one problem each."""
    for row in chunk.surplus:
        collector.refuse(row.line, TOO_MANY_CELLS._replace(value=",".join(row.cells[:20])))
    for broken in chunk.broken:
        collector.refuse(broken.line, UNREADABLE_ROW._replace(value=broken.text))


class Texts:
    """The columns of a chunk by role."""

    def __init__(self, chunk: Chunk, columns: Columns) -> None:
        self._chunk = chunk
        self._places = columns.places

    def of(self, role: str) -> Sequence[str]:
        return self._chunk.columns[self._places[role]]

    def or_none(self, role: str) -> Sequence[str] | None:
        return self.of(role) if role in self._places else None

    def recorders(self) -> list[tuple[str, str]] | None:
        names, titles = self.or_none(headers.RECORDED_BY), self.or_none(headers.RECORDED_BY_TITLE)
        if names is None and titles is None:
            return None
        nothing = repeat("", len(self._chunk.lines))
        return list(
            zip(nothing if names is None else names, nothing if titles is None else titles, strict=False)
        )


def extras_of(chunk: Chunk, columns: Columns) -> list[tuple[int, str]]:
    """Extra columns by heading; one that has no heading but holds something is named by its place."""
    named = dict(columns.extras())
    used = set(columns.places.values())
    for place, texts in enumerate(chunk.columns):
        if place not in used and place not in named and any(texts):
            named[place] = f"column {place + 1}"
    return sorted(named.items())


def _remarks(collector: Collector, chunk: Chunk, texts: Texts) -> dict[int, Remark]:
    """What is written beside a mark, by place in the chunk; most rows have nothing."""
    remarks: dict[int, Remark] = {}
    for role in (headers.MINUTES, headers.COMMENT, headers.REASON):
        column = texts.or_none(role)
        if column is None or not any(column):
            continue
        for place, text in enumerate(column):
            if trimmed := text.strip():
                remark = remarks.get(place, Remark())
                if role == headers.MINUTES:
                    remarks[place] = remark._replace(
                        minutes_late=_minutes(collector, chunk.lines[place], trimmed)
                    )
                elif role == headers.COMMENT:
                    remarks[place] = remark._replace(comment=trimmed)
                else:
                    remarks[place] = remark._replace(reason=trimmed)
    return remarks


def _minutes(collector: Collector, line: int, text: str) -> int | None:
    if text.isdecimal() and len(text) <= 4 and int(text) <= _MOST_MINUTES:
        return int(text)
    fault = Fault(
        "unreadable-minutes",
        text,
        "the minutes late are not a whole number up to 600; the mark stands without them",
        "write the number of minutes, or leave the cell empty",
    )
    collector.warn(line, fault, headers.MINUTES)
    return None
