"""Putting a file's marks into the ledger, session by session.

New marks of a session become one register document, by array; only marks that differ from
what the ledger holds are looked at one by one. A session is written in one piece, and a
file's submission is closed last, so after a kill anywhere the same command, run again,
finds what is there already and adds the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.alphabet import NO_MARK, shown
from supportfirst.attendance.ledger.file.history import histories, latest_marks
from supportfirst.attendance.ledger.file.index import Submission
from supportfirst.attendance.ledger.file.store import Store
from supportfirst.attendance.ledger.file.writing import (
    Rows,
    characters_by_number,
    close_submission,
    open_submission,
    write_amendment,
    write_document,
    write_roster,
)
from supportfirst.attendance.ledger.judge import Entry, Incoming, Place, Verdict
from supportfirst.attendance.vocabulary.marks import Mark, Marks
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Session

Progress = Callable[[int, int], None]
_OWN_ROSTER = 16  # a UPN costs 16 bytes in a roster, a blank place in a shared one costs 1


@dataclass(slots=True)
class Appended:
    """What became of a file's marks: `len(marks) == new + amended + unchanged + undecided`."""

    new: int = 0
    amended: int = 0
    unchanged: int = 0
    undecided: int = 0
    already: bool = False  # this very file was appended before, whole
    problems: list[Problem] = field(default_factory=list)  # one for each undecided mark
    warnings: list[Problem] = field(default_factory=list)


def append_marks(
    store: Store, marks: Marks, *, codes: CodeBook, submission: Submission, progress: Progress | None
) -> Appended:
    """See `Ledger.append`."""
    done = Appended()
    if submission.sha256 and submission.sha256 in store.index.completed:
        done.already, done.unchanged = True, len(marks)
        return done
    seq = open_submission(store, submission, codes=codes)
    work = _Append(store, marks, codes, submission, seq, done)
    seen = 0
    for session, rows in _by_session(marks):
        work.take_session(session, rows)
        seen += len(rows)
        if progress is not None:
            progress(seen, len(marks))
    counts = {
        "new": done.new,
        "amended": done.amended,
        "unchanged": done.unchanged,
        "undecided": done.undecided,
    }
    close_submission(store, seq, counts)
    store.flush()
    return done


def _by_session(marks: Marks) -> Iterator[tuple[Session, NDArray[np.int64]]]:
    """Row numbers of each session, by the moment of recording and then as in the file."""
    if not len(marks):
        return
    sessions = np.frombuffer(marks.session, np.int32)
    recorded = np.frombuffer(marks.recorded_at, np.int64)
    if (recorded == NOT_RECORDED).all():
        order = np.argsort(sessions, kind="stable")
    else:
        order = np.lexsort((_effective(sessions, recorded), sessions))
    edges = np.flatnonzero(np.diff(sessions[order])) + 1
    for rows in np.split(order, edges):
        yield Session.of_number(int(sessions[rows[0]])), rows


