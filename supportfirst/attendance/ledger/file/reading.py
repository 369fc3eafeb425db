"""A ledger's marks as columns: many documents at a time, with no Python object a mark.

Rows come in the order of the ledger, so of two rows for one place the later stands. A
cell's code number is that of its symbol on its session's date in the code book of today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.ledger.alphabet import NO_MARK
from supportfirst.attendance.ledger.file.index import Index, PupilNumbers
from supportfirst.attendance.ledger.file.store import Store
from supportfirst.attendance.ledger.record import (
    AMENDMENT,
    REGISTER,
    Record,
    moment_of,
    recorder_of,
    session_of,
)
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day

CHUNK_MARKS = 1 << 20
_BLANK = ord(NO_MARK)


class CodeNotInBook(AttendanceError):
    """The ledger holds a code that the code book does not know on that day."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Arrays of one length, a mark a row; `remarks` by row."""

    pupil: NDArray[np.int32]  # number in `Index.upns`
    session: NDArray[np.int32]  # Session.number
    code: NDArray[np.uint8]  # number in the code book
    recorded_at: NDArray[np.int64]  # or NOT_RECORDED
    recorder: NDArray[np.int32]  # number in the reader's `recorders`
    seq: NDArray[np.int32]  # of the record that holds it
    remarks: dict[int, Remark]


@dataclass(slots=True)
class Letters:
    """Characters to code numbers, day by day: the class of a code is that of its session's date."""

    index: Index
    codes: CodeBook
    path: str
    _tables: dict[date, bytes] = field(default_factory=dict)

    def table(self, day: date) -> bytes:
        """256 code numbers, by character; UNMARKED where the code book has no meaning for one."""
        if day not in self._tables:
            table = bytearray(256)
            for character, symbol in self.index.alphabet.symbols.items():
                table[ord(character)] = self.codes.read(symbol, day).number
            self._tables[day] = bytes(table)
        return self._tables[day]

    def unknown(self, character: int, day: date) -> CodeNotInBook:
        symbol = self.index.alphabet.symbols.get(chr(character), chr(character))
        return CodeNotInBook(
            what=f"it holds the code “{symbol}” on {day}, which the code book does not know",
            where=self.path,
            remedy="use the pack that the register was kept under, or add the code to it with its dates",
        )


@dataclass(slots=True)
class Reader:
    """Reads a whole ledger; `recorders` grows as they are met, and 0 is 'not said'."""

    store: Store
    codes: CodeBook
    recorders: dict[Recorder, int] = field(default_factory=lambda: {Recorder(): 0})
    chunk_marks: int = CHUNK_MARKS

    def chunks(self, known_at: int | None = None) -> Iterator[Columns]:
        """About a million marks at a time, those known at a moment. Raises CodeNotInBook."""
        letters = Letters(self.store.index, self.codes, str(self.store.path))
        chunk = _Chunk(letters, self.recorders)
        amendments = iter(self.store.index.amendments)
        for record in self.store.records():
            if record["kind"] == REGISTER:
                chunk.take_register(record, self.store.index.rosters[record["roster"]])
            elif record["kind"] == AMENDMENT:
                chunk.take_amendment(record, next(amendments).pupil)
            if chunk.marks >= self.chunk_marks:
                yield chunk.columns(known_at)
                chunk = _Chunk(letters, self.recorders)
        if chunk.marks:
            yield chunk.columns(known_at)


@dataclass(slots=True)
class _Chunk:
    """Documents laid end to end, so that small ones (a class) cost little more than large ones."""

    letters: Letters
    recorders: dict[Recorder, int]
    marks: int = 0
    texts: list[str] = field(default_factory=list)
    pupils: list[PupilNumbers] = field(default_factory=list)
    heads: list[tuple[int, int, int, int]] = field(default_factory=list)  # session, moment, recorder, seq
    otherwise: list[tuple[int, int, int]] = field(default_factory=list)  # place, moment, recorder
    remarks: list[tuple[int, Remark]] = field(default_factory=list)

    def take_register(self, record: Record, pupils: PupilNumbers) -> None:
        self._take(record["session"], record["marks"], pupils, record, record["recorded_at"])
        for other in record.get("otherwise", ()):
            moment, who = moment_of(other["recorded_at"]), self._who(other["recorded_by"])
            self.otherwise.extend((self.marks + place, moment, who) for place in other["places"])
        if "remarks" in record:
            self.remarks.extend(
                (self.marks + place, Remark(minutes, comment, reason))
                for place, minutes, comment, reason in record["remarks"]
            )
        self.marks += len(pupils)

    def take_amendment(self, record: Record, pupil: int) -> None:
        character = self.letters.index.alphabet.characters[record["new"]]
        here = np.array([pupil], np.int32)
        self._take(record["session"], character, here, {**record, "recorded_by": record["by"]}, record["at"])
        remark = Remark(record["minutes"], record["comment"], record["reason"])
        if remark != Remark():
            self.remarks.append((self.marks, remark))
        self.marks += 1

    def columns(self, known_at: int | None) -> Columns:
        lengths = np.array([len(text) for text in self.texts])
        characters = np.frombuffer("".join(self.texts).encode("ascii"), np.uint8)
        heads = np.array(self.heads, np.int64)
        session, moment, recorder, seq = (np.repeat(column, lengths) for column in heads.T)
        for place, at, who in self.otherwise:
            moment[place], recorder[place] = at, who
        kept = characters != _BLANK
        code = self._codes(characters, lengths)
        if not (code[kept] != UNMARKED).all():
            place = int(np.flatnonzero(kept & (code == UNMARKED))[0])
            raise self.letters.unknown(characters[place], date.fromordinal(int(session[place]) // 2))
        if known_at is not None:
            kept &= np.where(moment == NOT_RECORDED, self._ends(lengths), moment) <= known_at
        rows = np.flatnonzero(kept)
        return Columns(
            pupil=np.concatenate(self.pupils)[rows],
            session=session[rows].astype(np.int32),
            code=code[rows],
            recorded_at=moment[rows],
            recorder=recorder[rows].astype(np.int32),
            seq=seq[rows].astype(np.int32),
            remarks={
                int(np.searchsorted(rows, place)): remark for place, remark in self.remarks if kept[place]
            },
        )

    def _take(
        self, session: str, text: str, pupils: PupilNumbers, record: Record, recorded_at: str | None
    ) -> None:
        head = (session_of(session).number, moment_of(recorded_at), self._who(record["recorded_by"]))
        self.heads.append((*head, record["seq"]))
        self.texts.append(text)
        self.pupils.append(pupils)

    def _who(self, value: dict[str, str] | None) -> int:
        return 0 if value is None else self.recorders.setdefault(recorder_of(value), len(self.recorders))

    def _codes(self, characters: NDArray[np.uint8], lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
        code = np.empty(len(characters), np.uint8)
        stops = list(accumulate(lengths.tolist()))
        start = 0
        for place, stop in enumerate(stops):
            day = self.heads[place][0] // 2
            if place + 1 < len(stops) and self.heads[place + 1][0] // 2 == day:
                continue  # documents of one day are looked up together
            table = np.frombuffer(self.letters.table(date.fromordinal(day)), np.uint8)
            np.take(table, characters[start:stop], out=code[start:stop])
            start = stop
        return code

    def _ends(self, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
        ends = [end_of_day(date.fromordinal(head[0] // 2)) for head in self.heads]
        return np.repeat(np.array(ends, np.int64), lengths)
