"""A window of time that says its first day, its last day and the sessions inside.

Nobody should have to guess how a period was counted, so every clock gives a window, and
the window is what the screen, the letter and the decision sheet print.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.sessions import Session


@dataclass(frozen=True, slots=True)
class Window:
    """Both days included; `sessions` are those of the school's calendar, none where there is no calendar."""

    first_day: date
    last_day: date
    sessions: tuple[Session, ...] = ()

    @classmethod
    def between(cls, first_day: date, last_day: date, calendar: SchoolCalendar | None) -> Window:
        inside = calendar.sessions_between(first_day, last_day) if calendar is not None else ()
        return cls(first_day, last_day, inside)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def calendar_days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def school_days(self) -> tuple[date, ...]:
        """The days with a session inside, in order."""
        return tuple(dict.fromkeys(session.day for session in self.sessions))

    def __str__(self) -> str:
        count = "1 session" if len(self.sessions) == 1 else f"{len(self.sessions)} sessions"
        return f"{show_day(self.first_day)} to {show_day(self.last_day)} ({count})"
