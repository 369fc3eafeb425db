"""Runs of school days say the same as the calendar, session for session."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supportfirst.attendance.casebook.sheet_calendar import calendar_as_json, calendar_from, runs_in_words
from supportfirst.attendance.casebook.sheet_parts import Held, SheetDamaged
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

MONDAY = date(2025, 9, 1)


def sessions(*days: int, halves=tuple(Half)):
    return [Session(MONDAY + timedelta(days=day), half) for day in days for half in halves]


def test_a_run_goes_over_the_weekend_and_stops_at_a_closed_day():
    calendar = SchoolCalendar(sessions(3, 4, 7, 9))

    assert calendar_as_json(calendar) == {
        "runs": [{"from": "2025-09-04", "to": "2025-09-08"}, {"from": "2025-09-10", "to": "2025-09-10"}]
    }


def test_halves_that_stand_alone_are_runs_of_their_own():
    calendar = SchoolCalendar([*sessions(0, 3), *sessions(1, 2, halves=[Half.PM])])

    told = calendar_as_json(calendar)

    assert told["runs"][1] == {"from": "2025-09-02", "to": "2025-09-03", "session": "PM"}
    assert calendar_from(Held(told, "a.sheet")).sessions == calendar.sessions


def test_no_session_at_all_is_no_run():
    assert calendar_as_json(SchoolCalendar([])) == {"runs": []}


def test_a_school_that_never_closes_is_read_back_whole():
    weekdays = [day for day in range(900) if (MONDAY + timedelta(days=day)).weekday() < 5]
    calendar = SchoolCalendar(sessions(*weekdays))

    assert calendar_from(Held(calendar_as_json(calendar), "a.sheet")).sessions == calendar.sessions


def test_runs_are_told_by_their_days():
    told = runs_in_words([*sessions(0), *sessions(2, 3), *sessions(7, halves=[Half.AM])])

    assert told == ["2025-09-01", "2025-09-03 to 2025-09-04", "2025-09-08 AM"]


@pytest.mark.parametrize(
    "run", [{"from": "2025-09-02", "to": "2025-09-01"}, {"from": "2025-09-01", "to": "2027-09-01"}]
)
def test_a_run_that_no_school_has_is_damage(run):
    with pytest.raises(SheetDamaged, match=r"runs\[1\]"):
        calendar_from(Held({"runs": [run]}, "a.sheet"))
