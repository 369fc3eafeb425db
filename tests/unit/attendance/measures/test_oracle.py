"""Worked examples of every measure, counted by hand.

The oracle is what the kernel is held to, so it is itself held to cases that a person can
check with a pencil. Two symbols are a day; “.” is an unmarked session.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from supportfirst.attendance.measures.oracle import measure_pupil
from supportfirst.attendance.measures.settings import LateWindow, ThresholdStep, WindowUnit
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.people import Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_settings, build_window
from tests.factories.school_days import build_calendar, plain_marks, school_days

CODES = build_codebook()
SETTINGS = build_settings(CODES)
WEEK = school_days(1)
TWO_WEEKS = school_days(2)


def measured(
    symbols: str, days: list[date] = WEEK, calendar: SchoolCalendar | None = None, **changes: Any
) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "marks": plain_marks(CODES, days, symbols),
        "spells": [Spell(start=days[0])],
        "calendar": calendar or build_calendar(days),
        "codes": CODES,
        "settings": SETTINGS,
        "on": days[-1],
        "known_at": None,
    }
    return measure_pupil(**{**asked, **changes})


def threshold_of(sessions: int, **window: Any) -> Any:
    steps = (ThresholdStep(date(2020, 1, 1), None, sessions),)
    return build_settings(CODES, windows=(build_window(CODES, id="w", thresholds=steps, **window),))


# --- counts and lines --------------------------------------------------------------------


def test_it_counts_possible_sessions_as_attendance_and_both_absences() -> None:
    found = measured("/I OX L. UU /Z")

    assert found["sessions_possible"] == 7
    assert found["sessions_attended"] == 3
    assert found["sessions_authorised_absence"] == 1
    assert found["sessions_unauthorised_absence"] == 3
    assert found["sessions_late"] == 3
    assert found["sessions_unmarked"] == 1
    assert found["sessions_by_code"] == {"/": 2, "I": 1, "O": 1, "X": 1, "L": 1, "U": 2, "Z": 1}
    assert found["absence_percent"] == 100 * 4 / 7
    assert found["days_absent"] == 2.0


def test_it_shows_a_present_afternoon_by_its_own_stroke() -> None:
    assert measured("// // // // //")["sessions_by_code"] == {"/": 5, "\\": 5}


def test_it_has_no_percentages_and_no_lines_where_nothing_was_possible() -> None:
    found = measured("XX XX XX XX XX")

    assert found["attendance_percent"] is None
    assert found["persistently_absent"] is None
    assert found["zero_since_autumn"] is None
    assert found["none_in_3_weeks"] is None
    assert found["fell_below"]["97"] == {"first_on": None, "first_settled_on": None, "below_now": None}
    assert found["certain_for_year"] == {"persistently_absent": False, "severely_absent": False}


def test_it_calls_exactly_a_tenth_persistent_and_exactly_half_severe() -> None:
    assert measured("I/ // // // //")["persistently_absent"] is True
    assert measured("II II I/ // //")["severely_absent"] is True
    assert measured("II II // // //")["severely_absent"] is False


def test_it_is_certain_only_against_the_planned_sessions_of_the_year() -> None:
    found = measured("II II // // //", calendar=build_calendar(school_days(8)))

    assert found["planned_sessions_of_year"] == 80
    assert found["certain_for_year"] == {"persistently_absent": False, "severely_absent": False}
    assert found["persistently_absent"] is True


def test_it_dates_the_day_steps_by_absent_sessions() -> None:
    found = measured("I/ II II I/ // I/ II // // //", TWO_WEEKS)

    assert found["days_absent_steps"]["4"] == "2025-09-09"
    assert found["days_absent_steps"]["7"] is None


def test_it_begins_the_year_on_1_august() -> None:
    days = [date(2025, 7, 21), date(2025, 9, 1)]

    found = measured("OO OO", days)

    assert found["sessions_possible"] == 2
    assert found["unauthorised_run"]["longest"]["days"] == 2


def test_it_falls_below_a_level_strictly_at_the_end_of_a_day() -> None:
    found = measured("// // // // /I")["fell_below"]

    assert found["92"] == {"first_on": "2025-09-05", "first_settled_on": None, "below_now": True}
    assert found["90"] == {"first_on": None, "first_settled_on": None, "below_now": False}  # exactly 90 %


def test_it_settles_a_fall_on_the_day_that_makes_enough_sessions_possible() -> None:
    found = measured("// // // // /I /I // // // //", TWO_WEEKS)["fell_below"]

    assert found["95"]["first_settled_on"] == "2025-09-12"  # the twentieth session, an attended one
    assert found["90"] == {"first_on": "2025-09-08", "first_settled_on": None, "below_now": False}


def test_it_needs_the_packs_minimum_before_a_fall_is_settled() -> None:
    settings = build_settings(CODES, settled_minimum=8)

    found = measured("II // // // //", settings=settings)["fell_below"]["97"]

    assert found == {"first_on": "2025-09-01", "first_settled_on": "2025-09-04", "below_now": True}


# --- weekdays ----------------------------------------------------------------------------


def test_it_flags_a_weekday_missed_twice_as_often_as_the_others() -> None:
    found = measured("// // // // II // // II // II", TWO_WEEKS)["weekday_pattern"]

    assert found["Friday"] == {
        "AM": {"absent": 2, "possible": 2},
        "PM": {"absent": 2, "possible": 2},
    }
    assert found["flagged"] == ["Friday"]


def test_it_flags_no_weekday_below_the_minimum_nor_one_without_others() -> None:
    few = measured("// // // // II // // // // /I", TWO_WEEKS)
    alone = measured("II II", [TWO_WEEKS[0], TWO_WEEKS[5]])

    assert few["weekday_pattern"]["flagged"] == []
    assert alone["weekday_pattern"]["flagged"] == []


# --- runs --------------------------------------------------------------------------------


def test_it_lets_a_neutral_day_neither_break_a_run_nor_count_in_it() -> None:
    found = measured("II XX I. // //")["longest_run"]

    assert found == {
        "days": 2,
        "sessions": 3,
        "first_day": "2025-09-01",
        "last_day": "2025-09-03",
        "codes": {"I": 3},
        "unmarked_inside": 1,
    }


def test_it_breaks_a_run_by_half_a_day_of_attendance() -> None:
    found = measured("II /I II II //")

    assert found["longest_run"]["first_day"] == "2025-09-03"
    assert found["current_run"]["days"] == 0


def test_it_keeps_the_earliest_of_equally_long_runs() -> None:
    assert measured("II // OO // //")["longest_run"]["codes"] == {"I": 2}


def test_it_takes_authorised_days_as_neutral_for_an_unauthorised_run() -> None:
    found = measured("OO II OI GG GG")["unauthorised_run"]

    assert found["longest"]["days"] == 3
    assert found["current"]["codes"] == {"O": 2, "G": 4}
    assert found["longest"]["last_day"] == "2025-09-05"


def test_it_dates_the_day_that_a_return_asks_about() -> None:
    settings = build_settings(CODES, unauthorised_run_days=3, illness_days=4)

    found = measured("OO OO OO // II II II // // II", TWO_WEEKS, settings=settings)

    assert found["unauthorised_run"]["tenth_day_on"] == "2025-09-03"
    assert found["illness"]["fifteenth_on"] == "2025-09-12"
    assert found["illness"]["cumulative_days"] == 4
    assert found["illness"]["longest"]["days"] == 3


def test_it_measures_a_run_over_the_summer_whole_and_counts_it_to_the_new_year() -> None:
    days = [date(2025, 7, 21), date(2025, 7, 22), date(2025, 9, 1)]
    old = measured("OO // //", days)
    across = measured("OO OO OO", days)

    assert old["longest_run"]["days"] == 0
    assert across["longest_run"]["days"] == 3
    assert across["current_run"]["first_day"] == "2025-07-21"


# --- windows -----------------------------------------------------------------------------


def test_it_reaches_a_threshold_at_the_session_that_makes_it_full() -> None:
    found = measured("OO N/ U/ G/ //", settings=threshold_of(4))["w"]

    assert found["first_reached_on"] == "2025-09-03"
    assert (found["current"], found["peak"], found["threshold"]) == (5, 5, 4)


def test_it_counts_school_weeks_and_not_weeks_of_holiday() -> None:
    days = [*school_days(1), *school_days(1, first=date(2025, 11, 3))]
    symbols = "O/ // // // // // // // // O/"

    assert measured(symbols, days, settings=threshold_of(2, length=2))["w"]["current"] == 2
    calendar_days = threshold_of(2, length=14, unit=WindowUnit.CALENDAR_DAYS)
    assert measured(symbols, days, settings=calendar_days)["w"]["current"] == 1


def test_it_looks_back_from_a_holiday_to_the_weeks_before_it() -> None:
    found = measured("OO // // // //", on=date(2025, 10, 1), settings=threshold_of(10, length=1))["w"]

    assert found["current"] == 2
    assert found["window"] == {
        "first_session": {"date": "2025-09-01", "session": "AM"},
        "last_session": {"date": "2025-09-05", "session": "PM"},
        "first_day": "2025-09-01",
        "last_day": "2025-09-07",
        "school_weeks": 1,
        "sessions": [
            {"date": "2025-09-01", "session": "AM", "code": "O"},
            {"date": "2025-09-01", "session": "PM", "code": "O"},
        ],
    }


def test_it_counts_a_week_whose_monday_has_come_although_its_sessions_are_ahead() -> None:
    tuesday = date(2025, 9, 9)
    calendar = build_calendar([*WEEK, tuesday])
    monday = tuesday - timedelta(days=1)

    found = measured("OO // // // //", calendar=calendar, on=monday, settings=threshold_of(2, length=1))

    assert found["w"]["current"] == 0
    assert found["w"]["window"]["first_session"] is None


def test_it_lets_no_session_reach_a_threshold_not_yet_in_force() -> None:
    from_wednesday = (ThresholdStep(WEEK[2], None, 2),)
    settings = build_settings(CODES, windows=(build_window(CODES, id="w", thresholds=from_wednesday),))

    found = measured("OO OO // // O/", settings=settings)["w"]

    assert found["first_reached_on"] == "2025-09-05"


# --- lately ------------------------------------------------------------------------------


def test_it_compares_the_last_weeks_with_the_year() -> None:
    days = school_days(8)
    symbols = "II" * 10 + "//" * 30

    recent = measured(symbols, days)["recent"]

    assert (recent["school_weeks"], recent["first_day"]) == (6, "2025-09-15")
    assert recent["attendance_percent"] == 100.0
    assert recent["trend"] == pytest.approx(25.0)


def test_it_finds_nobody_attending_for_three_weeks_only_if_all_is_unauthorised() -> None:
    assert measured("OO OO OO OO OO")["none_in_3_weeks"] is True
    assert measured("OO OO OI OO OO")["none_in_3_weeks"] is False
    assert measured("OO OO OO OO O/")["none_in_3_weeks"] is False
    assert measured("OO OO OO OO", WEEK[:4])["none_in_3_weeks"] is False


def test_it_counts_late_marks_in_the_packs_window() -> None:
    one_week = build_settings(CODES, late_window=LateWindow(WindowUnit.SCHOOL_WEEKS, 1))
    none = build_settings(CODES, late_window=None)
    symbols = "L/ // // // // U/ L/ // // //"

    assert measured(symbols, TWO_WEEKS, settings=one_week)["late_in_window"] == 2
    assert measured(symbols, TWO_WEEKS, settings=none)["late_in_window"] is None


def test_it_measures_a_leaver_to_the_last_day_on_roll() -> None:
    leaver = [Spell(start=WEEK[0], leaving=WEEK[2])]

    found = measured("// OO OO // //", spells=leaver, on=date(2025, 12, 1))

    assert found["measured_to"] == "2025-09-03"
    assert found["current_run"]["days"] == 2
    assert found["unauthorised_12_weeks"]["current"] == 4
    assert found["left_out"]["off_roll"] == 4


def test_it_leaves_out_a_mark_on_a_closed_half() -> None:
    calendar = build_calendar(WEEK, closed=[Session(WEEK[0], Half.AM)])

    assert measured("O/ // // // //", calendar=calendar)["left_out"]["no_session"] == 1
