"""The records that the ledger writes, each made in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.alphabet import NO_MARK
from supportfirst.attendance.ledger.file.index import Submission
from supportfirst.attendance.ledger.file.store import Store
from supportfirst.attendance.ledger.judge import Entry
from supportfirst.attendance.ledger.record import (
    ALPHABET,
    AMENDMENT,
    COMPLETED,
    HEADER,
    REGISTER,
    ROSTER,
    SCHEMA,
    SUBMISSION,
    moment_text,
    recorder_json,
)
from supportfirst.attendance.vocabulary.marks import Marks, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Session


class Rows(NamedTuple):
    """New marks of one session: rows of `marks`, each with its place in the roster and its character."""

    marks: Marks
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    characters: NDArray[np.uint8]


def begin(store: Store, codes: CodeBook, *, at: int) -> None:
    """The header of a new file, or letters for codes that have come into the code book since."""
    letters = store.index.alphabet.missing(codes.symbols())
    if store.count == 0:
        header = {"kind": HEADER, "schema": SCHEMA, "created": moment_text(at), "no_mark": NO_MARK}
        store.add({**header, "alphabet": letters})
    elif letters:
        store.add({"kind": ALPHABET, "alphabet": letters})


def characters_by_number(store: Store, codes: CodeBook) -> NDArray[np.uint8]:
    """The character of each of 256 code numbers; `.` for those that are not a code."""
    table = np.full(256, ord(NO_MARK), np.uint8)
    for number in codes.numbers():
        table[number] = ord(store.index.alphabet.characters[codes.code(number).symbol])
    return table


def open_submission(store: Store, submission: Submission, *, codes: CodeBook) -> int:
    begin(store, codes, at=submission.appended_at)
    return store.add(
        {
            "kind": SUBMISSION,
            "file": submission.file,
            "sha256": submission.sha256,
            "appended_at": moment_text(submission.appended_at),
            "by": recorder_json(submission.by),
        }
    )


def close_submission(store: Store, seq: int, counts: Mapping[str, int]) -> None:
    store.add({"kind": COMPLETED, "submission": seq, "counts": dict(counts)})


def write_roster(store: Store, upns: Sequence[str]) -> int:
    """The seq of the roster of these pupils, which is written if the ledger has none like it."""
    known = store.index.roster_like(upns)
    return store.add({"kind": ROSTER, "upns": list(upns)}) if known is None else known


def write_document(store: Store, new: Rows, *, session: Session, roster: int, submission: int) -> None:
    text = np.full(len(store.index.rosters[roster]), ord(NO_MARK), np.uint8)
    text[new.places] = new.characters
    record = document(session=session, roster=roster, submission=submission, characters=text)
    record.update(_said_of(new))
    remarks = _remarks(new)
    if remarks:
        record["remarks"] = remarks
    store.add(record)


def document(
    *, session: Session, roster: int, submission: int, characters: NDArray[np.uint8]
) -> dict[str, Any]:
    """A register document whose marks have no moment and no name."""
    return {
        "kind": REGISTER,
        "session": str(session),
        "roster": roster,
        "submission": submission,
        "marks": characters.tobytes().decode("ascii"),
        "recorded_at": None,
        "recorded_by": None,
    }


def _said_of(new: Rows) -> dict[str, Any]:
    """The moment and name that most of the marks share, and the places where another was said."""
    moments = np.frombuffer(new.marks.recorded_at, np.int64)[new.rows]
    recorders = np.frombuffer(new.marks.recorder, np.int32)[new.rows]
    if (moments == moments[0]).all() and (recorders == recorders[0]).all():
        return _said(new.marks, int(moments[0]), int(recorders[0]))
    places: dict[tuple[int, int], list[int]] = {}
    for place, said in zip(
        new.places.tolist(), zip(moments.tolist(), recorders.tolist(), strict=True), strict=True
    ):
        places.setdefault(said, []).append(place)
    usual = max(places, key=lambda said: len(places[said]))
    otherwise = [
        {**_said(new.marks, *said), "places": sorted(places[said])} for said in places if said != usual
    ]
    return {**_said(new.marks, *usual), "otherwise": otherwise}


def _said(marks: Marks, moment: int, recorder: int) -> dict[str, Any]:
    return {
        "recorded_at": moment_text(moment),
        "recorded_by": recorder_json(marks.recorders[recorder]),
    }


def _remarks(new: Rows) -> list[tuple[int, int | None, str, str]]:
    if not new.marks.remarks:
        return []
    remarks = new.marks.remarks
    return [
        (place, *remarks[row])
        for row, place in zip(new.rows.tolist(), new.places.tolist(), strict=True)
        if row in remarks
    ]


def write_amendment(
    store: Store,
    upn: str,
    session: Session,
    entry: Entry,
    *,
    remark: Remark,
    line: int = 0,
    submission: int | None = None,
) -> None:
    """`entry.old` is the symbol that is amended, "" for an unmarked session; no submission: typed."""
    assert entry.at != NOT_RECORDED, "an amendment always has its moment"
    store.add(
        {
            "kind": AMENDMENT,
            "upn": upn,
            "session": str(session),
            "old": entry.old,
            "new": entry.symbol,
            "reason": remark.reason,
            "minutes": remark.minutes_late,
            "comment": remark.comment,
            "by": recorder_json(entry.by),
            "at": moment_text(entry.at),
            "recorded_at": moment_text(entry.recorded_at),
            "submission": submission,
            "line": line,
        }
    )
