"""The last day of a pack's clock, and how much time lies between two days.

The unit is the value's, the counting the clock's: beginning with a day makes it day 1, after
it makes the next one day 1. A clock that runs off the school's calendar has no answer, and
what rests on it can't be told.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Container, Mapping
from datetime import date, timedelta

from supportfirst.attendance.packs.case_shape import Counting
from supportfirst.attendance.schooldays.clocks import CalendarTooShort, Start
from supportfirst.attendance.schooldays.clocks import calendar_days as run_calendar_days
from supportfirst.attendance.schooldays.clocks import school_days as run_school_days
from supportfirst.attendance.schooldays.clocks import school_weeks as run_school_weeks
from supportfirst.attendance.schooldays.clocks import working_days as run_working_days
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar, monday_of

CALENDAR_DAYS, WEEKS, SCHOOL_DAYS = "calendar days", "weeks", "school days"
SCHOOL_WEEKS, WORKING_DAYS, MONTHS, YEARS = "school weeks", "working days", "months", "years"
DAYS_A_WEEK, MONTHS_A_YEAR = 7, 12
ONE_DAY = timedelta(days=1)
_START = {Counting.BEGINNING_WITH: Start.BEGINNING_WITH, Counting.AFTER: Start.AFTER}


def last_day(
    start: date,
    length: int,
    unit: str,
    counting: Counting,
    *,
    calendar: SchoolCalendar,
    bank_holidays: Container[date],
) -> date | None:
    """The last day of a period; None where the school's calendar ends before it does.

    A period of no length ends on the day before its first countable day.
    """
    if unit == YEARS:
        return _months_on(start, length * MONTHS_A_YEAR, counting)
    if unit == MONTHS:
        return _months_on(start, length, counting)
    if length == 0:
        return start - ONE_DAY if counting is Counting.BEGINNING_WITH else start
    begins = _START[counting]
    try:
        if unit == WORKING_DAYS:
            return run_working_days(length, start=begins, day=start, bank_holidays=bank_holidays).last_day
        if unit == SCHOOL_DAYS:
            return run_school_days(length, start=begins, day=start, calendar=calendar).last_day
        if unit == SCHOOL_WEEKS:
            return run_school_weeks(length, start=begins, day=start, calendar=calendar).last_day
    except CalendarTooShort:
        return None
    days = length * DAYS_A_WEEK if unit == WEEKS else length
    return run_calendar_days(days, start=begins, day=start).last_day


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_on(start: date, months: int, counting: Counting) -> date:
    """A later month without such a day ends the period on its own last day, however it is counted."""
    later = months_later(start, months)
    return later - ONE_DAY if counting is Counting.BEGINNING_WITH and later.day == start.day else later


def between(start: date, end: date, unit: str, *, calendar: SchoolCalendar) -> int:
    """Days after `start` up to and including `end` (never below 0), or whole weeks or months of them.

    School days are those after the start; school weeks those with a session from start to end.
    """
    if end <= start:
        return 0
    return _COUNTED[unit](start, end, calendar)


def _whole_months(start: date, end: date) -> int:
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    return months if months_later(start, months) <= end else months - 1


def _school_weeks(start: date, end: date, calendar: SchoolCalendar) -> int:
    return len({monday_of(day) for day in calendar.days_between(start, end)})


def _school_days(start: date, end: date, calendar: SchoolCalendar) -> int:
    return bisect_right(calendar.days, end) - bisect_right(calendar.days, start)


_COUNTED: Mapping[str, Callable[[date, date, SchoolCalendar], int]] = {
    CALENDAR_DAYS: lambda start, end, _: (end - start).days,
    WEEKS: lambda start, end, _: (end - start).days // DAYS_A_WEEK,
    SCHOOL_DAYS: _school_days,
    SCHOOL_WEEKS: _school_weeks,
    MONTHS: lambda start, end, _: _whole_months(start, end),
    YEARS: lambda start, end, _: _whole_months(start, end) // MONTHS_A_YEAR,
}
