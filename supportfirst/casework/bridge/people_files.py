"""A file of pupils or of adults, as an office sends it, read with the core's own readers.

Three kinds: a pupils file, a parents file (`parents/1`, with columns of the site's own for what that format
does not hold), and a Common Transfer File, which brings both. Blank is never no: it says nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from supportfirst.attendance.casefiles.cells import Unusable, read_yes_no
from supportfirst.attendance.casefiles.parents_file import parse_parents
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.registers.dates import read_day
from supportfirst.attendance.registers.decode import decode
from supportfirst.attendance.registers.pupils_file import parse_pupils
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.spreadsheets import is_workbook
from supportfirst.attendance.registers.transfer_file import is_xml
from supportfirst.attendance.registers.upn import has_upn_form
from supportfirst.attendance.vocabulary.casework import Parent
from supportfirst.attendance.vocabulary.people import Flag, Pupil, Spell
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.casework.bridge.people_transfer import (
    SchoolNamed,
    TransferContact,
    TransferRefused,
    read_transfer,
)

# Columns of a parents file beside those of `parents/1`.
TEXTS = ("address", "postcode", "telephone", "email")
YES_NO = ("natural_parent", "lives_with_child")
BIRTH = "date_of_birth"
OWN_COLUMNS = frozenset({*TEXTS, *YES_NO, BIRTH})
_DELIMITERS = ",;\t|"
_HEADING_ROWS = 20
_LINE_END = re.compile(r"\r\n|\n|\r")
_UPN = re.compile(r"(?<![A-Z0-9])[A-Z]\d{11}[A-Z0-9](?![A-Z0-9])", re.ASCII)
_KEY_COLUMNS = frozenset({"parentid", "upn"})
# What the site keeps of a pupils file, beside its flags.
PUPIL_COLUMNS = frozenset(
    {
        "upn",
        "forename",
        "surname",
        "preferred_forename",
        "preferred_surname",
        "date_of_birth",
        "year_group",
        "class",
        "school",
        "start_date",
        "leaving_date",
    }
)
# Headings, or parts of them, that only a file of parents has: its names are the adults', not the child's.
_OF_PARENTS = (
    "relationship",
    "parentalresponsib",
    "daytodaycare",
    "naturalparent",
    "liveswithchild",
    "parentid",
)
_PASSED_OVER = frozenset({"unknown-column", "repeated-column"})  # as the parents file's reader tells them


@dataclass(frozen=True, slots=True)
class ReadAdult:
    """One adult of one pupil. "" and None: the file says nothing of it."""

    file_id: str
    upn: str
    title: str = ""
    forename: str = ""
    surname: str = ""
    relationship: str = ""
    natural_parent: bool | None = None
    parental_responsibility: bool | None = None
    day_to_day_care: bool | None = None
    lives_with_child: bool | None = None
    language: str = ""
    confidential: bool | None = None
    date_of_birth: date | None = None
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    email: str = ""
    order: int | None = None
    line: int = 0  # of the file; 0: not known


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """What a file says. Problems are cells and rows that could not be used; warnings change nothing."""

    pupils: tuple[Pupil, ...] = ()
    adults: tuple[ReadAdult, ...] = ()
    flag_columns: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)  # by UPN: the first line that holds it
    source: SchoolNamed | None = None  # of a Common Transfer File
    destination: SchoolNamed | None = None
    unread: tuple[str, ...] = ()  # columns, by their headings, from which nothing is taken


def read_people(data: bytes, *, name: str) -> PeopleFile:
    """Read whichever of the three kinds it is. Never raises: a file that is none of them is a problem."""
    if is_xml(data):
        return _from_transfer(data, name)
    try:
        parents = parse_parents(data, name=name)
    except CaseFileUnreadable:
        return _of_pupils(data, name)
    own = _OwnColumns(data, name)
    adults = tuple(own.added_to(parent) for parent in parents.parents)
    return PeopleFile(
        adults=adults,
        problems=(*parents.problems, *own.problems),
        warnings=tuple(each for each in parents.warnings if each.kind not in _PASSED_OVER),
        unread=_passed_over(parents.warnings),
    )


def _passed_over(warnings: Iterable[Problem]) -> tuple[str, ...]:
    """Columns of a parents file that nothing reads; of two of one name that is the second."""
    met: set[str] = set()
    found = []
    for each in warnings:
        heading = _plain(each.column)
        if each.kind in _PASSED_OVER and (heading not in _OWN_PLAIN or heading in met):
            found.append(each.column)
        met.add(heading)
    return tuple(found)


def _of_pupils(data: bytes, name: str) -> PeopleFile:
    """One that looks like parents is refused: a mother's name would stand over her child's."""
    pupils = parse_pupils(data, name=name, preferred_apart=True)
    columns = pupils.columns
    of_parents = [
        heading.strip()
        for heading in (columns.headings if columns else ())
        if any(part in _plain(heading) for part in _OF_PARENTS)
    ]
    if columns is not None and of_parents:
        told = " and ".join(f"“{heading}”" for heading in of_parents[:2])
        what = f"this seems to be a file of parents, since it has {told}; nobody in it was taken for a pupil"
        remedy = (
            "as a file of parents it needs the columns parent_id (your own number of each adult), upn (the"
            " child’s) and legal_name; for a file of pupils take out what is about adults"
        )
        return PeopleFile(problems=(Problem("looks-like-parents", name, columns.line, "", "", what, remedy),))
    nameless = tuple(f"column {number}, which has no heading" for number in pupils.nameless)
    return PeopleFile(
        tuple(pupils.pupils),
        flag_columns=pupils.flag_columns,
        problems=tuple(pupils.problems),
        warnings=tuple(pupils.warnings),
        lines=_lines_of_upns(data),
        unread=(*columns.unused_by(PUPIL_COLUMNS), *nameless) if columns is not None else (),
    )


def _lines_of_upns(data: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    if not is_workbook(data):
        for number, line in enumerate(_LINE_END.split(decode(data).stream.read()), start=1):
            for upn in _UPN.findall(line.upper()):
                found.setdefault(upn, number)
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


_OWN_PLAIN = frozenset(_plain(column) for column in OWN_COLUMNS)


@dataclass(slots=True)
class _Row:
    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class _OwnColumns:
    """The site's own columns of a parents file, by the parent and pupil of each row."""

    data: bytes
    name: str
    rows: dict[tuple[str, str], _Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line, cells in _rows_of(decode(self.data).stream.read()):
            key = (cells.get("parentid", "").strip(), cells.get("upn", "").strip().upper())
            if all(key):
                self.rows.setdefault(key, _Row(line, cells))

    def added_to(self, parent: Parent) -> ReadAdult:
        forename, _, surname = parent.legal_name.rpartition(" ")
        adult = ReadAdult(
            parent.id,
            parent.upn,
            parent.title,
            forename.strip(),
            surname,
            parent.relationship,
            parental_responsibility=parent.parental_responsibility,
            day_to_day_care=parent.day_to_day_care,
            language=parent.language,
            confidential=parent.address_confidential,
        )
        row = self.rows.get((parent.id, parent.upn))
        if row is None:
            return adult
        texts = {column: " ".join(row.cells.get(column, "").split()) for column in TEXTS}
        return replace(
            adult,
            natural_parent=self._yes_no(row, "natural_parent"),
            lives_with_child=self._yes_no(row, "lives_with_child"),
            date_of_birth=self._day(row),
            line=row.line,
            **texts,  # type: ignore[arg-type]
        )

    def _yes_no(self, row: _Row, column: str) -> bool | None:
        cell = row.cells.get(_plain(column), "").strip()
        if cell in ("", "-"):
            return None
        read = read_yes_no(cell)
        if isinstance(read, Unusable):
            self.problems.append(read.at(file=self.name, line=row.line, column=column, value=cell))
            return None
        return read

    def _day(self, row: _Row) -> date | None:
        cell = row.cells.get(_plain(BIRTH), "").strip()
        if cell in ("", "-"):
            return None
        read = read_day(cell)
        if isinstance(read, Fault):
            self.problems.append(read.at(file=self.name, line=row.line, column=BIRTH))
            return None
        return read


def _rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the headings as the parents file's reader sees it: one line, cells by plain heading."""
    lines = _LINE_END.split(text)
    for delimiter in _DELIMITERS:
        for number, line in enumerate(lines[:_HEADING_ROWS], start=1):
            headings = [_plain(cell) for cell in _cells(line, delimiter)]
            if set(headings) >= _KEY_COLUMNS:
                for below, row in enumerate(lines[number:], start=number + 1):
                    # of two columns of one name the first stands
                    pairs = list(zip(headings, _cells(row, delimiter), strict=False))
                    yield below, dict(reversed(pairs))
                return


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _from_transfer(data: bytes, name: str) -> PeopleFile:
    try:
        read = read_transfer(data)
    except TransferRefused as refused:
        problem = Problem(refused.kind, name, refused.line, "", "", refused.problem, refused.remedy)
        return PeopleFile(problems=(problem,))
    pupils, adults, problems = [], [], []
    for each in read.pupils:
        born, started = _day_of(each.date_of_birth), _day_of(each.entry)
        for column, given, found in (("DOB", each.date_of_birth, born), ("EntryDate", each.entry, started)):
            if given and found is None:
                problems.append(_bad_day(name, each.line, column, given))
        pupils.append(
            Pupil(
                each.upn.upper(),
                each.forename,
                each.surname,
                born,
                spells=(Spell(start=started, year_group=each.year_group),),
                flags=(),
            )
        )
        adults += [_adult(each.upn.upper(), contact, each.line) for contact in each.contacts]
    return PeopleFile(
        tuple(pupils),
        tuple(adults),
        problems=tuple(problems),
        lines={each.upn.upper(): each.line for each in read.pupils},
        source=read.source,
        destination=read.destination,
    )


def _adult(upn: str, contact: TransferContact, line: int) -> ReadAdult:
    """A contact has no id of its own: the child's UPN and the name stand for one. Nothing is inferred
    from the relationship, least of all who is a natural parent."""
    return ReadAdult(
        f"{upn} {contact.forename} {contact.surname}".casefold(),
        upn,
        contact.title,
        contact.forename,
        contact.surname,
        contact.relationship,
        parental_responsibility=contact.responsibility,
        address=contact.address,
        postcode=contact.postcode,
        telephone=contact.telephone,
        email=contact.email,
        order=contact.order,
        line=line,
    )


def _day_of(text: str) -> date | None:
    read = read_day(text) if text else None
    return read if isinstance(read, date) else None


def _bad_day(name: str, line: int, column: str, given: str) -> Problem:
    read = read_day(given)
    assert isinstance(read, Fault)
    return read.at(file=name, line=line, column=column)


__all__ = [
    "Flag",
    "PeopleFile",
    "Problem",
    "Pupil",
    "ReadAdult",
    "Spell",
    "has_upn_form",
    "is_xml",
    "read_people",
]
