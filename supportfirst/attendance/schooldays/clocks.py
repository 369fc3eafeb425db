"""Counting days and weeks: calendar days, working days, school days, school weeks.

The decision to know: “beginning with” a day makes that day the first (21 days beginning
with the day of receipt end on receipt + 20), “after” a day makes the next one the first.
Plain days are calendar days; school days and school weeks are those on which the school
meets. A school-day or school-week clock that runs off the end of the calendar has no answer,
and says so. Monday to Sunday is a week.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum

from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar, monday_of
from supportfirst.attendance.schooldays.windows import Window
from supportfirst.attendance.vocabulary.errors import AttendanceError

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)


class CalendarTooShort(AttendanceError):
    """The calendar ends before the period does."""


class Start(StrEnum):
    BEGINNING_WITH = "beginning with"  # the day itself is day 1
    AFTER = "after"  # the next day is day 1


def calendar_days(number: int, *, start: Start, day: date, calendar: SchoolCalendar | None = None) -> Window:
    """So many days one after another, weekends and holidays among them."""
    _at_least_one(number)
    first = _first_countable(start, day)
    return Window.between(first, first + timedelta(days=number - 1), calendar)


def working_days(
    number: int,
    *,
    start: Start,
    day: date,
    bank_holidays: Container[date],
    calendar: SchoolCalendar | None = None,
) -> Window:
    """So many Mondays to Fridays that are no bank holiday; the window begins with the first of them."""
    _at_least_one(number)
    first = current = _next_working_day(_first_countable(start, day), bank_holidays)
    for _ in range(number - 1):
        current = _next_working_day(current + ONE_DAY, bank_holidays)
    return Window.between(first, current, calendar)


def school_days(number: int, *, start: Start, day: date, calendar: SchoolCalendar) -> Window:
    """So many days on which the school meets; the window begins with the first of them.

    Raises CalendarTooShort when the calendar ends first.
    """
    _at_least_one(number)
    place = bisect_left(calendar.days, _first_countable(start, day))
    if place + number > len(calendar.days):
        raise _too_short(number, "school days", start, day, calendar)
    return Window.between(calendar.days[place], calendar.days[place + number - 1], calendar)


def school_weeks(number: int, *, start: Start, day: date, calendar: SchoolCalendar) -> Window:
    """So many school weeks, whole ones, Monday to Sunday.

    “Beginning with” counts the week that holds the day (in a holiday, the next school week);
    “after” counts from the next school week. Raises CalendarTooShort when the calendar ends first.
    """
    _at_least_one(number)
    monday = monday_of(day) + (ONE_WEEK if start is Start.AFTER else timedelta())
    place = bisect_left(calendar.mondays, monday)
    if place + number > len(calendar.mondays):
        raise _too_short(number, "school weeks", start, day, calendar)
    last_monday = calendar.mondays[place + number - 1]
    return Window.between(calendar.mondays[place], last_monday + 6 * ONE_DAY, calendar)


def calendar_days_ending(number: int, *, day: date, calendar: SchoolCalendar | None = None) -> Window:
    """The so many days that end on, and include, a day."""
    _at_least_one(number)
    return Window.between(day - timedelta(days=number - 1), day, calendar)


def school_weeks_ending(number: int, *, day: date, calendar: SchoolCalendar) -> Window | None:
    """The latest school weeks whose Monday is on or before a day, up to the Sunday of the last.

    In a holiday these are the weeks before it; fewer where the calendar has fewer; None before any.
    """
    _at_least_one(number)
    last = calendar.week_number(day)
    if last < 0:
        return None
    first = max(last - number + 1, 0)
    return Window.between(calendar.mondays[first], calendar.mondays[last] + 6 * ONE_DAY, calendar)


def _at_least_one(number: int) -> None:
    assert number >= 1, f"a window of {number}"


def _first_countable(start: Start, day: date) -> date:
    return day if start is Start.BEGINNING_WITH else day + ONE_DAY


def _next_working_day(day: date, bank_holidays: Container[date]) -> date:
    while day.weekday() >= 5 or day in bank_holidays:
        day += ONE_DAY
    return day


def _too_short(number: int, unit: str, start: Start, day: date, calendar: SchoolCalendar) -> CalendarTooShort:
    return CalendarTooShort(
        what=f"{number} {unit} {start.value} {day.isoformat()} run past its last session",
        where=calendar.name,
        remedy="add the next terms to the calendar",
    )
