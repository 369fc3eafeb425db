"""The school days of a period by the school's own calendar, and those that have ended by a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.bridge.school_files import calendar_of
from supportfirst.casework.store.models import School

TO_SETTLE = "n_code_resolve_school_days"  # the pack's value


def school_days(school: School, pack: Pack, first: date, last: date) -> Sequence[date]:
    """From first to last, both counted; none where the school's terms are not set, or can't be used."""
    try:
        return calendar_of(school, pack).days_between(first, last)
    except CalendarUnusable:
        return ()


def days_of_year_to(school: School, pack: Pack, day: date) -> Sequence[date]:
    return school_days(school, pack, first_day_of_year(day), day)


def last_ended_day(school: School, at: datetime) -> date:
    """Today from the end of the school's day; where the school has not said when that is, from tomorrow."""
    now = clock(at)
    ended_today = school.day_ends is not None and now.time() >= school.day_ends
    return now.date() if ended_today else now.date() - timedelta(days=1)


def days_to_settle(school: School, at: datetime) -> Sequence[date]:
    """The ended school days within the time to settle a mark without a reason, oldest first."""
    last = last_ended_day(school, at)
    pack = pack_of(school, last)
    number = pack.values[TO_SETTLE].on(last).value
    assert isinstance(number, int)
    return days_of_year_to(school, pack, last)[-number:]
