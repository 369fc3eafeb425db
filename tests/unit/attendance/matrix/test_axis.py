"""Axes: school days, their weeks, and the column of each session."""

from __future__ import annotations

from datetime import date

import numpy as np

from supportfirst.attendance.matrix.axis import Axis, merged_axis
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.attendance.vocabulary.spans import DateSpan

THURSDAY, FRIDAY, MONDAY, TUESDAY = (
    date(2025, 7, 17),
    date(2025, 7, 18),
    date(2025, 9, 1),
    date(2025, 9, 2),
)
MET = [
    Session(THURSDAY, Half.AM),
    Session(THURSDAY, Half.PM),
    Session(FRIDAY, Half.AM),
    Session(MONDAY, Half.PM),
    Session(TUESDAY, Half.AM),
    Session(TUESDAY, Half.PM),
]
CALENDAR = SchoolCalendar(sessions=MET)


def numbers(*sessions: Session):
    return np.array([session.number for session in sessions], np.int32)


def test_the_days_stop_at_the_day_asked_about_and_the_weeks_do_not():
    axis = Axis.of(CALENDAR, FRIDAY)

    assert axis.days.tolist() == [THURSDAY.toordinal(), FRIDAY.toordinal()]
    assert len(axis) == 2
    assert axis.mondays.tolist() == [date(2025, 7, 14).toordinal(), MONDAY.toordinal()]


def test_it_knows_which_halves_the_school_met():
    axis = Axis.of(CALENDAR, TUESDAY)

    assert axis.open.tolist() == [[True, True], [True, False], [False, True], [True, True]]
    assert axis.weekdays.tolist() == [3, 4, 0, 1]
    assert axis.weeks.tolist() == [0, 0, 1, 1]


def test_the_year_begins_with_the_first_school_day_from_august_on():
    assert Axis.of(CALENDAR, TUESDAY).year_first == 2
    assert Axis.of(CALENDAR, FRIDAY).year_first == 0
    assert Axis.of(CALENDAR, date(2025, 8, 15)).year_first == 2  # a place after the last day: none yet


def test_a_session_has_its_column_and_what_is_no_session_has_none():
    axis = Axis.of(CALENDAR, MONDAY)
    closed, weekend = Session(FRIDAY, Half.PM), Session(date(2025, 7, 19), Half.AM)
    before, after = Session(date(2025, 7, 1), Half.AM), Session(TUESDAY, Half.AM)

    assert axis.columns_of(numbers(*MET[:4])).tolist() == [0, 1, 2, 5]
    assert axis.columns_of(numbers(closed, weekend, before, after)).tolist() == [-1, -1, -1, -1]
    assert axis.column_sessions[[0, 1, 2, 5]].tolist() == numbers(*MET[:4]).tolist()


def test_an_axis_before_every_school_day_is_empty():
    axis = Axis.of(CALENDAR, date(2025, 7, 1))

    assert (len(axis), axis.columns_of(numbers(*MET[:2])).tolist()) == (0, [-1, -1])


def test_a_day_is_in_the_latest_school_week_that_has_begun():
    axis = Axis.of(CALENDAR, TUESDAY)
    asked = [date(2025, 7, 13), date(2025, 7, 14), date(2025, 8, 20), MONDAY]

    weeks = axis.week_at(np.array([day.toordinal() for day in asked], np.int32))

    assert weeks.tolist() == [-1, 0, 0, 1]


def test_a_pupil_who_moved_has_each_school_s_sessions_of_the_time_there():
    other = SchoolCalendar(sessions=[Session(FRIDAY, Half.PM), Session(MONDAY, Half.AM)])

    merged = merged_axis(
        [(CALENDAR, DateSpan(THURSDAY, FRIDAY)), (other, DateSpan(FRIDAY))], name="both schools"
    )

    assert list(merged.sessions) == [
        *MET[:3],
        Session(FRIDAY, Half.PM),
        Session(MONDAY, Half.AM),
    ]
    assert merged.name == "both schools"
