"""Pupils files: who is on roll, when, in which school and class, and with which dated flags.

Several rows of a UPN are several spells on roll. A bad cell is a problem and reads as
blank, so the rest of its row is kept; a flag whose cells cannot be read is left out,
because a flag without its dates would claim more than the file says. Of two spells that
overlap the one nearer the top of the file stands.

Flags are columns `name`, `name_from`, `name_to` (yes or no, then days, both included), or
rows with the columns `flag`, `flag_from`, `flag_to`; a row that repeats a spell, or has
none, only adds its flags. A flag that the file has columns for is not set where its cell
is blank; one that it has none for is not known of anybody. Rows of flags have columns for
the names met in them, so a name that stands in no row is not known. A cell that cannot be
read leaves its flag unknown for that pupil.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from supportfirst.attendance.registers.dates import read_day
from supportfirst.attendance.registers.decode import decode
from supportfirst.attendance.registers.delimited import (
    DELIMITERS,
    Chunk,
    DelimitedText,
    Row,
    read_rows,
)
from supportfirst.attendance.registers.long_rows import TOO_MANY_CELLS, UNREADABLE_ROW
from supportfirst.attendance.registers.pupil_headings import PupilColumns, find_pupil_headings
from supportfirst.attendance.registers.readers import Faults, UpnReader
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.spreadsheets import is_workbook, read_sheets
from supportfirst.attendance.vocabulary.people import Flag, Pupil, Spell
from supportfirst.attendance.vocabulary.problems import Problem

_YES = frozenset({"YES", "Y", "TRUE", "T", "1", "1.0"})
_NO = frozenset({"", "NO", "N", "FALSE", "F", "0", "0.0", "-"})
_SEXES = {"FEMALE": "F", "GIRL": "F", "F": "F", "MALE": "M", "BOY": "M", "M": "M"}


@dataclass(slots=True)
class ReadPupils:
    """Pupils in the order of the file, each with all its spells, oldest first."""

    pupils: list[Pupil] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # line 0: the file as a whole
    warnings: list[Problem] = field(default_factory=list)
    flag_columns: frozenset[str] = frozenset()  # names of the flags that the file speaks of
    columns: PupilColumns | None = None  # None: no row of headings was found
    nameless: tuple[int, ...] = ()  # the numbers, from 1, of columns that hold something under no heading


def parse_pupils(data: bytes, *, name: str, preferred_apart: bool = False) -> ReadPupils:
    """Read a pupils file: CSV, semicolons, tabs, or the first fitting sheet of a workbook. Never raises.

    preferred_apart: preferred names are read as such; otherwise they stand in for missing legal ones.
    """
    reading = _Reading(name, preferred_apart=preferred_apart)
    if is_workbook(data):
        _read_workbook(reading, data)
    elif not data.strip(b"\x00\t\r\n ,;|"):
        reading.problem(0, Fault("empty", "", "there is nothing in the file", "export it again"))
    else:
        _read_text(reading, data)
    return reading.finish()


def _read_text(reading: _Reading, data: bytes) -> None:
    decoded = decode(data)
    if decoded.warning:
        reading.warning(0, Fault("encoding", decoded.encoding, decoded.warning, "save the file as UTF-8"))
    text = DelimitedText(decoded.stream)
    for delimiter in DELIMITERS:
        rows = [
            row
            for row in read_rows(list(text.head), first_line=1, delimiter=delimiter)
            if isinstance(row, Row)
        ]
        columns = reading.headings(rows)
        if columns:
            chunks = text.chunks(delimiter=delimiter, width=len(columns.headings), after_line=columns.line)
            reading.take(columns, chunks)
            return
    reading.problem(0, _NO_HEADINGS)


def _read_workbook(reading: _Reading, data: bytes) -> None:
    sheets = read_sheets(data)
    if isinstance(sheets, Fault):
        reading.problem(0, sheets)
        return
    for sheet in sheets:
        columns = reading.headings(sheet.head(40))
        if columns:
            reading.take(columns, sheet.chunks(width=len(columns.headings), after_line=columns.line))
            return
    reading.problem(0, _NO_HEADINGS)


_NO_HEADINGS = Fault(
    "heading-missing",
    "",
    "no row of headings with “upn” was found",
    "head the columns upn, forename, surname, date_of_birth, start_date and so on",
)


@dataclass(slots=True)
class _Gathered:
    """What is known of one pupil so far."""

    pupil: Pupil
    spells: list[tuple[Spell, int]] = field(default_factory=list)  # with the line of each
    flags: list[Flag] = field(default_factory=list)
    unclear_flags: set[str] = field(default_factory=set)


class _Reading:
    """One pupils file being read: rows in, pupils and problems out."""

    def __init__(self, name: str, *, preferred_apart: bool) -> None:
        self._name = name
        self._apart = preferred_apart
        self._read = ReadPupils()
        self._gathered: dict[str, _Gathered] = {}
        self._faults = Faults()
        self._upns = UpnReader(self._faults)
        self._columns = PupilColumns((), 0, {}, {})
        self._flags_met: set[str] = set()
        self._nameless: set[int] = set()

    def problem(self, line: int, fault: Fault, column: str = "") -> None:
        self._read.problems.append(fault.at(file=self._name, line=line, column=column))

    def warning(self, line: int, fault: Fault, column: str = "") -> None:
        self._read.warnings.append(fault.at(file=self._name, line=line, column=column, warning=True))

    def headings(self, rows: Sequence[Row]) -> PupilColumns | None:
        return find_pupil_headings(rows, preferred_apart=self._apart)

    def take(self, columns: PupilColumns, chunks: Iterable[Chunk]) -> None:
        self._columns = self._read.columns = columns
        blank = [place for place, heading in enumerate(columns.headings) if not heading.strip()]
        self._flags_met |= set(columns.flags) - {""}
        self._upns.column = columns.heading("upn")
        for chunk in chunks:
            self._nameless |= {place + 1 for place in blank if any(map(str.strip, chunk.columns[place]))}
            for row in chunk.surplus:
                self.problem(row.line, TOO_MANY_CELLS._replace(value=",".join(row.cells[:20])))
            for broken in chunk.broken:
                self.problem(broken.line, UNREADABLE_ROW._replace(value=broken.text))
            for line, cells in zip(chunk.lines, zip(*chunk.columns, strict=True), strict=True):
                if any(map(str.strip, cells)):
                    self._take_row(line, cells)

    def _take_row(self, line: int, cells: Sequence[str]) -> None:
        place = self._upns[cells[self._columns.places["upn"]]]
        if place < 0:
            self.problem(line, self._faults.of_number(place))
            return
        upn = self._upns.upns[place]
        doubt = self._upns.doubts.pop(place, None)
        if doubt:
            kind, problem, remedy = doubt
            self.warning(line, Fault(kind, upn, problem, remedy, self._upns.column))
        row = _RowOfCells(self, line, cells, self._columns)
        gathered = self._gathered.get(upn)
        if gathered is None:
            gathered = self._gathered[upn] = _Gathered(Pupil(upn))
        self._merge(gathered, row)
        self._add_spell(gathered, row)
        for flag in row.flags():
            if flag not in gathered.flags:
                gathered.flags.append(flag)
        gathered.unclear_flags |= row.unclear
        self._flags_met |= row.named

    def _merge(self, gathered: _Gathered, row: _RowOfCells) -> None:
        """Fill what is not known yet; a later row that disagrees is a problem, and the first stands."""
        known = gathered.pupil
        sex = row.text("sex")
        told: dict[str, str | date | None] = {
            "forename": row.text("forename"),
            "surname": row.text("surname"),
            "preferred_forename": row.text("preferred_forename"),
            "preferred_surname": row.text("preferred_surname"),
            "date_of_birth": row.day("date_of_birth"),
            "sex": _SEXES.get(sex.upper(), sex),
            "ethnicity": row.text("ethnicity"),
            "ehcp_reviewed_on": row.day("ehcp_reviewed_on"),
        }
        news = {}
        for name, value in told.items():
            before = getattr(known, name)
            if not value or value == before:
                continue
            if not before or (name == "ehcp_reviewed_on" and value > before):
                news[name] = value
            elif name != "ehcp_reviewed_on":
                fault = Fault(
                    "pupil-disagrees",
                    str(value),
                    "an earlier row of this pupil says otherwise; the earlier one is used",
                    "make the rows agree",
                )
                self.problem(row.line, fault, self._columns.heading(name))
        gathered.pupil = replace(known, **news)  # type: ignore[arg-type]

    def _add_spell(self, gathered: _Gathered, row: _RowOfCells) -> None:
        spell = row.spell()
        if spell == Spell() or any(spell == earlier for earlier, _ in gathered.spells):
            return
        for earlier, line in gathered.spells:
            if _overlap(spell, earlier):
                fault = Fault(
                    "spells-overlap",
                    f"{spell.start or ''} to {spell.leaving or ''}",
                    f"this time on roll overlaps that of line {line}, which is used",
                    "correct the start or leaving dates, so that one spell ends before the next begins",
                )
                self.problem(row.line, fault, self._columns.heading("start_date"))
                return
        gathered.spells.append((spell, row.line))

    def finish(self) -> ReadPupils:
        if self._columns.headings and not self._gathered and not self._read.problems:
            fault = Fault(
                "no-pupils",
                "",
                "there is no pupil below the headings, so the file lists nobody",
                "export it again with its pupils",
            )
            self.warning(self._columns.line, fault)
        for gathered in self._gathered.values():
            spells = sorted(
                (spell for spell, _ in gathered.spells), key=lambda spell: spell.start or date.min
            )
            pupil = replace(
                gathered.pupil,
                spells=tuple(spells) or (Spell(),),
                flags=tuple(gathered.flags),
                unclear_flags=frozenset(gathered.unclear_flags),
            )
            self._read.pupils.append(pupil)
        self._read.flag_columns = frozenset(self._flags_met)
        self._read.nameless = tuple(sorted(self._nameless))
        return self._read


class _RowOfCells:
    """One row's cells, read as what their columns hold; each bad one is told once."""

    def __init__(self, reading: _Reading, line: int, cells: Sequence[str], columns: PupilColumns) -> None:
        self._reading = reading
        self.line = line
        self._cells = cells
        self._columns = columns
        self.named: set[str] = set()  # flags that the row names in its column `flag`
        self.unclear: set[str] = set()  # flags whose cells could not be read

    def text(self, name: str) -> str:
        place = self._columns.places.get(name)
        return "" if place is None else self._cells[place].strip()

    def day(self, name: str) -> date | None:
        place = self._columns.places.get(name)
        read = self._day_at(place)
        if isinstance(read, Fault):
            self._reading.problem(self.line, read, self._columns.heading(name))
            return None
        return read

    def _day_at(self, place: int | None) -> date | Fault | None:
        if place is None or self._cells[place].strip() in ("", "-"):
            return None
        return read_day(self._cells[place])

    def spell(self) -> Spell:
        start, leaving = self.day("start_date"), self.day("leaving_date")
        if start and leaving and leaving < start:
            fault = Fault(
                "leaves-before-start",
                self.text("leaving_date"),
                f"the leaving date is before the start, {start}; it was not used",
                "correct whichever date is wrong",
            )
            self._reading.problem(self.line, fault, self._columns.heading("leaving_date"))
            leaving = None
        return Spell(
            start=start,
            leaving=leaving,
            school=self.text("school"),
            phase=self.text("phase"),
            year_group=self.text("year_group"),
            class_name=self.text("class"),
        )

    def flags(self) -> Iterator[Flag]:
        for name, (holds, first, last) in self._columns.flags.items():
            flag_name = name
            if name == "":  # rows of flag, flag_from, flag_to
                assert holds is not None
                flag_name = "_".join(self._cells[holds].lower().replace("-", " ").replace("_", " ").split())
                if not flag_name:
                    continue
                self.named.add(flag_name)
            elif not self._holds(name, holds, first):
                continue
            flag = self._dated(flag_name, first, last)
            if flag:
                yield flag
            else:
                self.unclear.add(flag_name)

    def _holds(self, name: str, place: int | None, first: int | None) -> bool:
        """Whether a flag's own cell says yes; without such a column, whether it has a first day."""
        if place is None:
            return first is not None and self._cells[first].strip() not in ("", "-")
        answer = self._cells[place].strip().upper()
        if answer in _YES:
            return True
        if answer not in _NO:
            fault = Fault(
                "unreadable-flag", self._cells[place], "it is neither yes nor no", "write yes or no"
            )
            self._reading.problem(self.line, fault, self._columns.headings[place].strip())
            self.unclear.add(name)
        return False

    def _dated(self, name: str, first: int | None, last: int | None) -> Flag | None:
        days: list[date | None] = []
        for place in (first, last):
            read = self._day_at(place)
            if isinstance(read, Fault):
                assert place is not None
                self._reading.problem(self.line, read, self._columns.headings[place].strip())
                return None
            days.append(read)
        start, end = days
        if start and end and end < start:
            assert last is not None
            fault = Fault(
                "flag-ends-before-start",
                self._cells[last],
                f"the flag {name} ends before it starts; it was left out",
                "correct whichever date is wrong",
            )
            self._reading.problem(self.line, fault, self._columns.headings[last].strip())
            return None
        return Flag(name, start, end)


def _overlap(one: Spell, two: Spell) -> bool:
    """Both ends are included; no start is since ever, no leaving is for good."""
    return (one.start or date.min) <= (two.leaving or date.max) and (two.start or date.min) <= (
        one.leaving or date.max
    )
