"""What a correction typed by a person must have before the ledger takes it.

The law asks an amended entry to show the original, the new entry, the reason, the date,
and the name and title of who made it; so without a reason, a name and a title there is no
correction. A session left unmarked may be marked this way too, with a reason all the same.
"""

from __future__ import annotations

from typing import NamedTuple

from supportfirst.attendance.codes.codebook import CodeBook, CodeStanding
from supportfirst.attendance.ledger.judge import Entry
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import as_datetime
from supportfirst.attendance.vocabulary.sessions import Session

_SCHOOL_WEEKDAYS = range(5)  # Monday is 0; the same in every calendar that can be read


class ReasonMissing(AttendanceError):
    """A correction must say why the mark is changed."""


class CorrectorMissing(AttendanceError):
    """A correction must name who makes it, and their title."""


class CodeRefused(AttendanceError):
    """A code that may not be typed on that day."""


class NothingToCorrect(AttendanceError):
    """The ledger has that mark already."""


class CorrectionTooEarly(AttendanceError):
    """The mark to be corrected says it was recorded after the correction."""


class SessionNotYet(AttendanceError):
    """A session on a day that has not come when the correction is made."""


class NeverASession(AttendanceError):
    """A Saturday or a Sunday, on which no school has a session."""


class PupilNotInLedger(AttendanceError):
    """No register in this ledger names the pupil."""


class Correction(NamedTuple):
    """`symbol` as typed; `at` in microseconds since 1970 UTC."""

    upn: str
    session: Session
    symbol: str
    reason: str
    by: Recorder
    at: int


def check_said(correction: Correction) -> None:
    """Raises ReasonMissing, CorrectorMissing."""
    if not correction.reason.strip():
        raise ReasonMissing(
            what="the correction gives no reason",
            where=str(correction.session),
            remedy="say why the mark is changed",
        )
    if not (correction.by.name.strip() and correction.by.title.strip()):
        raise CorrectorMissing(
            what="the correction does not name who makes it, with their title",
            where=str(correction.session),
            remedy="give the name and the job title of the person who makes it",
        )


def check_day(correction: Correction) -> None:
    """Raises SessionNotYet, NeverASession. Days of closure are the calendar's, and no ledger holds one."""
    day, today = correction.session.day, as_datetime(correction.at).date()
    if day > today:
        raise SessionNotYet(
            what=f"the session is on a day after {today}, when the correction is made",
            where=str(correction.session),
            remedy="check the year; a mark can be corrected on the day of its session at the earliest",
        )
    if day.weekday() not in _SCHOOL_WEEKDAYS:
        raise NeverASession(
            what=f"{day} is a {day:%A}, and schools have sessions from Monday to Friday",
            where=str(correction.session),
            remedy="check the date",
        )


def symbol_to_keep(correction: Correction, codes: CodeBook) -> str:
    """The symbol of the code that was typed. Raises CodeRefused unless it is in force that day."""
    typed = correction.symbol.strip().upper()
    reading = codes.read(typed, correction.session.day)
    if reading.standing is CodeStanding.IN_FORCE and reading.code is not None:
        return reading.code.symbol
    day = correction.session.day
    what = {
        CodeStanding.UNKNOWN: f"“{typed}” is not a register code",
        CodeStanding.NOT_YET: f"the code “{typed}” was not yet in force on {day}",
        CodeStanding.WITHDRAWN: f"the code “{typed}” was withdrawn before {day}",
    }[reading.standing]
    raise CodeRefused(what=what, where=str(correction.session), remedy="use a code in force on that day")


def check_against(history: list[Entry], symbol: str, correction: Correction) -> None:
    """Raises NothingToCorrect, CorrectionTooEarly."""
    if not history:
        return
    if history[-1].symbol == symbol:
        raise NothingToCorrect(
            what="the ledger has that mark already",
            where=str(correction.session),
            remedy="check the date, the session and the code",
        )
    if history[-1].at > correction.at:
        raise CorrectionTooEarly(
            what="the mark to be corrected says it was recorded later than now",
            where=str(correction.session),
            remedy="check this machine’s clock",
        )
