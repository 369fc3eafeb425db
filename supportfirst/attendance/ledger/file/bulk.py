"""Whole register documents in and out, as arrays: for generators and for ledgers of 10⁸ marks.

Documents go in at the speed of the disk as long as each place is new; a place that is
there already is passed over when the mark is the same and refused when it is not, since
only `append` knows how to amend. Go session by session: the marked places of the latest
few sessions are kept, those of others are read again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.alphabet import NO_MARK
from supportfirst.attendance.ledger.file.history import latest_marks
from supportfirst.attendance.ledger.file.index import PupilNumbers, Submission
from supportfirst.attendance.ledger.file.reading import Reader
from supportfirst.attendance.ledger.file.store import Store
from supportfirst.attendance.ledger.file.writing import (
    characters_by_number,
    close_submission,
    document,
    open_submission,
    write_roster,
)
from supportfirst.attendance.ledger.record import moment_text, recorder_json
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Session

_BLANK = ord(NO_MARK)
_KEPT_BYTES = 256 << 20


class DocumentDiffers(AttendanceError):
    """A document holds another mark for a place than the ledger does."""


class NewDocument(NamedTuple):
    """One session's marks of the pupils of one roster; pass the same `upns` object for the same roster."""

    session: int  # Session.number
    upns: Sequence[str]
    codes: NDArray[np.uint8]  # number in the code book for each pupil, UNMARKED for none
    recorded_at: int = NOT_RECORDED
    recorder: Recorder = Recorder()


@dataclass(frozen=True, slots=True)
class Dense:
    """The latest mark of every pupil and session."""

    upns: Sequence[str]
    sessions: NDArray[np.int32]  # Session.number, ascending
    cells: NDArray[np.uint8]  # shape (pupils, sessions): code numbers, UNMARKED for none


@dataclass(slots=True)
class _Marked:
    """The characters held for recent sessions, by pupil number."""

    store: Store
    sessions: OrderedDict[int, NDArray[np.uint8]] = field(default_factory=OrderedDict)

    def of(self, session: int) -> NDArray[np.uint8]:
        pupils = len(self.store.index.upns)
        held = self.sessions.pop(session, None)
        if held is None:
            held = latest_marks(self.store, session)
        elif len(held) < pupils:
            held = np.concatenate((held, np.zeros(max(pupils, 2 * len(held)) - len(held), np.uint8)))
        self.sessions[session] = held
        while len(self.sessions) > 1 and sum(map(len, self.sessions.values())) > _KEPT_BYTES:
            self.sessions.popitem(last=False)
        return held


def append_documents(
    store: Store, documents: Iterable[NewDocument], *, codes: CodeBook, submission: Submission
) -> int:
    """The number of new marks. Raises DocumentDiffers; see `Ledger.append_documents`."""
    if submission.sha256 and submission.sha256 in store.index.completed:
        return 0
    seq = open_submission(store, submission, codes=codes)
    letters = characters_by_number(store, codes)
    marked, rosters, new = _Marked(store), _Rosters(store), 0
    for given in documents:
        roster = rosters.seq_of(given.upns)
        pupils = store.index.rosters[roster]
        assert given.codes.shape == pupils.shape, "one code number for each pupil"
        characters = letters[given.codes]
        held = marked.of(given.session)
        characters = _only_new(store, given, characters, held[pupils])
        is_new = characters != _BLANK
        count = int(np.count_nonzero(is_new))
        if count:
            held[pupils[is_new]] = characters[is_new]
            session = Session.of_number(given.session)
            record = document(session=session, roster=roster, submission=seq, characters=characters)
            record["recorded_at"] = moment_text(given.recorded_at)
            record["recorded_by"] = recorder_json(given.recorder)
            store.add(record)
            new += count
    close_submission(store, seq, {"new": new})
    store.flush()
    return new


def _only_new(
    store: Store, given: NewDocument, characters: NDArray[np.uint8], held: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    if not held.any():
        return characters
    there = (held != 0) & (characters != _BLANK)
    if (characters[there] != held[there]).any():
        raise DocumentDiffers(
            what=f"a document for {Session.of_number(given.session)} differs from marks already kept",
            where=str(store.path),
            remedy="append it as a register file, which amends and gives the reason",
        )
    only: NDArray[np.uint8] = np.where(there, np.uint8(_BLANK), characters)
    return only


class _Rosters:
    """Seqs of rosters by the identity of the list given, which is held so that it stays its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, tuple[Sequence[str], int]] = {}

    def seq_of(self, upns: Sequence[str]) -> int:
        if id(upns) not in self._known:
            self._known[id(upns)] = (upns, write_roster(self._store, upns))
        return self._known[id(upns)][1]


class Document(NamedTuple):
    """One register document or amendment, read back; arrays of one length, blank places left out."""

    seq: int
    session: int  # Session.number
    pupils: PupilNumbers  # index into `Ledger.upns`
    codes: NDArray[np.uint8]
    recorded_at: NDArray[np.int64]  # or NOT_RECORDED


def each_document(reader: Reader, known_at: int | None) -> Iterator[Document]:
    """In the order of the ledger; an amendment is a document of one mark."""
    for chunk in reader.chunks(known_at):
        edges = np.flatnonzero(np.diff(chunk.seq)) + 1
        stops = [*edges.tolist(), len(chunk.seq)]
        for start, stop in zip([0, *edges.tolist()], stops, strict=True):
            if start < stop:
                yield Document(
                    seq=int(chunk.seq[start]),
                    session=int(chunk.session[start]),
                    pupils=chunk.pupil[start:stop],
                    codes=chunk.code[start:stop],
                    recorded_at=chunk.recorded_at[start:stop],
                )


def dense(reader: Reader, known_at: int | None) -> Dense:
    """A byte a pupil and session; see `Ledger.session_codes`."""
    index = reader.store.index
    numbers = {*index.documents, *index.amendments_of}
    sessions = np.array(sorted(numbers), np.int32)
    cells = np.zeros((len(index.upns), len(sessions)), np.uint8)
    for chunk in reader.chunks(known_at):
        # NumPy assigns in order, so of two rows for one place the later one stays.
        cells[chunk.pupil, np.searchsorted(sessions, chunk.session)] = chunk.code
    return Dense(index.upns, sessions, cells)
