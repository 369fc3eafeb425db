"""Marks, submissions and ledgers for tests, written as short rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.file import Appended, Submission, open_ledger
from supportfirst.attendance.vocabulary.marks import NOT_RECORDED, Mark, Marks, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import read_moment
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook

CODES = build_codebook()
AVA, BEN, CAI = "A123456789012", "B123456789012", "C123456789012"
NOBODY = Recorder()
HEAD = Recorder("Rosa Field", "Attendance officer")
FRIDAY_EVENING = "2025-09-05T18:00:00Z"


def build_session(text: str) -> Session:
    day, half = text.split()
    return Session(date.fromisoformat(day), Half[half])


def build_marks(*rows: tuple[str, ...], codes: CodeBook = CODES, minutes: int | None = None) -> Marks:
    """Rows of upn, session and code, and if wanted recorded_at, name, title, reason, as in a long file."""
    marks = Marks()
    pupils: dict[str, int] = {}
    recorders: dict[Recorder, int] = {}
    for line, row in enumerate(rows, start=2):
        upn, place, symbol, moment, name, title, reason = (*row, *[""] * (7 - len(row)))
        session = build_session(place)
        mark = Mark(
            upn=upn,
            session=session,
            code=codes.read(symbol, session.day).number,
            recorded_at=read_moment(moment) if moment else NOT_RECORDED,
            recorder=Recorder(name, title),
            remark=Remark(minutes_late=minutes, reason=reason),
            line=line,
        )
        marks.add(mark, pupils=pupils, recorders=recorders)
    return marks


def build_submission(
    file: str = "week.csv", *, at: str = FRIDAY_EVENING, by: Recorder = NOBODY, sha256: str | None = None
) -> Submission:
    """Two submissions of one file name are the same file, unless `sha256` says otherwise."""
    return Submission(file, sha256 if sha256 is not None else f"sha256 of {file}", read_moment(at), by)


def append_to(path: Path, marks: Marks, submission: Submission | None = None) -> Appended:
    with open_ledger(path, writing=True) as ledger:
        return ledger.append(marks, codes=CODES, submission=submission or build_submission())


def standing(path: Path, known_at: str | None = None) -> dict[tuple[str, str], str]:
    """What stands for each place as known at a moment: later rows of the ledger over earlier ones."""
    moment = read_moment(known_at) if known_at else None
    marks = open_ledger(path).marks(CODES, known_at=moment)
    return {
        (mark.upn, str(mark.session)): CODES.symbol(mark.code, mark.session.half) for mark in marks.each()
    }


def rows_of(path: Path) -> list[tuple[str, str, str, int, str]]:
    """Every row of a ledger in its order, without the lines and files that rows came from."""
    return _rows(open_ledger(path).marks(CODES).each())


def _rows(marks: Iterable[Mark]) -> list[tuple[str, str, str, int, str]]:
    return [
        (
            mark.upn,
            str(mark.session),
            CODES.symbol(mark.code, mark.session.half),
            mark.recorded_at,
            mark.remark.reason,
        )
        for mark in marks
    ]