def _effective(sessions: NDArray[np.int32], recorded: NDArray[np.int64]) -> NDArray[np.int64]:
    days, place = np.unique(sessions // 2, return_inverse=True)
    ends = np.array([end_of_day(date.fromordinal(day)) for day in days.tolist()], np.int64)
    return np.where(recorded == NOT_RECORDED, ends[place], recorded)


class _Append:
    def __init__(
        self, store: Store, marks: Marks, codes: CodeBook, submission: Submission, seq: int, done: Appended
    ) -> None:
        self.store, self.marks, self.codes = store, marks, codes
        self.submission, self.seq, self.done = submission, seq, done
        numbers = store.index.numbers
        self.numbers = np.fromiter((numbers.get(upn, -1) for upn in marks.upns), np.int32, len(marks.upns))
        self.pupil = np.frombuffer(marks.pupil, np.int32) if len(marks) else np.empty(0, np.int32)
        self.character = characters_by_number(store, codes)[
            np.frombuffer(marks.code, np.uint8) if len(marks) else np.empty(0, np.uint8)
        ]
        assert (self.character != ord(NO_MARK)).all(), "a mark's code number is not in this code book"

    def take_session(self, session: Session, rows: NDArray[np.int64]) -> None:
        """Every mark of the file for one session: what is new in one document, then what differs."""
        pupils, characters = self.pupil[rows], self.character[rows]
        held = self._held(session, pupils)
        first, alone = _first_and_alone(pupils, len(self.marks.upns))
        is_new = first & (held == 0)
        differs = ~is_new & ~(alone & (held == characters))
        new = rows[is_new]
        hard = rows[differs]
        self.done.unchanged += len(rows) - len(new) - len(hard)
        places = self._places(session, hard)
        if len(new):
            self._write_new(session, new)
        for row in new[np.isin(self.pupil[new], self.pupil[hard])].tolist():
            places[int(self.pupil[row])] = Place([self._entry(self.marks.at(row))], sha256="")
        for row in hard.tolist():
            self._take_differing(session, row, places[int(self.pupil[row])])

    def _held(self, session: Session, pupils: NDArray[np.int32]) -> NDArray[np.uint8]:
        """The character that the ledger holds for each row, 0 for none."""
        latest = latest_marks(self.store, session.number)
        numbers = self.numbers[pupils]
        held = np.zeros(len(pupils), np.uint8)
        known = numbers >= 0
        held[known] = latest[numbers[known]]
        return held

    def _places(self, session: Session, rows: NDArray[np.int64]) -> dict[int, Place]:
        """The history of the rows' places by the file's pupil index."""
        pupils = np.unique(self.pupil[rows])
        pupils = pupils[self.numbers[pupils] >= 0]
        if not len(pupils):
            return {}
        found = histories(self.store, session.number, self.numbers[pupils])
        by_number = dict(zip(self.numbers[pupils].tolist(), pupils.tolist(), strict=True))
        sha256 = self.submission.sha256
        return {by_number[number]: Place(steps, sha256=sha256) for number, steps in found.items()}

    def _write_new(self, session: Session, rows: NDArray[np.int64]) -> None:
        count = len(self.marks.upns)
        if len(rows) * _OWN_ROSTER < count:
            pupils = np.sort(self.pupil[rows])
        else:
            pupils = np.arange(count, dtype=np.int32)
        roster = write_roster(self.store, [self.marks.upns[pupil] for pupil in pupils.tolist()])
        self.numbers[pupils] = self.store.index.rosters[roster]
        places = np.searchsorted(pupils, self.pupil[rows])
        write_document(
            self.store,
            Rows(self.marks, rows, places, self.character[rows]),
            session=session,
            roster=roster,
            submission=self.seq,
        )
        self.done.new += len(rows)

    def _take_differing(self, session: Session, row: int, place: Place) -> None:
        mark = self.marks.at(row)
        symbol = self.codes.code(mark.code).symbol
        verdict = place.judge(Incoming(symbol, mark.recorded_at), session)
        if verdict is Verdict.AMENDS:
            entry = self._entry(mark, old=place.history[-1].symbol)
            write_amendment(
                self.store, mark.upn, session, entry, remark=mark.remark, line=mark.line, submission=self.seq
            )
            place.history.append(entry)
            self.done.amended += 1
            self._warn_of_gaps(session, mark, entry)
        elif verdict is Verdict.UNDECIDED:
            self.done.undecided += 1
            self.done.problems.append(self._undecided(session, mark, place.history[-1]))
        else:
            self.done.unchanged += 1
            if verdict is Verdict.CORRECTED_SINCE:
                self.done.warnings.append(self._corrected_since(session, mark))

    def _entry(self, mark: Mark, old: str | None = None) -> Entry:
        by = mark.recorder if mark.recorder.name or old is None else self.submission.by
        stated = mark.recorded_at
        return Entry(
            symbol=self.codes.code(mark.code).symbol,
            recorded_at=stated,
            at=self.submission.appended_at if old is not None and stated == NOT_RECORDED else stated,
            by=by,
            reason=mark.remark.reason,
            sha256=self.submission.sha256,
            old=old,
        )

    def _warn_of_gaps(self, session: Session, mark: Mark, entry: Entry) -> None:
        gaps = [] if entry.reason else ["a reason"]
        gaps += [] if entry.by.name and entry.by.title else ["the name and title of who made it"]
        if gaps:
            self.done.warnings.append(
                self._problem(
                    "amended-without-reason" if not entry.reason else "amended-without-name",
                    session,
                    mark,
                    f"the mark for {session} is amended without {' and '.join(gaps)}",
                    "an amended register entry must show both; put them in the file’s columns",
                    warning=True,
                )
            )

    def _corrected_since(self, session: Session, mark: Mark) -> Problem:
        return self._problem(
            "corrected-since",
            session,
            mark,
            f"the file still has the mark for {session} that has since been corrected by hand",
            "the correction stands; make it in the school’s system too",
            warning=True,
        )

    def _undecided(self, session: Session, mark: Mark, latest: Entry) -> Problem:
        held = f"“{shown(latest.symbol, session.half)}”"
        if latest.typed:
            why = f"a correction made by hand says {held}, and the file does not say that its mark is later"
        else:
            why = f"the ledger has {held}, recorded later or at the same moment"
        return self._problem(
            "undecided",
            session,
            mark,
            f"for {session} {why}; the ledger keeps what it has",
            "if the file is right, record it with `supportfirst ledger correct` and a reason",
        )

    def _problem(
        self, kind: str, session: Session, mark: Mark, problem: str, remedy: str, *, warning: bool = False
    ) -> Problem:
        value = self.codes.symbol(mark.code, session.half)
        return Problem(kind, self.submission.file, mark.line, "code", value, problem, remedy, warning)


def _first_and_alone(pupils: NDArray[np.int32], count: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows are a pupil's first, and which the only one; `pupils` are indexes below `count`."""
    rows = np.bincount(pupils, minlength=count)
    alone = rows[pupils] == 1
    if alone.all():
        return alone, alone
    first = np.zeros(len(pupils), np.bool_)
    first[np.unique(pupils, return_index=True)[1]] = True
    return first, alone
