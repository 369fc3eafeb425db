"""What the ledger holds for a session: the latest mark of every pupil, and every step of a few.

The latest marks are one array of characters, which is all that nearly every appended mark
has to be held against; the steps are fetched only for the places where a file differs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.ledger.alphabet import NO_MARK
from supportfirst.attendance.ledger.file.index import Amendment, Submission
from supportfirst.attendance.ledger.file.store import Store
from supportfirst.attendance.ledger.judge import Entry
from supportfirst.attendance.ledger.record import Record, moment_of, recorder_of
from supportfirst.attendance.vocabulary.marks import Marks, Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.sessions import Session

_BLANK = ord(NO_MARK)


def latest_marks(store: Store, session: int) -> NDArray[np.uint8]:
    """A character for each pupil of the ledger, 0 for no mark; `session` is a Session.number."""
    latest = np.zeros(len(store.index.upns), np.uint8)
    for record in store.each_document(session):
        characters = np.frombuffer(record["marks"].encode("ascii"), np.uint8)
        kept = characters != _BLANK
        latest[store.index.rosters[record["roster"]][kept]] = characters[kept]
    for amendment in amendments_of(store, session):
        latest[amendment.pupil] = ord(store.index.alphabet.characters[amendment.new])
    return latest


def amendments_of(store: Store, session: int) -> list[Amendment]:
    return [store.index.amendments[place] for place in store.index.amendments_of.get(session, ())]


def histories(store: Store, session: int, pupils: NDArray[np.int32]) -> dict[int, list[Entry]]:
    """Every step of these pupils' places, oldest first, by pupil number; no key for an unmarked place."""
    wanted = np.zeros(len(store.index.upns), np.bool_)
    wanted[pupils] = True
    steps: list[tuple[int, int, Entry]] = []
    for record in store.each_document(session, wanted):
        roster = store.index.rosters[record["roster"]]
        marks = record["marks"]
        moments = _Moments(record)
        for place in np.flatnonzero(wanted[roster]).tolist():
            if marks[place] != NO_MARK:
                symbol = store.index.alphabet.symbols[marks[place]]
                entry = moments.entry(place, symbol, submission_of(store, record["submission"]))
                steps.append((record["seq"], int(roster[place]), entry))
    for amendment in amendments_of(store, session):
        if wanted[amendment.pupil]:
            steps.append((amendment.seq, amendment.pupil, amendment_entry(store, amendment)))
    found: dict[int, list[Entry]] = {}
    for _, pupil, entry in sorted(steps, key=lambda step: step[0]):
        found.setdefault(pupil, []).append(entry)
    return found


def date_what_is_amended(marks: Marks, store: Store) -> None:
    """A mark without a moment that was amended had been recorded by then: give it that moment.

    Otherwise an amendment made on the session's own day would come before the end of that day,
    from which a mark without a moment counts, and the mark it amended would stand again.
    """
    amended = {
        (a.pupil, session) for session in store.index.amendments_of for a in amendments_of(store, session)
    }
    if not amended:
        return
    keys = np.frombuffer(marks.session, np.int32).astype(np.int64) << 32 | np.frombuffer(
        marks.pupil, np.int32
    )
    wanted = np.array([session << 32 | pupil for pupil, session in amended], np.int64)
    undated: dict[int, list[int]] = {}
    for row in np.flatnonzero(np.isin(keys, wanted)).tolist():
        key, moment = int(keys[row]), marks.recorded_at[row]
        if moment == NOT_RECORDED:
            undated.setdefault(key, []).append(row)
        elif moment < end_of_day(Session.of_number(marks.session[row]).day):
            for earlier in undated.pop(key, ()):
                marks.recorded_at[earlier] = moment


def submission_of(store: Store, seq: int | None) -> Submission:
    return Submission() if seq is None else store.index.submissions[seq]


def amendment_entry(store: Store, amendment: Amendment) -> Entry:
    submission = submission_of(store, amendment.submission)
    return Entry(
        symbol=amendment.new,
        recorded_at=amendment.recorded_at,
        at=amendment.at,
        by=amendment.by,
        reason=amendment.remark.reason,
        typed=amendment.submission is None,
        sha256=submission.sha256,
        old=amendment.old,
        appended_at=amendment.at if amendment.submission is None else submission.appended_at,
        file=submission.file,
    )


class _Moments:
    """When and by whom the marks of a document were recorded, and what was written beside them."""

    def __init__(self, record: Record) -> None:
        self._usual = (moment_of(record["recorded_at"]), recorder_of(record["recorded_by"]))
        self._otherwise: dict[int, tuple[int, Recorder]] = {}
        for other in record.get("otherwise", ()):
            said = (moment_of(other["recorded_at"]), recorder_of(other["recorded_by"]))
            self._otherwise.update(dict.fromkeys(other["places"], said))
        self._reasons = {place: reason for place, _, _, reason in record.get("remarks", ())}

    def entry(self, place: int, symbol: str, submission: Submission) -> Entry:
        moment, by = self._otherwise.get(place, self._usual)
        return Entry(
            symbol=symbol,
            recorded_at=moment,
            at=moment,
            by=by,
            reason=self._reasons.get(place, ""),
            sha256=submission.sha256,
            appended_at=submission.appended_at,
            file=submission.file,
        )
