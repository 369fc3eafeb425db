"""Reports that SIMS writes as XML: a record a row, and in it an element a column, named as in the report.

A letter that XML allows in no name is written there by its number (`Mark_x0020_Date`). An element that a
record leaves out is an empty cell. Which column is which, the headings say, as in every other layout. The
XML is held to what a transfer file is held to: whole, and without declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from supportfirst.attendance.registers.delimited import Chunk, Row, square
from supportfirst.attendance.registers.transfer_file import is_xml, safe_root

_ROOT, _RECORD = b"<SuperStarReport", "{*}Record"
_LOOKED_AT = 4096
_BY_NUMBER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROWS_AT_ONCE = 20_000


def is_report(data: bytes) -> bool:
    return is_xml(data) and _ROOT in data[:_LOOKED_AT].replace(b"\x00", b"")


def report_rows(data: bytes) -> list[Row]:
    """The headings, then each record. Raises TransferFileRefused for XML that is not whole or not safe."""
    root = safe_root(data)
    places: dict[str, int] = {}
    records: list[tuple[int, dict[int, str]]] = []
    for record in root.iterchildren(_RECORD):
        cells: dict[int, str] = {}
        for cell in record.iterchildren(tag=etree.Element):
            name = _heading(etree.QName(cell).localname)
            cells[places.setdefault(name, len(places))] = cell.text or ""
        records.append((int(str(record.sourceline or 0)), cells))
    headings = Row(int(str(root.sourceline or 0)), list(places))
    width = range(len(places))
    return [headings, *(Row(line, [cells.get(place, "") for place in width]) for line, cells in records)]


def report_chunks(rows: Sequence[Row], width: int) -> Iterator[Chunk]:
    """The records of a report, some thousand at a time."""
    left = iter(rows[1:])
    while some := list(islice(left, _ROWS_AT_ONCE)):
        yield square(some, width, len(some))


def _heading(name: str) -> str:
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), name)
