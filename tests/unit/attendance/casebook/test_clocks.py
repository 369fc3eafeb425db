"""The last day of a clock, in every unit and both ways of counting."""

from datetime import date, timedelta

import pytest

from supportfirst.attendance.casebook.clocks import between, last_day
from supportfirst.attendance.packs.case_shape import Counting
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

MONDAY = date(2026, 3, 2)
CALENDAR = SchoolCalendar(
    [
        Session(MONDAY + timedelta(days=7 * week + day), half)
        for week in (0, 1, 3)  # a week of holiday before the last
        for day in range(5)
        for half in Half
    ]
)
GOOD_FRIDAY = date(2026, 4, 3)


def ends(start, length, unit, counting):
    return last_day(start, length, unit, Counting(counting), calendar=CALENDAR, bank_holidays={GOOD_FRIDAY})


@pytest.mark.parametrize(
    ("start", "length", "unit", "with_it", "after_it"),
    [
        (MONDAY, 21, "calendar days", date(2026, 3, 22), date(2026, 3, 23)),
        (MONDAY, 0, "calendar days", date(2026, 3, 1), MONDAY),
        (MONDAY, 3, "weeks", date(2026, 3, 22), date(2026, 3, 23)),
        (MONDAY, 10, "school days", date(2026, 3, 13), date(2026, 3, 23)),
        (MONDAY, 3, "school weeks", date(2026, 3, 29), None),
        (date(2026, 3, 14), 1, "school days", date(2026, 3, 23), date(2026, 3, 23)),
        (MONDAY, 16, "school days", None, None),
        (date(2026, 4, 2), 2, "working days", date(2026, 4, 6), date(2026, 4, 7)),
        (MONDAY, 1, "months", date(2026, 4, 1), date(2026, 4, 2)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28), date(2026, 2, 28)),
        (date(2025, 12, 31), 2, "months", date(2026, 2, 28), date(2026, 2, 28)),
        (date(2028, 2, 29), 3, "years", date(2031, 2, 28), date(2031, 2, 28)),
        (date(2028, 2, 29), 4, "years", date(2032, 2, 28), date(2032, 2, 29)),
        (date(2025, 3, 2), 1, "years", date(2026, 3, 1), date(2026, 3, 2)),
    ],
)
def test_a_period_ends_where_its_unit_and_counting_say(start, length, unit, with_it, after_it):
    assert ends(start, length, unit, "beginning with") == with_it
    assert ends(start, length, unit, "after") == after_it


@pytest.mark.parametrize(
    ("unit", "number"),
    [("calendar days", 21), ("weeks", 3), ("school days", 10), ("school weeks", 3), ("months", 0)],
)
def test_the_time_between_two_days_counts_from_the_first_and_includes_the_last(unit, number):
    assert between(MONDAY, date(2026, 3, 23), unit, calendar=CALENDAR) == number


def test_no_time_lies_between_a_day_and_an_earlier_one():
    assert between(MONDAY, date(2026, 2, 1), "calendar days", calendar=CALENDAR) == 0
