"""A published row as files that anybody can hand to the command line: register, calendar, pupils.

Only for small rows: a file has a line for every mark. The part of the row that a pupil belongs to
is the class, so that the pupils whom the census calls persistently absent can be grouped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from samples.people import upn
from samples.published import days_of, kinds_of
from samples.published_rows import PRESENT_AM, PRESENT_PM, PublishedRow

SERIALS = 1000  # UPNs of one year of intake
SCHOOL = 9001


class Files(NamedTuple):
    register: Path
    calendar: Path
    pupils: Path


def write_files(row: PublishedRow, folder: Path) -> Files:
    """Write the three files of a row into a folder that exists."""
    days = days_of(row)
    sessions = [(day.isoformat(), half) for day in days for half in ("AM", "PM")]
    register, pupils = [], []
    for kind in kinds_of(row):
        marks = [
            (day, half, _shown(code, half))
            for (day, half), code in zip(sessions, kind.marks(len(sessions)), strict=True)
            if code
        ]
        for _ in range(kind.times):
            serial = len(pupils)
            number = upn(SCHOOL, serial // SERIALS, serial % SERIALS)
            pupils.append((number, row.place, kind.part, days[0].isoformat()))
            register += [(number, *mark) for mark in marks]
    files = Files(folder / "register.csv", folder / "calendar.csv", folder / "pupils.csv")
    _write(files.register, ["upn", "date", "session", "code"], register)
    _write(files.pupils, ["upn", "school", "class", "start_date"], pupils)
    _write(files.calendar, ["start", "end", "kind", "note"], [(day, day, "term", "") for day in days])
    return files


def _shown(code: str, half: str) -> str:
    if code not in (PRESENT_AM, PRESENT_PM):
        return code
    return PRESENT_AM if half == "AM" else PRESENT_PM


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
