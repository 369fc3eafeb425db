"""What an arrival comes to: present, late with minutes, or after the register closed.

The times are the school's own, and the codes those of its pack; the school may have set another code
for who comes after the close. Minutes are counted from the start of the session, the teaching that
was missed, whatever grace the doors allow.
"""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.codes_in_force import checked_code, in_force
from supportfirst.casework.bridge.day_values import after_close, present_code
from supportfirst.casework.bridge.school_days import SESSION_WORDS, TimesMissing, times_of
from supportfirst.casework.store.models import School


class Arrival(NamedTuple):
    symbol: str
    minutes: int  # after the start of the session; 0 for who was in time
    in_time: bool = False
    after_close: bool = False

    @property
    def mark(self) -> tuple[str, int]:
        return self.symbol, self.minutes


def arrival(school: School, pack: Pack, day: date, half: int, arrived: time) -> Arrival:
    """The mark of a pupil who came at a time. Raises TimesMissing, or CodeRefused."""
    times = times_of(school, half)
    if times.starts is None or times.late_after is None or times.closes is None:
        raise TimesMissing(
            what=f"the {SESSION_WORDS[half]}'s start and the closing of its register are not set",
            where=school.name,
            remedy="set the times of the school day in the school's set-up, or choose the mark yourself",
        )
    at = arrived.replace(second=0, microsecond=0)
    if at <= times.late_after:
        came = Arrival(present_code(pack, day), 0, in_time=True)
    elif at <= times.closes:
        came = Arrival(late_symbol(pack.codes, day), _minutes(times.starts, at))
    else:
        came = too_late(school, pack, day, _minutes(times.starts, at))
    checked_code(pack.codes, came.symbol, day, where=f"{show_day(day)}, {SESSION_WORDS[half]}")
    return came


def too_late(school: School, pack: Pack, day: date, minutes: int) -> Arrival:
    """Minutes go with a mark that is no attendance; a school's own choice may be one that is."""
    symbol = after_close(school, pack, day)
    takes_minutes = any(
        code.symbol == symbol and (code.late or not code.statistical_class.is_attendance)
        for code in in_force(pack.codes, day)
    )
    return Arrival(symbol, minutes if takes_minutes else 0, after_close=True)


def late_symbol(codes: CodeBook, day: date) -> str:
    """The code for late before the register closed."""
    return next(code.symbol for code in in_force(codes, day) if code.late)


def late_symbols(codes: CodeBook, day: date) -> tuple[str, ...]:
    """Every code for late, before the register closed and after."""
    return tuple(code.symbol for code in in_force(codes, day) if code.late)


def _minutes(starts: time, arrived: time) -> int:
    return max(0, (arrived.hour - starts.hour) * 60 + arrived.minute - starts.minute)
