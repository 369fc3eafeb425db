"""The axis: days up to the day of the assessment, school weeks of the whole calendar."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from supportfirst.attendance.matrix.axis import Axis, SideBySide, merged_axis
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.factories.school_days import FIRST_MONDAY, build_calendar, school_days

MONDAY_MORNING = Session(FIRST_MONDAY, Half.AM)


def test_it_stops_at_the_day_of_the_assessment() -> None:
    axis = Axis.of(build_calendar(school_days(2)), FIRST_MONDAY + timedelta(days=2))

    assert axis.days.tolist() == [FIRST_MONDAY.toordinal() + offset for offset in range(3)]


def test_it_knows_a_school_week_whose_sessions_are_still_ahead() -> None:
    tuesday = FIRST_MONDAY + timedelta(days=1)
    axis = Axis.of(build_calendar([tuesday]), FIRST_MONDAY)

    assert len(axis) == 0
    assert axis.week_at(np.array([FIRST_MONDAY.toordinal()], np.int32)).tolist() == [0]


def test_it_gives_no_week_before_the_first() -> None:
    axis = Axis.of(build_calendar(school_days(1)), FIRST_MONDAY)

    assert axis.week_at(np.array([FIRST_MONDAY.toordinal() - 1], np.int32)).tolist() == [-1]


def test_it_gives_a_column_to_a_session_of_the_calendar_only() -> None:
    axis = Axis.of(build_calendar(school_days(1), closed=[MONDAY_MORNING]), date(2025, 9, 5))
    saturday = Session(date(2025, 9, 6), Half.AM)
    asked = [MONDAY_MORNING, Session(FIRST_MONDAY, Half.PM), Session(date(2025, 9, 2), Half.AM), saturday]

    columns = axis.columns_of(np.array([session.number for session in asked], np.int32))

    assert columns.tolist() == [-1, 1, 2, -1]


def test_it_starts_the_year_at_the_first_day_on_or_after_1_august() -> None:
    days = [date(2025, 7, 21), date(2025, 8, 1), date(2025, 9, 1)]

    assert Axis.of(build_calendar(days), date(2025, 9, 1)).year_first == 1
    assert Axis.of(build_calendar(days), date(2025, 7, 31)).year_first == 0


def test_it_ends_short_axes_in_days_that_never_come() -> None:
    long = Axis.of(build_calendar(school_days(2)), date(2025, 9, 12))
    short = Axis.of(build_calendar(school_days(1)), date(2025, 9, 12))

    both = SideBySide.of([long, short])

    assert both.lengths.tolist() == [10, 5]
    assert both.days_before[1, 0].tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]  # Mondays
    assert both.days_before[0, 0, -1] == 2


def test_it_merges_the_calendars_of_a_pupil_who_moved() -> None:
    first_school = build_calendar(school_days(3))
    second_school = build_calendar(school_days(3), closed=[Session(date(2025, 9, 16), Half.PM)])
    moved = date(2025, 9, 10)

    merged = merged_axis(
        [
            (first_school, DateSpan(FIRST_MONDAY, moved)),
            (second_school, DateSpan(moved + timedelta(days=5), None)),
        ],
        name="personal",
    )

    assert merged.days == (*school_days(3)[:8], *school_days(3)[10:])
    assert not merged.has(Session(date(2025, 9, 16), Half.PM))
