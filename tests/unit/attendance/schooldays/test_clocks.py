"""Clocks: which day is the first, which is the last, and which sessions lie between."""

from datetime import date

import pytest

from supportfirst.attendance.schooldays import clocks
from supportfirst.attendance.schooldays.builtin import builtin_calendar
from supportfirst.attendance.schooldays.clocks import CalendarTooShort, Start

BANK_HOLIDAYS = {
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "Early May bank holiday",
}
# two terms with three weeks of Easter between them
TERMS = b"start,end,kind,note\n2026-02-23,2026-03-27,term,\n2026-04-20,2026-05-22,term,\n"
CALENDAR = builtin_calendar(TERMS, name="spring and summer", bank_holidays=BANK_HOLIDAYS)


def ends(window):
    return (window.first_day.isoformat(), window.last_day.isoformat())


def test_calendar_days_beginning_with_receipt_it_ends_on_receipt_plus_twenty():
    window = clocks.calendar_days(21, start=Start.BEGINNING_WITH, day=date(2026, 3, 2), calendar=CALENDAR)

    assert ends(window) == ("2026-03-02", "2026-03-22")
    assert window.calendar_days == 21
    assert len(window.sessions) == 30
    assert str(window) == "2 March 2026 to 22 March 2026 (30 sessions)"


def test_calendar_days_after_it_begins_on_the_next_day():
    assert ends(clocks.calendar_days(21, start=Start.AFTER, day=date(2026, 3, 2))) == (
        "2026-03-03",
        "2026-03-23",
    )


@pytest.mark.parametrize(
    ("start", "day", "number", "expected"),
    [
        # posted on Wednesday 1 April 2026: Thursday, then Good Friday to Easter Monday do not count
        (Start.AFTER, date(2026, 4, 1), 2, ("2026-04-02", "2026-04-07")),
        (Start.BEGINNING_WITH, date(2026, 4, 1), 2, ("2026-04-01", "2026-04-02")),
        (Start.BEGINNING_WITH, date(2026, 4, 4), 1, ("2026-04-07", "2026-04-07")),
    ],
)
def test_working_days_it_skips_weekends_and_bank_holidays(start, day, number, expected):
    window = clocks.working_days(number, start=start, day=day, bank_holidays=BANK_HOLIDAYS)

    assert ends(window) == expected


def test_school_days_it_counts_across_a_holiday():
    window = clocks.school_days(5, start=Start.AFTER, day=date(2026, 3, 25), calendar=CALENDAR)

    assert ends(window) == ("2026-03-26", "2026-04-22")
    assert len(window.school_days) == 5


def test_school_days_beginning_in_a_holiday_it_begins_with_the_first_day_back():
    window = clocks.school_days(1, start=Start.BEGINNING_WITH, day=date(2026, 4, 1), calendar=CALENDAR)

    assert ends(window) == ("2026-04-20", "2026-04-20")


def test_school_weeks_it_counts_only_weeks_with_a_session():
    window = clocks.school_weeks(2, start=Start.BEGINNING_WITH, day=date(2026, 3, 25), calendar=CALENDAR)

    assert ends(window) == ("2026-03-23", "2026-04-26")
    assert len(window.sessions) == 20


def test_school_weeks_after_it_begins_with_the_next_school_week():
    window = clocks.school_weeks(1, start=Start.AFTER, day=date(2026, 3, 25), calendar=CALENDAR)

    assert ends(window) == ("2026-04-20", "2026-04-26")


@pytest.mark.parametrize("clock", [clocks.school_days, clocks.school_weeks])
def test_a_clock_past_the_end_of_the_calendar_it_says_so(clock):
    with pytest.raises(CalendarTooShort, match="add the next terms"):
        clock(40, start=Start.AFTER, day=date(2026, 5, 1), calendar=CALENDAR)


def test_school_weeks_ending_in_a_holiday_it_takes_the_weeks_before():
    window = clocks.school_weeks_ending(2, day=date(2026, 4, 8), calendar=CALENDAR)

    assert ends(window) == ("2026-03-16", "2026-03-29")


def test_school_weeks_ending_early_it_takes_the_weeks_that_there_are():
    window = clocks.school_weeks_ending(10, day=date(2026, 3, 4), calendar=CALENDAR)

    assert ends(window) == ("2026-02-23", "2026-03-08")


def test_school_weeks_ending_before_the_calendar_it_has_none():
    assert clocks.school_weeks_ending(10, day=date(2026, 1, 4), calendar=CALENDAR) is None


def test_calendar_days_ending_it_includes_the_day():
    window = clocks.calendar_days_ending(84, day=date(2026, 5, 22), calendar=CALENDAR)

    assert ends(window) == ("2026-02-28", "2026-05-22")
