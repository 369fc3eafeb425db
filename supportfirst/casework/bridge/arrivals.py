"""What an arrival comes to: present, late with minutes, or after the register closed.

The times are the school's own. Minutes are counted from the start of the session, the teaching that
was missed, whatever grace the doors allow.
"""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.codes_in_force import checked_code, in_force
from supportfirst.casework.bridge.school_days import SESSION_WORDS, SessionTimes, TimesMissing, times_of
from supportfirst.casework.store.models import School

PRESENT, AFTER_CLOSE = "/", "U"  # names of codes; what each counts as, the pack says


class Arrival(NamedTuple):
    symbol: str
    minutes: int  # after the start of the session; 0 for who was in time


def arrival(school: School, codes: CodeBook, day: date, half: int, arrived: time) -> Arrival:
    """The mark of a pupil who came at a time. Raises TimesMissing, or CodeRefused."""
    times = times_of(school, half)
    if times.starts is None or times.late_after is None or times.closes is None:
        raise TimesMissing(
            what=f"the {SESSION_WORDS[half]}'s start and the closing of its register are not set",
            where=school.name,
            remedy="set the times of the school day in the school's set-up, or choose the mark yourself",
        )
    symbol = _symbol(codes, day, arrived, times)
    checked_code(codes, symbol, day, where=f"{show_day(day)}, {SESSION_WORDS[half]}")
    return Arrival(symbol, 0 if symbol == PRESENT else _minutes(times.starts, arrived))


def late_symbol(codes: CodeBook, day: date) -> str:
    """The code for late before the register closed."""
    return next(code.symbol for code in in_force(codes, day) if code.late)


def _symbol(codes: CodeBook, day: date, arrived: time, times: SessionTimes) -> str:
    assert times.late_after is not None
    assert times.closes is not None
    at = arrived.replace(second=0, microsecond=0)
    if at <= times.late_after:
        return PRESENT
    return late_symbol(codes, day) if at <= times.closes else AFTER_CLOSE


def _minutes(starts: time, arrived: time) -> int:
    return max(0, (arrived.hour - starts.hour) * 60 + arrived.minute - starts.minute)
