"""The school calendar: the sessions on which a school met, and the weeks they fall in.

A session exists each Monday to Friday inside a term, AM and PM, unless closed. A school
week runs from Monday to Sunday and has at least one session in the calendar, whatever
any pupil's roll or marks. The school year runs from 1 August to 31 July.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from supportfirst.attendance.vocabulary.sessions import Half, Session

FIRST_MONTH = 8  # the year for counting begins on 1 August


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_day_of_year(day: date) -> date:
    """1 August of the school year that holds `day`."""
    return date(day.year if day.month >= FIRST_MONTH else day.year - 1, FIRST_MONTH, 1)


def last_day_of_year(day: date) -> date:
    """31 July of the school year that holds `day`."""
    first = first_day_of_year(day)
    return date(first.year + 1, FIRST_MONTH, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """Sessions in order, each once. `days` and `mondays` (of school weeks) are worked out from them."""

    sessions: Sequence[Session]
    name: str = "calendar"
    _days: tuple[date, ...] = field(init=False)
    _mondays: tuple[date, ...] = field(init=False)
    _open: frozenset[int] = field(init=False)  # session numbers

    def __post_init__(self) -> None:
        object.__setattr__(self, "sessions", tuple(sorted(set(self.sessions))))
        days = tuple(dict.fromkeys(session.day for session in self.sessions))
        object.__setattr__(self, "_days", days)
        object.__setattr__(self, "_mondays", tuple(dict.fromkeys(monday_of(day) for day in days)))
        object.__setattr__(self, "_open", frozenset(session.number for session in self.sessions))

    @property
    def days(self) -> tuple[date, ...]:
        """School days, in order: days with at least one session."""
        return self._days

    @property
    def mondays(self) -> tuple[date, ...]:
        """The Monday of each school week, in order."""
        return self._mondays

    def has(self, session: Session) -> bool:
        return session.number in self._open

    def meets(self, day: date, half: Half) -> bool:
        return day.toordinal() * 2 + half in self._open

    def days_between(self, first: date, last: date) -> tuple[date, ...]:
        """School days from first to last, both included."""
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def sessions_between(self, first: date, last: date) -> tuple[Session, ...]:
        """Sessions from first to last, both days included."""
        low = bisect_left(self.sessions, Session(first, Half.AM))
        high = bisect_right(self.sessions, Session(last, Half.PM))
        return tuple(self.sessions[low:high])

    def week_number(self, day: date) -> int:
        """The place (0, 1, …) of the latest school week whose Monday is on or before `day`; -1 before any."""
        return bisect_right(self._mondays, day) - 1
