"""The collector: blocks of cells in, one register out, every cell accounted for."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.registers.bulk.meanings import Meanings, Numbers
from supportfirst.attendance.registers.bulk.settle import Held, settle_repeats
from supportfirst.attendance.registers.readers import (
    BLANK,
    DayReader,
    Faults,
    HalfReader,
    MomentReader,
    RecorderReader,
    SymbolReader,
    UpnReader,
)
from supportfirst.attendance.registers.result import Fault, ReadRegister
from supportfirst.attendance.vocabulary.marks import Marks, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED

_COLUMNS: Mapping[str, str] = {  # what is held for each mark: name, type
    "pupil": "int32",
    "session": "int32",
    "code": "uint8",
    "recorded_at": "int64",
    "recorder": "int32",
    "line": "int32",
    "heading": "int32",
}


def numbers_of(reader: Callable[[str], int], texts: Iterable[str], count: int) -> Numbers:
    """The numbers that a reader gives for a column of texts."""
    return np.fromiter(map(reader, texts), dtype=np.int64, count=count)


class Collector:
    """Takes blocks of cells from a layout and gives the register that they make.

    `take_rows`, `take_grid` and `take_string` may be called in any order and number; then
    `finish` once. Headings are named once in `headings` and pointed at by place.
    """

    def __init__(self, *, name: str, codes: CodeBook) -> None:
        self.name = name
        self.codes = codes
        self.faults = Faults()
        self.known_symbols = frozenset(codes.symbols()) | {"\\"}
        self.upns = UpnReader(self.faults)
        self.days = DayReader(self.faults)
        self.halves = HalfReader(self.faults)
        self.symbols = SymbolReader(self.faults, codes)
        self.moments = MomentReader(self.faults)
        self.recorders = RecorderReader()
        self.headings: list[str] = [""]
        self._heading_places: dict[str, int] = {"": 0}
        self.read = ReadRegister()
        self._remarks: dict[int, Remark] = {}
        self._blocks: dict[str, list[NDArray[np.generic]]] = {column: [] for column in _COLUMNS}
        self._marks = 0
        self._meanings = Meanings(codes=codes, symbols=self.symbols.symbols, faults=self.faults)

    # --- blocks in --------------------------------------------------------------------

    def take_rows(
        self,
        *,
        lines: Sequence[int],
        upns: Sequence[str],
        days: Sequence[str],
        halves: Sequence[str],
        codes: Sequence[str],
        moments: Sequence[str] | None = None,
        recorders: Sequence[tuple[str, str]] | None = None,
        remarks: Mapping[int, Remark] | None = None,
        heading: int = 0,
        blank_first: bool = False,
    ) -> None:
        """A block of the long layout: equal columns, a cell a row; `remarks` by place in the block.

        `blank_first`: an empty code is blank even where the rest of its row cannot be read.
        """
        count = len(lines)
        day = numbers_of(self.days.__getitem__, days, count)
        half = numbers_of(self.halves.__getitem__, halves, count)
        session = np.where(day < 0, day, np.where(half < 0, half, day * 2 + half))
        recorder = (
            np.fromiter(map(self.recorders.__getitem__, recorders), dtype=np.int64, count=count)
            if recorders is not None
            else np.zeros(count, dtype=np.int64)
        )
        self._take(
            line=np.asarray(lines, dtype=np.int64),
            pupil=numbers_of(self.upns.__getitem__, upns, count),
            session=session,
            symbol=numbers_of(self.symbols.__getitem__, codes, count),
            heading=np.full(count, heading, dtype=np.int64),
            moment=numbers_of(self.moments.__getitem__, moments, count) if moments is not None else None,
            recorder=recorder,
            remarks=remarks or {},
            blank_first=blank_first,
        )

    def take_grid(
        self,
        *,
        lines: Sequence[int],
        upns: Sequence[str],
        sessions: Sequence[int],
        headings: Sequence[int],
        codes: Iterable[str],
    ) -> None:
        """A block of a grid, rows after one another.

        `sessions` has the session number of each column, below zero where its heading is a
        fault; `headings` the place of its heading; `codes` rows × columns texts.
        """
        rows, width = len(lines), len(sessions)
        count = rows * width
        self._take(
            line=np.repeat(np.asarray(lines, dtype=np.int64), width),
            pupil=np.repeat(numbers_of(self.upns.__getitem__, upns, rows), width),
            session=np.tile(np.asarray(sessions, dtype=np.int64), rows),
            symbol=numbers_of(self.symbols.__getitem__, codes, count),
            heading=np.tile(np.asarray(headings, dtype=np.int64), rows),
            blank_first=True,
        )

    def take_string(self, *, line: int, upn: str, start: str, codes: Sequence[str], heading: int) -> None:
        """One pupil's consecutive sessions: Monday to Friday, AM and PM, from the day `start` names."""
        count = len(codes)
        first_day = self.days[start]
        if first_day < 0:
            session = np.full(count, first_day, dtype=np.int64)
        else:
            weekday = (first_day - 1) % 7  # ordinal 1 is a Monday
            if weekday > 4:
                first_day, weekday = first_day + 7 - weekday, 0  # a string begins on a school day
            from_monday = weekday + np.arange(count, dtype=np.int64) // 2
            day = first_day - weekday + from_monday // 5 * 7 + from_monday % 5
            session = day * 2 + np.arange(count, dtype=np.int64) % 2
        self._take(
            line=np.full(count, line, dtype=np.int64),
            pupil=np.full(count, self.upns[upn], dtype=np.int64),
            session=session,
            symbol=numbers_of(self.symbols.__getitem__, codes, count),
            heading=np.full(count, heading, dtype=np.int64),
            blank_first=True,
        )

    def heading(self, text: str) -> int:
        """The place of a heading, for cells to point at."""
        place = self._heading_places.get(text)
        if place is None:
            place = self._heading_places[text] = len(self.headings)
            self.headings.append(text)
        return place

    def begin_sheet(self) -> None:
        """Forget texts already read, because the headings that their faults name are another sheet's."""
        for reader in (self.upns, self.days, self.halves, self.symbols, self.moments):
            reader.clear()

    def count_blank(self) -> None:
        """Count one empty cell that a layout kept to itself."""
        self.read.cells += 1
        self.read.blank += 1

    def refuse(self, line: int, fault: Fault, column: str = "") -> None:
        """Count one cell that a layout could not even hand over."""
        self.read.cells += 1
        self.read.problems.append(fault.at(file=self.name, line=line, column=column))

    def warn(self, line: int, fault: Fault, column: str = "") -> None:
        self.read.warnings.append(fault.at(file=self.name, line=line, column=column, warning=True))

    def _take(
        self,
        *,
        line: Numbers,
        pupil: Numbers,
        session: Numbers,
        symbol: Numbers,
        heading: Numbers,
        moment: Numbers | None = None,
        recorder: Numbers | None = None,
        remarks: Mapping[int, Remark] | None = None,
        blank_first: bool,
    ) -> None:
        """Sort a block into marks, blanks and problems; every array has one place a cell.

        A place below zero is a fault. The first of pupil, session, symbol and moment that is
        one is the cell's problem. An empty cell is blank before anything else in a grid or
        string; a row of the long layout must be readable to be blank, or a mark in the wrong
        column would be lost without a word.
        """
        self.read.cells += len(line)
        fault = np.where(pupil < 0, pupil, np.where(session < 0, session, np.minimum(symbol, 0)))
        meaning = np.zeros(len(line), dtype=np.int64)
        known = np.flatnonzero((fault == 0) & (symbol > 0))
        meaning[known] = self._meanings.of(symbol[known], session[known] // 2, line[known])
        fault = np.where((fault == 0) & (meaning < 0), meaning, fault)
        if moment is not None:
            wrong = (moment < MomentReader.FIRST_FAULT) & (moment != NOT_RECORDED)
            fault = np.where((fault == 0) & wrong, moment - MomentReader.FIRST_FAULT, fault)
        if blank_first:
            fault = np.where(symbol == BLANK, 0, fault)
        self._report(np.flatnonzero(fault), fault, line, heading)
        self._warn_of_upns(pupil, line, heading)
        good = np.flatnonzero((fault == 0) & (symbol != BLANK))
        self.read.blank += int(np.count_nonzero((fault == 0) & (symbol == BLANK)))
        self._keep_remarks(good, remarks or {})
        nothing = np.zeros(len(line), dtype=np.int64)
        moments = np.full(len(line), NOT_RECORDED) if moment is None else moment
        columns = (pupil, session, meaning, moments, recorder if recorder is not None else nothing, line)
        for name, column in zip(_COLUMNS, (*columns, heading), strict=True):
            self._blocks[name].append(column[good].astype(_COLUMNS[name]))
        self._marks += len(good)

    def _keep_remarks(self, good: Numbers, remarks: Mapping[int, Remark]) -> None:
        if not remarks:
            return
        place_in_marks = {int(place): self._marks + offset for offset, place in enumerate(good)}
        for place, remark in remarks.items():
            if place in place_in_marks:
                self._remarks[place_in_marks[place]] = remark

    # --- problems and warnings ------------------------------------------------------------

    def _report(self, places: Numbers, fault: Numbers, line: Numbers, heading: Numbers) -> None:
        for number, at_line, at_heading in zip(
            fault[places].tolist(), line[places].tolist(), heading[places].tolist(), strict=True
        ):
            found = self.faults.of_number(number)
            self.read.problems.append(
                found.at(file=self.name, line=at_line, column=self.headings[at_heading])
            )

    def _warn_of_upns(self, pupil: Numbers, line: Numbers, heading: Numbers) -> None:
        if not self.upns.doubts:
            return
        places, firsts = np.unique(pupil, return_index=True)
        for place, first in zip(places.tolist(), firsts.tolist(), strict=True):
            doubt = self.upns.doubts.pop(place, None)
            if doubt:
                kind, problem, remedy = doubt
                fault = Fault(kind, self.upns.upns[place], problem, remedy, self.upns.column)
                self.warn(int(line[first]), fault)

    # --- the register out ------------------------------------------------------------------

    def finish(self) -> ReadRegister:
        """Settle repeats, and hand over the marks with the account of every other cell."""
        # Each column is let go as the next form of it is made: a file may have millions of marks.
        held = {name: _joined(self._blocks.pop(name), kind) for name, kind in _COLUMNS.items()}
        settled = settle_repeats(Held(self.name, self.codes, held, self._remarks, self.headings))
        chosen = settled.chosen
        self.read.repeated += settled.repeated
        self.read.problems += settled.problems
        self.read.warnings += settled.warnings
        marks = Marks(upns=self.upns.upns, recorders=self.recorders.recorders)
        for name, kind in (("pupil", "i"), ("session", "i"), ("code", "B"), ("recorder", "i"), ("line", "i")):
            setattr(marks, name, _as_array(held.pop(name)[chosen], kind))
        marks.recorded_at = _as_array(held.pop("recorded_at")[chosen], "q")
        if self._remarks:
            place_in_marks = np.full(self._marks, -1)
            place_in_marks[chosen] = np.arange(len(chosen))
            moved = ((int(place_in_marks[place]), remark) for place, remark in self._remarks.items())
            marks.remarks = {place: remark for place, remark in sorted(moved) if place >= 0}
        for symbol, (line, count) in self._meanings.withdrawn_seen.items():
            self.warn(line, self._withdrawal(symbol, count), self.symbols.column)
        self.read.problems.sort(key=lambda problem: problem.line)
        self.read.warnings.sort(key=lambda warning: warning.line)
        self.read.marks = marks
        return self.read

    def _withdrawal(self, symbol: str, count: int) -> Fault:
        plural = "mark was" if count == 1 else "marks were"
        return Fault(
            "withdrawn-code",
            symbol,
            f"{count:,} {plural} made with a code that had been withdrawn; its last class is used",
            "replace it with the code that took its place",
        )


def _joined(blocks: Sequence[NDArray[np.generic]], kind: str) -> NDArray[np.generic]:
    return np.concatenate(blocks) if blocks else np.empty(0, dtype=kind)


def _as_array(column: NDArray[np.generic], kind: str) -> array[int]:
    held: array[int] = array(kind)
    held.frombytes(np.ascontiguousarray(column).tobytes())
    return held
