"""The wide layout: a row for each pupil, a column for each session.

Each cell under a session's heading is a cell of the account. Where a heading was meant as
a session and cannot be read, each filled cell under it is a problem; the rest is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from supportfirst.attendance.registers import headers
from supportfirst.attendance.registers.bulk import Collector
from supportfirst.attendance.registers.dates import why_no_session
from supportfirst.attendance.registers.delimited import Chunk
from supportfirst.attendance.registers.long_rows import refuse_unsplit
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.sniff import Found, Slot


def read_grid(
    collector: Collector, found: Found, chunks: Iterable[Chunk], progress: Callable[[int], None]
) -> None:
    """Hand every cell under a session's heading to the collector."""
    columns = found.columns
    upn_place = columns.places[headers.UPN]
    collector.upns.column = columns.heading(headers.UPN)
    sessions = [_session_number(collector, slot) for slot in found.slots]
    headings = [collector.heading(slot.heading) for slot in found.slots]
    session_places = {slot.place for slot in found.slots}
    extras = [
        (place, heading.strip())
        for place, heading in enumerate(columns.headings)
        if place not in session_places and place != upn_place and heading.strip()
    ]
    unnamed = [
        place
        for place, heading in enumerate(columns.headings)
        if not heading.strip() and place > found.slots[0].place
    ]
    done = 0
    doubted: frozenset[int] = frozenset()
    for whole in chunks:
        chunk = whole.without_blank_rows(upn_place)
        refuse_unsplit(collector, chunk)
        _refuse_unnamed(collector, chunk, unnamed)
        collector.read.extra_columns.keep(
            chunk.lines, [(name, chunk.columns[place]) for place, name in extras]
        )
        doubted = _warn_of_codes(collector, chunk, extras, doubted, after=found.slots[0].place)
        by_session = [chunk.columns[slot.place] for slot in found.slots]
        collector.take_grid(
            lines=chunk.lines,
            upns=chunk.columns[upn_place],
            sessions=sessions,
            headings=headings,
            codes=chain.from_iterable(zip(*by_session, strict=True)),
        )
        done += whole.rows_read
        progress(done)


def _session_number(collector: Collector, slot: Slot) -> int:
    if slot.session:
        return slot.session.number
    return collector.faults.number(why_no_session(slot.heading))


def _warn_of_codes(
    collector: Collector, chunk: Chunk, extras: list[tuple[int, str]], doubted: frozenset[int], *, after: int
) -> frozenset[int]:
    """Warn once of a column among the sessions that holds nothing but codes; it is kept, not counted."""
    for place, heading in extras:
        filled = {text.strip().upper() for text in chunk.columns[place]} - {"", "-"}
        if place < after or place in doubted or not filled or filled - collector.known_symbols:
            continue
        doubted |= {place}
        told = (
            "the heading of this column is not a session, and it holds register codes: they are not counted"
        )
        remedy = "if they are marks, head the column with a date and AM or PM, as in 2025-09-03 AM"
        collector.warn(chunk.lines[0], Fault("codes-without-session", heading, told, remedy), heading)
    return doubted


def _refuse_unnamed(collector: Collector, chunk: Chunk, places: list[int]) -> None:
    """Filled cells among the sessions in a column without a heading."""
    for place in places:
        if not any(chunk.columns[place]):
            continue
        for line, text in zip(chunk.lines, chunk.columns[place], strict=True):
            if text.strip() not in ("", "-"):
                fault = Fault(
                    "unreadable-heading",
                    text,
                    f"column {place + 1} has no heading",
                    "head the column with a date and AM or PM, as in 2025-09-03 AM",
                )
                collector.refuse(line, fault)
