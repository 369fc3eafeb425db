"""The one door for registers: any bytes in, marks and a full account out.

What the bytes are is found out here (a workbook, a transfer file, a report, delimited text) and
handed to the layout that knows it. Nothing raises: a file that cannot be used comes back
with no marks and the reason in `file_problems`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.registers.bulk import Collector
from supportfirst.attendance.registers.dates import read_session_heading
from supportfirst.attendance.registers.day_rows import read_days
from supportfirst.attendance.registers.decode import decode
from supportfirst.attendance.registers.delimited import DELIMITERS, DelimitedText, Row, read_rows
from supportfirst.attendance.registers.headers import CODE, DATE, DECISIVE, SESSION, UPN, assign
from supportfirst.attendance.registers.long_rows import read_long
from supportfirst.attendance.registers.mark_strings import read_strings
from supportfirst.attendance.registers.readers import SymbolReader
from supportfirst.attendance.registers.report_xml import is_report, report_chunks, report_rows
from supportfirst.attendance.registers.result import Fault, ReadRegister
from supportfirst.attendance.registers.sniff import (
    HEADING_ROWS,
    Found,
    find_layout,
    find_layout_by_content,
    find_layout_nearly,
    find_unreadable_grid,
)
from supportfirst.attendance.registers.spreadsheets import Sheet, is_workbook, read_sheets
from supportfirst.attendance.registers.transfer_file import TransferFileRefused, is_xml, read_transfer_file
from supportfirst.attendance.registers.wide_grid import read_grid

_READERS = {"long": read_long, "grid": read_grid, "strings": read_strings, "days": read_days}
LAYOUTS = (*_READERS, "transfer file")
Progress = Callable[[int], None]


def parse_register(
    data: bytes,
    *,
    name: str,
    codes: CodeBook,
    layout: str | None = None,
    progress: Progress | None = None,
) -> ReadRegister:
    """Read a register of any layout from the bytes of a file.

    name      the file's name, for problems
    layout    one of LAYOUTS, where the caller knows; by default it is found out
    progress  hears how many rows (pupils, in a transfer file) are done, now and then

    Never raises. `cells == len(marks) + blank + repeated + len(problems)` always holds.
    """
    assert layout is None or layout in LAYOUTS, f"layout is one of {LAYOUTS}"
    collector = Collector(name=name, codes=codes)
    tell = progress or (lambda _: None)
    if not data.strip(b"\x00\t\r\n ,;|"):
        return _unusable(collector, Fault("empty", "", "there is nothing in the file", "export it again"))
    if is_workbook(data):
        return _read_workbook(collector, data, layout, tell)
    if is_report(data):
        return _read_report(collector, data, layout, tell)
    if is_xml(data):
        return _read_transfer_file(collector, data, tell)
    return _read_text(collector, data, layout, tell)


def _unusable(collector: Collector, fault: Fault, line: int = 0) -> ReadRegister:
    collector.read.file_problems.append(fault.at(file=collector.name, line=line))
    return collector.finish()


def _read_transfer_file(collector: Collector, data: bytes, progress: Progress) -> ReadRegister:
    collector.read.layout = "transfer file"
    try:
        collector.read.encoding = read_transfer_file(collector, data, progress)
    except TransferFileRefused as refused:
        return _unusable(collector, refused.fault, refused.line)
    return collector.finish()


def _read_report(collector: Collector, data: bytes, layout: str | None, progress: Progress) -> ReadRegister:
    collector.read.encoding = "report"
    try:
        rows = report_rows(data)
    except TransferFileRefused as refused:
        return _unusable(collector, refused.fault, refused.line)
    head = rows[:HEADING_ROWS]
    found, _ = _recognise({"": head}, collector, layout)
    if found is None:
        return _unusable(collector, _why_not({"": head}, layout))
    if fault := _doubled(found):
        return _unusable(collector, fault, found.first_line)
    _note_found(collector, found, head)
    _READERS[found.layout](collector, found, report_chunks(rows, found.width), progress)
    return collector.finish()


def _read_text(collector: Collector, data: bytes, layout: str | None, progress: Progress) -> ReadRegister:
    decoded = decode(data)
    collector.read.encoding = decoded.encoding
    if decoded.warning:
        collector.warn(0, Fault("encoding", decoded.encoding, decoded.warning, "save the file as UTF-8"))
    text = DelimitedText(decoded.stream)
    heads = {delimiter: _head(text.head, delimiter) for delimiter in DELIMITERS}
    found, delimiter = _recognise(heads, collector, layout)
    if found is None:
        return _unusable(collector, _why_not(heads, layout))
    if fault := _doubled(found):
        return _unusable(collector, fault, found.first_line)
    _note_found(collector, found, heads[delimiter])
    chunks = text.chunks(delimiter=delimiter, width=found.width, after_line=found.last_line)
    _READERS[found.layout](collector, found, chunks, progress)
    return collector.finish()


def _head(lines: list[str], delimiter: str) -> list[Row]:
    """The first rows; a line that cannot be split properly is split all the same, as it may be headings."""
    rows = [
        row if isinstance(row, Row) else Row(row.line, row.text.replace('"', "").split(delimiter))
        for row in read_rows(list(lines), first_line=1, delimiter=delimiter)
    ]
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def _recognise(
    heads: dict[str, list[Row]], collector: Collector, layout: str | None
) -> tuple[Found | None, str]:
    """The surest of the four ways first, over every delimiter; see `sniff`."""
    symbols = SymbolReader(collector.faults, collector.codes)
    by_content = partial(find_layout_by_content, is_code=lambda text: symbols[text] > 0)
    ways: tuple[Callable[[list[Row]], Found | None], ...] = (
        partial(find_layout, wanted=layout),
        partial(find_layout_nearly, wanted=layout),
        *([by_content] if layout in (None, "long") else []),
        partial(find_unreadable_grid, wanted=layout),
    )
    for find in ways:
        for delimiter, rows in heads.items():
            found = find(rows)
            if found:
                return found, delimiter
    return None, DELIMITERS[0]


def _doubled(found: Found) -> Fault | None:
    """Two columns of one name, where nobody can tell which is meant."""
    doubled = [role for role in found.columns.doubled if role in DECISIVE[found.layout]]
    if not doubled:
        return None
    heading = found.columns.heading(doubled[0])
    return Fault(
        "heading-twice",
        heading,
        f"two columns are called “{heading}”",
        "rename or take out one of them",
        heading,
    )


def _note_found(collector: Collector, found: Found, head: Sequence[Row]) -> None:
    collector.read.layout = found.layout
    for fault in found.warnings:
        collector.warn(found.first_line, fault)
    above = [row for row in head if row.line < found.first_line]
    by_content = any(fault.kind == "headings-unreadable" for fault in found.warnings)
    if above and not by_content:
        text = " ".join(above[0].cells).strip()
        fault = Fault("above-headings", text, "what stands above the headings was not read", "none needed")
        collector.warn(above[0].line, fault)


def _why_not(heads: dict[str, list[Row]], layout: str | None) -> Fault:
    """Name what is missing, from the row that comes nearest to headings."""
    wanted: tuple[str, ...] = (UPN, DATE, SESSION, CODE)
    rows = [row for head in heads.values() for row in head[:HEADING_ROWS]]
    nearest = max(rows, key=_likeness, default=None)
    columns = assign(nearest.cells if nearest else [])
    if not nearest or not _likeness(nearest):
        return Fault(
            "not-a-register",
            "",
            "no headings of a register were found" + (f" in the layout “{layout}”" if layout else ""),
            "export it with the headings upn, date, session and code, or a column for each session",
        )
    if any(read_session_heading(heading).day for heading in columns.headings):
        wanted = (UPN,)  # a grid
    missing = " and ".join(f"“{role}”" for role in columns.missing(wanted)) or "the sessions"
    return Fault(
        "heading-missing",
        ", ".join(cell for cell in columns.headings if cell.strip()),
        f"there is no column for {missing}",
        "export it with the headings upn, date, session and code, or a column for each session",
    )


def _likeness(row: Row) -> int:
    """How many of a row's cells could be headings of a register."""
    sessions = sum(read_session_heading(cell).half is not None for cell in row.cells[:20] if cell.strip())
    return len(assign(row.cells).places) + sessions


