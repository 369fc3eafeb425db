"""A ledger: every mark of a register, and every change to one, as dated facts that are only added to.

What stands in the register at a moment is a question put to it, never a state that is
written over. The file is `ledger/1`; docs/explanation/ledger.md shows one line by line.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.correcting import (
    Correction,
    PupilNotInLedger,
    check_against,
    check_day,
    check_said,
    symbol_to_keep,
)
from supportfirst.attendance.ledger.file.appending import Appended, Progress, append_marks
from supportfirst.attendance.ledger.file.bulk import (
    Dense,
    Document,
    NewDocument,
    append_documents,
    dense,
    each_document,
)
from supportfirst.attendance.ledger.file.changes import Changes, changes_between
from supportfirst.attendance.ledger.file.history import date_what_is_amended, histories
from supportfirst.attendance.ledger.file.index import Submission
from supportfirst.attendance.ledger.file.reading import Reader
from supportfirst.attendance.ledger.file.store import BATCH_BYTES, Store
from supportfirst.attendance.ledger.file.writing import begin, write_amendment
from supportfirst.attendance.ledger.judge import Entry
from supportfirst.attendance.vocabulary.marks import Marks, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Session


class Summary(NamedTuple):
    """What a ledger file holds, in numbers."""

    records: int
    pupils: int
    sessions: int
    first_session: Session | None
    last_session: Session | None
    documents: int
    amendments: int
    corrections: int  # amendments that a person typed
    submissions: int
    unfinished: int  # submissions that were begun and neither finished nor appended again
    last_hash: str


class Ledger:
    """An open ledger file; a context manager, which holds the lock while it is open for writing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def torn(self) -> str:
        """What was found (and, open for writing, cut off) after the last whole record; "" for nothing."""
        return self._store.torn

    @property
    def upns(self) -> Sequence[str]:
        """Every pupil of the ledger, in the order in which `documents` and `session_codes` number them."""
        return self._store.index.upns

    def append(
        self,
        marks: Marks,
        *,
        codes: CodeBook,
        submission: Submission,
        progress: Progress | None = None,
    ) -> Appended:
        """Take up a file's marks; `submission.appended_at` must be given, and is never told to the marks.

        A new place goes into a register document; a mark that is there already changes nothing, so
        a file may be appended twice; a different mark amends, or is reported as undecided (see
        `judge`). An amendment whose file gives no moment is made at the moment of appending.
        `progress(done, total)` is called after each session. Raises LedgerNotWritten, AlphabetFull.
        """
        assert submission.appended_at != NOT_RECORDED, "the caller says when this is"
        return append_marks(self._store, marks, codes=codes, submission=submission, progress=progress)

    def append_documents(
        self, documents: Iterable[NewDocument], *, codes: CodeBook, submission: Submission
    ) -> int:
        """Take up whole register documents as arrays; the number of new marks.

        Raises DocumentDiffers where a place has another mark already, LedgerNotWritten.
        """
        return append_documents(self._store, documents, codes=codes, submission=submission)

    def correct(self, correction: Correction, *, codes: CodeBook) -> Entry:
        """Record a correction, on disk before this returns; the entry that it made.

        Raises ReasonMissing, CorrectorMissing, SessionNotYet, NeverASession, CodeRefused,
        PupilNotInLedger, NothingToCorrect, CorrectionTooEarly, LedgerNotWritten.
        """
        check_said(correction)
        check_day(correction)
        symbol = symbol_to_keep(correction, codes)
        history = self.history(correction.upn, correction.session)
        check_against(history, symbol, correction)
        begin(self._store, codes, at=correction.at)
        entry = Entry(
            symbol=symbol,
            recorded_at=correction.at,
            at=correction.at,
            by=correction.by,
            reason=correction.reason,
            typed=True,
            old=history[-1].symbol if history else "",
            appended_at=correction.at,
        )
        remark = Remark(reason=correction.reason.strip())
        write_amendment(self._store, correction.upn, correction.session, entry, remark=remark)
        self._store.flush()
        return entry

    def history(self, upn: str, session: Session) -> list[Entry]:
        """Every step of one place, oldest first; [] for an unmarked session. Raises PupilNotInLedger."""
        number = self._number(upn)
        return histories(self._store, session.number, np.array([number], np.int32)).get(number, [])

    def steps(
        self, *, upn: str | None = None, session: Session | None = None
    ) -> Iterator[tuple[str, Session, Entry]]:
        """Every step of a pupil, of a session, or of all, by session and pupil. Raises PupilNotInLedger."""
        pupils = np.arange(len(self.upns)) if upn is None else np.array([self._number(upn)])
        for each in self.sessions() if session is None else [session]:
            found = histories(self._store, each.number, pupils.astype(np.int32))
            for number in sorted(found):
                yield from ((self.upns[number], each, entry) for entry in found[number])

    def _number(self, upn: str) -> int:
        number = self._store.index.numbers.get(upn)
        if number is None:
            raise PupilNotInLedger(
                what="no register in this ledger names that pupil",
                where=str(self._store.path),
                remedy="check the UPN, or append the register first",
            )
        return number

    def sessions(self) -> list[Session]:
        """Every session with a mark, in order."""
        index = self._store.index
        return [Session.of_number(number) for number in sorted({*index.documents, *index.amendments_of})]

    def marks(self, codes: CodeBook, *, known_at: int | None = None) -> Marks:
        """Every step known by a moment (None: all), in the order of the ledger: the later row stands.

        A mark without a moment is known from the end of its own day, and keeps NOT_RECORDED.
        Raises CodeNotInBook.
        """
        reader = Reader(self._store, codes)
        marks = Marks(upns=list(self._store.index.upns))
        for chunk in reader.chunks(known_at):
            start = len(marks)
            _extend(marks.pupil, chunk.pupil)
            _extend(marks.session, chunk.session)
            _extend(marks.code, chunk.code)
            _extend(marks.recorded_at, chunk.recorded_at)
            _extend(marks.recorder, chunk.recorder)
            marks.remarks.update((start + row, remark) for row, remark in chunk.remarks.items())
        marks.line = array("i", bytes(marks.pupil.itemsize * len(marks.pupil)))
        marks.recorders = list(reader.recorders)
        date_what_is_amended(marks, self._store)
        return marks

    def documents(self, codes: CodeBook, *, known_at: int | None = None) -> Iterator[Document]:
        """Each register document, and each amendment as a document of one mark, in order, as arrays."""
        return each_document(Reader(self._store, codes), known_at)

    def session_codes(self, codes: CodeBook, *, known_at: int | None = None) -> Dense:
        """The code that stands for every pupil and session at a moment; a byte a cell."""
        return dense(Reader(self._store, codes), known_at)

    def changes(self, codes: CodeBook, *, start: int, end: int) -> Changes:
        """What was recorded after `start` and not after `end`, of what could have been known at `start`.

        Steps are every amendment made in between, and every first mark given in between to a session
        whose day was over at `start`. First marks of later sessions are only counted.
        """
        return changes_between(self._store, codes, start, end)

    def summary(self) -> Summary:
        index, sessions = self._store.index, self.sessions()
        return Summary(
            records=self._store.count,
            pupils=len(index.upns),
            sessions=len(sessions),
            first_session=sessions[0] if sessions else None,
            last_session=sessions[-1] if sessions else None,
            documents=sum(len(places) // 3 for places in index.documents.values()),
            amendments=len(index.amendments),
            corrections=sum(amendment.submission is None for amendment in index.amendments),
            submissions=len(index.submissions),
            unfinished=index.unfinished_count(),
            last_hash=self._store.prev,
        )

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.__exit__(kind, error, trace)


def open_ledger(
    path: Path | str, *, writing: bool = False, create: bool = True, batch_bytes: int = BATCH_BYTES
) -> Ledger:
    """Open a ledger and check its whole chain; for writing, take its lock, and make it if there is none.

    A torn tail is cut off (and kept beside the file) when open for writing, left out when not;
    `Ledger.torn` says so. Raises LedgerUnreadable, LedgerBusy, NotALedger, LedgerCorrupt.
    """
    store = Store.open(Path(path), writing=writing, create=create)
    store.batch_bytes = batch_bytes
    return Ledger(store)


def _extend(column: array[int], values: np.ndarray[Any, Any]) -> None:
    column.frombytes(np.ascontiguousarray(values).tobytes())
