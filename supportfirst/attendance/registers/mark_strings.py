"""Mark strings: a pupil's consecutive sessions in one cell, from a start date.

Sessions run AM, PM, Monday to Friday, weekends left out and nothing else: no calendar is
known here, and closures stand in the string as `#`. Without a comma each character is a
session; with one, each piece between commas, and a piece may have two characters. A
space, a hyphen or nothing between commas is no mark. Spaces count, so a string is not trimmed.

In a string with commas a piece of three characters or more is a comma lost, or a code too
many; which session each later mark belongs to cannot be told, so it and all after it are
problems. A start at the weekend is read as the Monday after, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

from supportfirst.attendance.registers import headers
from supportfirst.attendance.registers.bulk import Collector
from supportfirst.attendance.registers.dates import read_day
from supportfirst.attendance.registers.delimited import Chunk
from supportfirst.attendance.registers.long_rows import refuse_unsplit
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.sniff import Found

_MOST_MARKS = 10_000  # over twenty years of sessions
_LONGEST_CODE = 2


def read_strings(
    collector: Collector, found: Found, chunks: Iterable[Chunk], progress: Callable[[int], None]
) -> None:
    """Hand every pupil's string to the collector."""
    columns = found.columns
    upn, start, marks = (columns.places[role] for role in (headers.UPN, headers.START_DATE, headers.MARKS))
    collector.upns.column = columns.heading(headers.UPN)
    collector.days.column = columns.heading(headers.START_DATE)
    heading = columns.heading(headers.MARKS)
    done = 0
    for whole in chunks:
        chunk = whole.without_blank_rows(upn)
        refuse_unsplit(collector, chunk)
        extras = [(name, chunk.columns[place]) for place, name in columns.extras()]
        collector.read.extra_columns.keep(chunk.lines, extras)
        for place, line in enumerate(chunk.lines):
            take_marks(
                collector,
                line=line,
                upn=chunk.columns[upn][place],
                start=chunk.columns[start][place],
                marks=chunk.columns[marks][place],
                heading=heading,
            )
        done += whole.rows_read
        progress(done)


def take_marks(
    collector: Collector, *, line: int, upn: str, start: str, marks: str, heading: str, commas: bool = False
) -> None:
    """One string; `commas` says that its pieces are separated even where it has only one."""
    codes = marks.split(",") if commas or "," in marks else list(marks)
    if len(codes) > _MOST_MARKS:
        fault = Fault(
            "too-many-marks",
            marks,
            f"the string has {len(codes):,} marks, more than a school life",
            "check where the string ends",
        )
        collector.refuse(line, fault, heading)
        return
    if "," in marks:
        codes = _cut_at_lost_comma(collector, codes, line, heading)
    else:
        _warn_of_digits(collector, codes, line, heading)
    first_day = read_day(start)
    if isinstance(first_day, date) and first_day.weekday() > 4:
        fault = Fault(
            "starts-at-weekend",
            start,
            "the string starts at a weekend; its first mark was read as the Monday's after",
            "start the string on a school day",
        )
        collector.warn(line, fault, collector.days.column)
    collector.take_string(line=line, upn=upn, start=start, codes=codes, heading=collector.heading(heading))


def _cut_at_lost_comma(collector: Collector, codes: list[str], line: int, heading: str) -> list[str]:
    """The marks before the first piece that is too long; the rest are problems, one each."""
    too_long = next((place for place, code in enumerate(codes) if len(code.strip()) > _LONGEST_CODE), None)
    if too_long is None:
        return codes
    for place, code in enumerate(codes[too_long:]):
        if place and code.strip() in ("", "-"):
            collector.count_blank()
            continue
        fault = Fault(
            "lost-comma",
            code,
            f"mark {too_long + 1} of the string is too long for a code, so the sessions of this and "
            "the later marks cannot be told",
            "put the comma back, or correct the code",
        )
        collector.refuse(line, fault, heading)
    return codes[:too_long]


def _warn_of_digits(collector: Collector, codes: list[str], line: int, heading: str) -> None:
    """A digit is no code; after a letter it tells of two-character codes run together."""
    for before, code in pairwise(codes):
        if code.isdigit() and f"{before}{code}".upper() in collector.symbols.symbols:
            fault = Fault(
                "two-character-code",
                f"{before}{code}",
                "this may be one code of two characters; each later mark is then a session too late",
                "separate the marks with commas",
            )
            collector.warn(line, fault, heading)
            return
