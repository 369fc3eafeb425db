"""Rows out of a workbook (XLSX, XLS, ODS): every sheet that is a register is read.

A cell becomes the text that a person would type: a whole number without its point, a date
as ISO. A workbook is small on the disk and may claim to be enormous, so its size is
looked at before it is opened. Lines are those of the sheet, and columns of further
sheets are named with the sheet.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import IO, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from supportfirst.attendance.registers.delimited import Chunk, Row, square
from supportfirst.attendance.registers.result import Fault

_MOST_CELLS = 40_000_000
_MOST_BYTES = 4_000_000_000
_CHUNK_CELLS = 500_000
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_READ_AT_ONCE = 1 << 20
_REMEDY = "open it in a spreadsheet, and export the register as CSV"


class Sheet(NamedTuple):
    name: str
    rows: Sequence[Row]  # every row, blank ones too, as text

    def head(self, count: int) -> list[Row]:
        return [row for row in self.rows[:count] if any(row.cells)]

    def chunks(self, *, width: int, after_line: int) -> Iterator[Chunk]:
        rows = islice(self.rows, after_line, None)
        size = max(1, _CHUNK_CELLS // max(width, 1))
        while some := list(islice(rows, size)):
            yield square(some, width, len(some))


def is_workbook(data: bytes) -> bool:
    """A zip archive, or the older binary form; both begin with fixed bytes."""
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def read_sheets(data: bytes) -> list[Sheet] | Fault:
    """Every sheet with something in it, or why the workbook cannot be read. Never raises."""
    if data.startswith(b"PK"):
        fault = _too_large(data)
        if fault:
            return fault
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            Sheet(
                name, [Row(line, [as_text(value) for value in cells]) for line, cells in enumerate(rows, 1)]
            )
            for name in workbook.sheet_names
            if (rows := workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
        ]
    except PasswordError:
        return Fault("workbook-locked", "", "the workbook has a password", "save it without one")
    except (CalamineError, OSError, ValueError, OverflowError, KeyError, EOFError) as error:
        return _unreadable(f"the workbook is damaged ({str(error)[:120]})")
    except BaseException as error:
        # A panic inside the reader is not an Exception, and has no class that could be imported.
        if type(error).__name__ != "PanicException":
            raise
        return _unreadable("the workbook is damaged")
    return sheets


def as_text(value: object) -> str:
    """What a person would type for a cell's value."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _unreadable(what: str) -> Fault:
    return Fault("workbook-unreadable", "", what, _REMEDY)


def _too_large(data: bytes) -> Fault | None:
    """A sheet whose furthest cells span more than memory should hold, or an archive that is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                return _unreadable("the workbook is too large when unpacked")
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    with archive.open(entry) as sheet:
                        if _span(sheet) > _MOST_CELLS:
                            return _unreadable("a sheet spans too many rows and columns")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return _unreadable("the workbook is damaged: it is not a whole archive")
    return None


def _span(sheet: IO[bytes]) -> int:
    """Rows times columns, from the first cell to the furthest named."""
    columns: set[bytes] = set()
    last_row = 0
    before = b""
    while part := sheet.read(_READ_AT_ONCE):
        references = _REFERENCE.findall(before + part)
        columns.update(column for column, _ in references)
        if references:
            last_row = max(last_row, max(int(row) for _, row in references))
        before = part[-32:]
    return last_row * max(map(_column_number, columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
