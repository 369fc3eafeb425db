"""The files that a command is given, read once and told about on standard error.

A register may be given as many times as there are exports, oldest first; a ledger file
is recognised by its first line and stands for everything recorded in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from supportfirst.attendance.casefiles.history_file import ReadHistory, parse_history
from supportfirst.attendance.casefiles.parents_file import parse_parents
from supportfirst.attendance.casefiles.school_file import parse_school
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import say
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.packs.load import calendar_bytes, calendar_names
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.registers.parse import parse_register
from supportfirst.attendance.registers.problems_file import write_problems
from supportfirst.attendance.registers.pupils_file import ReadPupils, parse_pupils
from supportfirst.attendance.schooldays.builtin import builtin_calendar
from supportfirst.attendance.schooldays.calendar_file import read_calendar
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import Parent, School
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.attendance.vocabulary.problems import Problem

SHOWN_AT_MOST = 20
LEDGER_BEGINS = b'{"'


class FileMissing(AttendanceError):
    """A file that was named is not there, or can't be opened."""


class NothingUsable(AttendanceError):
    """No mark could be used from any register that was given."""


@dataclass(slots=True)
class Told:
    """Everything that was found wrong or doubtful while reading, in the order of the files."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems_file: str | None = None  # where to write every problem, if that was asked for

    def add(self, problems: Sequence[Problem], warnings: Sequence[Problem]) -> None:
        self.problems.extend(problems)
        self.warnings.extend(warnings)


def read_bytes(path: str) -> bytes:
    """The bytes of a file. Raises FileMissing with the remedy."""
    refuse_device(path)
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise FileMissing(
            what=f"this file can't be read ({error.strerror or error})",
            where=path,
            remedy="check the name and the folder, and that you may open it",
        ) from error


def refuse_device(path: str) -> str:
    """The path again, unless it is a device, which may never end. Raises FileMissing."""
    given = Path(path)
    if given.is_char_device() or given.is_block_device():
        raise FileMissing(
            what="this is a device of the machine, not a file",
            where=path,
            remedy="name a file",
        )
    return path


def is_ledger(data: bytes) -> bool:
    return data.startswith(LEDGER_BEGINS) and b'"ledger/1"' in data[:4096]


def read_registers(paths: Sequence[str], *, codes: CodeBook, told: Told) -> Marks:
    """All marks of all files, later files after earlier. Raises NothingUsable when there are none."""
    marks = Marks()
    for path in paths:
        read = read_one_register(path, codes=codes, told=told)
        if len(marks):
            marks.extend(read)
        else:
            marks = read
    if not len(marks):
        tell(told, problems_file=told.problems_file)
        raise NothingUsable(
            what="no mark in it could be used",
            where=", ".join(paths),
            remedy="see the problems above; a register needs the columns upn, date, session and code",
        )
    return marks


def read_one_register(path: str, *, codes: CodeBook, told: Told) -> Marks:
    """One export or ledger as marks; its problems are added to `told`."""
    data = read_bytes(path)
    if is_ledger(data):
        return open_ledger(Path(path)).marks(codes=codes)
    with watching(f"Reading {Path(path).name}", data.count(b"\n")) as watch:
        read = parse_register(data, name=path, codes=codes, progress=watch)
    told.add(read.all_problems, read.warnings)
    return read.marks


def read_calendar_named(name: str, *, bank_holidays: Mapping[date, str], told: Told) -> SchoolCalendar:
    """A calendar file, or a built-in one by its name. Raises CalendarUnusable or FileMissing."""
    if not Path(name).exists() and name in calendar_names():
        return builtin_calendar(calendar_bytes(name), name=name, bank_holidays=bank_holidays)
    if not Path(name).exists() and not Path(name).suffix:
        raise FileMissing(
            what="there is no such file, and no built-in calendar of that name",
            where=name,
            remedy=f"name a calendar file, or one of: {', '.join(sorted(calendar_names()))}",
        )
    read = read_calendar(read_bytes(name), name=name, bank_holidays=bank_holidays)
    told.add([], read.warnings)
    return read.calendar


def read_pupils(path: str | None, *, told: Told) -> list[Pupil] | None:
    """The pupils of a file; None where none was given, which is not the same as an empty one."""
    read = read_pupils_file(path, told=told)
    return None if read is None else read.pupils


def read_pupils_file(path: str | None, *, told: Told) -> ReadPupils | None:
    """The pupils of a file and the flags that it has columns for; None where no file was given."""
    if path is None:
        return None
    read = parse_pupils(read_bytes(path), name=path)
    told.add(read.problems, read.warnings)
    return read


def read_school(path: str | None, *, told: Told) -> School | None:
    """The school of a file; None where none was given. Raises CaseFileUnreadable or FileMissing."""
    if path is None:
        return None
    read = parse_school(read_bytes(path), name=path)
    told.add(read.problems, read.warnings)
    return read.school


def read_parents(path: str | None, *, told: Told) -> list[Parent] | None:
    """The parents of a file; None where none was given, which is not the same as an empty one.

    Raises CaseFileUnreadable or FileMissing.
    """
    if path is None:
        return None
    read = parse_parents(read_bytes(path), name=path)
    told.add(read.problems, read.warnings)
    return read.parents


def read_history(path: str | None, pack: Pack, *, told: Told) -> ReadHistory | None:
    """A file's events, of the kinds that a pack knows, and what of it could not be read; None where none
    was given.

    Raises CaseFileUnreadable or FileMissing.
    """
    if path is None:
        return None
    read = parse_history(read_bytes(path), name=path, records=pack.records)
    told.add(read.problems, read.warnings)
    return read


def tell(told: Told, *, problems_file: str | None) -> None:
    """Problems on standard error: all to the file if one was named, else the first 20 and the total."""
    if problems_file is not None:
        _write_problems(problems_file, told.problems)
        if told.problems:
            plural = "" if len(told.problems) == 1 else "s"
            say(f"{len(told.problems):,} problem{plural} written to {problems_file}.")
    else:
        _show_first(told.problems, "problem")
    _show_first(told.warnings, "warning")


def _write_problems(path: str, problems: Sequence[Problem]) -> None:
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as stream:
            write_problems(problems, stream)
    except OSError as error:
        error.filename = path  # a full disk is told of while writing, when the name is not at hand
        raise


def _show_first(found: Sequence[Problem], name: str) -> None:
    if not found:
        return
    plural = "" if len(found) == 1 else "s"
    say(
        f"{len(found):,} {name}{plural}"
        + (f", the first {SHOWN_AT_MOST}:" if len(found) > SHOWN_AT_MOST else ":")
    )
    for problem in found[:SHOWN_AT_MOST]:
        line = f", line {problem.line}" if problem.line else ""
        column = f", {problem.column}" if problem.column else ""
        value = f" “{problem.value[:60]}”" if problem.value else ""
        say(f"  {problem.file}{line}{column}{value}: {problem.problem}; {problem.remedy}.")
    if len(found) > SHOWN_AT_MOST and name == "problem":
        say("  --problems FILE writes them all.")
