"""Counting days, plainly and slowly: one day after another, with a pencil.

Beginning with a day makes that day day 1; after a day makes the next one day 1. A month or year that begins
with a day ends on the day before the same day of a later month; one that runs after it, on that same day;
where that month has no such day, on its last one.
"""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


class SlowDays:
    """The school's days and the bank holidays, to count by."""

    def __init__(self, school_days: list[date], bank_holidays: set[date]) -> None:
        self.school_days = set(school_days)
        self.last = max(school_days) if school_days else date.min
        self.bank_holidays = bank_holidays

    def last_day(self, day: date, length: int, unit: str, *, beginning_with: bool) -> date | None:
        """The last day of a period; None where the calendar ends first."""
        if unit in ("months", "years"):
            return _months_later(day, length * (12 if unit == "years" else 1), beginning_with=beginning_with)
        if unit == "weeks":
            return self.last_day(day, 7 * length, "calendar days", beginning_with=beginning_with)
        if unit == "school weeks":
            return self._last_of_school_weeks(day, length, beginning_with=beginning_with)
        at = day if beginning_with else day + ONE_DAY
        if length == 0:
            return at - ONE_DAY
        counted = 0
        while True:
            counted += self._counts(at, unit)
            if counted == length:
                return at
            at += ONE_DAY
            if unit == "school days" and at > self.last:
                return None

    def _counts(self, day: date, unit: str) -> bool:
        if unit == "school days":
            return day in self.school_days
        if unit == "working days":
            return day.weekday() < 5 and day not in self.bank_holidays
        assert unit in ("calendar days", "days"), unit
        return True

    def _last_of_school_weeks(self, day: date, length: int, *, beginning_with: bool) -> date | None:
        monday = day - timedelta(days=day.weekday())
        if not beginning_with:
            monday += 7 * ONE_DAY
        counted = 0
        while monday <= self.last:
            counted += self.is_school_week(monday)
            if counted == length:
                return monday + 6 * ONE_DAY
            monday += 7 * ONE_DAY
        return None

    def is_school_week(self, monday: date) -> bool:
        return any(monday + away * ONE_DAY in self.school_days for away in range(7))

    def between(self, start: date, end: date, unit: str) -> int:
        """Days or weeks from one day to another: the first is counted from, the last is included.

        School weeks are those with a school day from the first to the last, both included; none lie between a
        day and itself or an earlier one.
        """
        days: list[date] = []
        while start + (len(days) + 1) * ONE_DAY <= end:
            days.append(start + (len(days) + 1) * ONE_DAY)
        if unit == "calendar days":
            return len(days)
        if unit == "weeks":
            return len(days) // 7
        if unit == "school days":
            return len([day for day in days if day in self.school_days])
        if unit == "school weeks":
            with_first = [start, *days] if days else []
            return len({day - timedelta(days=day.weekday()) for day in with_first if day in self.school_days})
        assert unit == "months", unit
        whole = 0
        while _months_later(start, whole + 1, beginning_with=False) <= end:
            whole += 1
        return whole


def _months_later(day: date, number: int, *, beginning_with: bool) -> date:
    place = day.year * 12 + day.month - 1 + number
    year, month = place // 12, place % 12 + 1
    length = months.monthrange(year, month)[1]
    if day.day > length:
        return date(year, month, length)
    same = date(year, month, day.day)
    return same - ONE_DAY if beginning_with else same
