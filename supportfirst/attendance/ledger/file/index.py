"""What stands where in a ledger file: rosters, amendments, and the place of each register document.

Marks stay on disk. What is kept here grows with pupils, documents and amendments and not
with marks, so a ledger of hundreds of millions of marks opens in bounded memory; a
session's marks are read again when that session is asked for.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.ledger.alphabet import Alphabet
from supportfirst.attendance.ledger.record import (
    ALPHABET,
    AMENDMENT,
    COMPLETED,
    HEADER,
    REGISTER,
    ROSTER,
    SUBMISSION,
    Record,
    moment_of,
    recorder_of,
    session_of,
)
from supportfirst.attendance.vocabulary.marks import Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Session

PupilNumbers = NDArray[np.int32]


class Submission(NamedTuple):
    """One file handed to the ledger; `sha256` is of its bytes, "" where there was no file."""

    file: str = ""
    sha256: str = ""
    appended_at: int = NOT_RECORDED
    by: Recorder = Recorder()


class Amendment(NamedTuple):
    seq: int
    pupil: int  # number in `Index.upns`
    session: Session
    old: str  # symbol, "" for a session that was unmarked
    new: str
    at: int
    recorded_at: int  # as the file says, or NOT_RECORDED
    by: Recorder
    remark: Remark
    submission: int | None  # None: typed


@dataclass(slots=True)
class Index:
    """Kept up by `take`, which is given each record once, as it is read or written."""

    upns: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    alphabet: Alphabet = field(default_factory=Alphabet)
    rosters: dict[int, PupilNumbers] = field(default_factory=dict)  # by the roster record's seq
    roster_by_content: dict[bytes, int] = field(default_factory=dict)
    documents: dict[int, array[int]] = field(default_factory=dict)  # by session: offset, length, roster, …
    amendments: list[Amendment] = field(default_factory=list)
    amendments_of: dict[int, list[int]] = field(default_factory=dict)  # session number: places above
    submissions: dict[int, Submission] = field(default_factory=dict)  # by seq
    completed: dict[str, int] = field(default_factory=dict)  # sha256 of a whole submission: its seq
    unfinished: set[int] = field(default_factory=set)  # submissions begun and not completed
    created: int = NOT_RECORDED

    def take(self, record: Record, *, offset: int, length: int) -> None:
        """Raises KeyError, ValueError, TypeError or AttributeError for a record not of this schema."""
        kind = record["kind"]
        if kind == REGISTER:
            self._take_register(record, offset, length)
        elif kind == AMENDMENT:
            self._take_amendment(record)
        elif kind == ROSTER:
            self._take_roster(record)
        elif kind in (HEADER, ALPHABET):
            self.alphabet.learn(record["alphabet"])
            self.created = moment_of(record["created"]) if kind == HEADER else self.created
        elif kind == SUBMISSION:
            by = recorder_of(record["by"])
            at = moment_of(record["appended_at"])
            self.submissions[record["seq"]] = Submission(record["file"], record["sha256"], at, by)
            self.unfinished.add(record["seq"])
        elif kind == COMPLETED:
            self.unfinished.discard(record["submission"])
            self.completed[self.submissions[record["submission"]].sha256] = record["submission"]
        else:
            raise ValueError(f"its kind “{kind}” is not known")

    def places(self, session: int, pupils: NDArray[np.bool_] | None = None) -> list[tuple[int, int]]:
        """Offset and length of a session's documents; of those with any of the pupils, by number."""
        found = self.documents.get(session, array("q"))
        triples = list(zip(found[0::3], found[1::3], found[2::3], strict=True))
        if pupils is None:
            return [(offset, length) for offset, length, _ in triples]
        named = {seq: bool(pupils[self.rosters[seq]].any()) for seq in set(found[2::3])}
        return [(offset, length) for offset, length, seq in triples if named[seq]]

    def roster_like(self, upns: Sequence[str]) -> int | None:
        """The seq of the roster with just these pupils in this order, if there is one."""
        return self.roster_by_content.get(_digest(upns))

    def unfinished_count(self) -> int:
        """Submissions that were begun, not completed, and whose file was not completed later either."""
        return sum(self.submissions[seq].sha256 not in self.completed for seq in self.unfinished)

    def _take_register(self, record: Record, offset: int, length: int) -> None:
        if len(record["marks"]) != len(self.rosters[record["roster"]]):
            raise ValueError("it has not one mark for each pupil of its roster")
        number = session_of(record["session"]).number
        if number not in self.documents:
            self.documents[number] = array("q")
        self.documents[number].extend((offset, length, record["roster"]))

    def _take_roster(self, record: Record) -> None:
        upns = record["upns"]
        if len(set(upns)) != len(upns):
            raise ValueError("it names a pupil twice")
        numbers = self.numbers
        for upn in upns:
            if upn not in numbers:
                numbers[upn] = len(self.upns)
                self.upns.append(upn)
        self.rosters[record["seq"]] = np.fromiter(map(numbers.__getitem__, upns), np.int32, len(upns))
        self.roster_by_content[_digest(upns)] = record["seq"]

    def _take_amendment(self, record: Record) -> None:
        session = session_of(record["session"])
        if {record["new"], record["old"]} - {*self.alphabet.characters, ""} or not record["new"]:
            raise ValueError(f"its code “{record['new']}” or “{record['old']}” has no letter")
        amendment = Amendment(
            seq=record["seq"],
            pupil=self.numbers[record["upn"]],
            session=session,
            old=record["old"],
            new=record["new"],
            at=moment_of(record["at"]),
            recorded_at=moment_of(record["recorded_at"]),
            by=recorder_of(record["by"]),
            remark=Remark(record["minutes"], record["comment"], record["reason"]),
            submission=record["submission"],
        )
        self.amendments_of.setdefault(session.number, []).append(len(self.amendments))
        self.amendments.append(amendment)


def _digest(upns: Sequence[str]) -> bytes:
    return hashlib.sha256("\n".join(upns).encode("utf-8", "backslashreplace")).digest()