def _read_workbook(collector: Collector, data: bytes, layout: str | None, progress: Progress) -> ReadRegister:
    collector.read.encoding = "workbook"
    sheets = read_sheets(data)
    if isinstance(sheets, Fault):
        return _unusable(collector, sheets)
    heads: dict[str, list[Row]] = {sheet.name: sheet.head(40) for sheet in sheets}
    registers: list[tuple[Sheet, Found]] = []
    for sheet in sheets:
        found, _ = _recognise({sheet.name: heads[sheet.name]}, collector, layout)
        if found and not _doubled(found):
            registers.append((sheet, found))
        elif heads[sheet.name]:
            fault = (_doubled(found) if found else None) or _why_not({sheet.name: heads[sheet.name]}, layout)
            collector.warn(0, fault._replace(kind="sheet-left-out", value=sheet.name))
    if not registers:
        collector.read.warnings.clear()
        return _unusable(collector, _why_not(heads, layout))
    for sheet, found in registers:
        if sheet is not registers[0][0]:
            collector.begin_sheet()
            found.name_with(sheet.name)
        _note_found(collector, found, heads[sheet.name])
        chunks = sheet.chunks(width=found.width, after_line=found.last_line)
        _READERS[found.layout](collector, found, chunks, progress)
    return collector.finish()
