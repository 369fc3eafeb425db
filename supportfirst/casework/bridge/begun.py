"""Whether a session has begun: before its start no mark of it can be anything that somebody saw.

The start is the school's own. Where the school has not said it nobody can tell, and the day alone counts.
"""

from __future__ import annotations

from datetime import date, datetime, time

from supportfirst.casework.bridge.codes_in_force import RegisterRefused
from supportfirst.casework.bridge.school_days import SESSION_WORDS, clock, show_time, starts_at
from supportfirst.casework.store.models import School


class NotBegun(RegisterRefused):
    """A session that has not begun."""


def opens_later(school: School, day: date, half: int, now: datetime) -> datetime | None:
    """When a register opens that is not open yet, to the minute; None where it is, or nobody can tell."""
    starts = starts_at(school, day, half)
    return starts if starts is not None and clock(now) < starts else None


def not_begun_words(half: int, opens: datetime) -> str:
    return f"the {SESSION_WORDS[half]} has not begun: its register opens at {show_time(opens)}"


def check_begun(school: School, day: date, half: int, now: datetime, *, where: str) -> None:
    """Raises NotBegun. What is known of a session before it begins is planned, and no mark."""
    opens = opens_later(school, day, half, now)
    if opens is not None:
        remedy = f"come back at {show_time(opens)}; what is known before can be entered as a planned absence"
        raise NotBegun(what=not_begun_words(half, opens), where=where, remedy=remedy)


def time_so_far(day: date, now: datetime) -> time | None:
    """On the day itself the time of day, later than which nothing has happened; None on any other day."""
    at = clock(now)
    return at.time() if at.date() == day else None


def check_has_come(arrived: time, latest: time | None, *, where: str) -> None:
    """Raises RegisterRefused for an arrival that is still to come."""
    if latest is not None and arrived > latest:
        raise RegisterRefused(
            what=f"{show_time(arrived)} has not come yet",
            where=where,
            remedy="give the time at which the child came",
        )
