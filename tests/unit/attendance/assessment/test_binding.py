from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from supportfirst.attendance.assessment.binding import PackLacksValue, PackValueUnusable, bind
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.rules import build_value

ENGLAND, CAMBRIDGESHIRE, WIDNES = map(load_pack, ("england", "cambridgeshire", "widnes-academy"))
MONDAY = date(2026, 3, 2)


def build_days(*, closed: tuple[date, ...] = (), weeks: int = 4) -> SchoolCalendar:
    """Mondays to Fridays from 2 March 2026, without those closed."""
    days = [MONDAY + timedelta(days=away) for away in range(7 * weeks)]
    return SchoolCalendar(
        [Session(day, half) for day in days if day.weekday() < 5 and day not in closed for half in Half]
    )


def without(pack: Pack, value: str) -> Pack:
    return replace(pack, values={id_: held for id_, held in pack.values.items() if id_ != value})


NEEDED = (
    "pa_headline",
    "sa_headline",
    "fall_levels",
    "min_sessions_before_staging",
    "weekday_pattern.min_sessions",
    "weekday_pattern.times_other_days",
    "recent.school_weeks",
    "returns.unauthorised_school_days",
    "returns.sickness_school_days",
    "illness_code",
    "none_in_window.calendar_days",
    "none_in_window.min_school_days",
    "unexplained_code",
    "n_code_resolve_school_days",
    "penalty_notice.window_school_weeks",
    "school_age.starts_at",
    "school_age.leaving_date",
)


@pytest.mark.parametrize("value", NEEDED)
def test_a_pack_that_lacks_a_value_is_named_with_the_value_and_the_remedy(value):
    with pytest.raises(PackLacksValue) as caught:
        bind(without(ENGLAND, value), MONDAY, build_days())

    assert caught.value.what == f"“{value}” has no value on 2026-03-02"
    assert caught.value.where == "pack england"
    assert "add the value with its source to the pack" in caught.value.remedy


def test_a_value_that_is_not_yet_in_force_is_lacking_too():
    later = build_value("recent.school_weeks", 6, first=date(2026, 9, 1))
    pack = replace(ENGLAND, values={**ENGLAND.values, later.id: later})

    with pytest.raises(PackLacksValue):
        bind(pack, MONDAY, build_days())


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("penalty_notice.threshold_sessions", Fraction(19, 2)),
        ("fall_levels", [Fraction(199, 2), 40]),
        ("fall_levels", "ninety"),
        ("pa_headline", Fraction(25, 2)),
        ("recent.school_weeks", 0),
        ("penalty_notice.window_school_weeks", 0),
        ("school_age.prescribed_days", ["31 August"]),
        ("school_age.year_begins", "02-29"),
        ("school_age.leaving_date", "June"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_place(value, held):
    wrong = build_value(value, held)
    placed = replace(wrong, steps=[replace(wrong.steps[0], where="land/values/all.yaml:7")])
    in_its_unit = replace(placed, unit=ENGLAND.values[value].unit)
    pack = replace(ENGLAND, values={**ENGLAND.values, value: in_its_unit})

    with pytest.raises(PackValueUnusable, match=f"“{value}” to be") as caught:
        bind(pack, MONDAY, build_days())

    assert caught.value.where == "land/values/all.yaml:7"


def test_a_window_for_late_marks_may_be_left_out():
    bound = bind(without(ENGLAND, "late_window.school_weeks"), MONDAY, build_days())

    assert bound.settings.late_window is None


@pytest.mark.parametrize(
    ("on", "had_its_time"),
    [
        (date(2026, 3, 9), date.min),  # five school days after Monday the 2nd end with the 9th itself
        (date(2026, 3, 10), date(2026, 3, 2)),
        (date(2026, 3, 14), date(2026, 3, 6)),  # a Saturday: nothing has passed since Friday
        (date(2026, 3, 16), date(2026, 3, 6)),
        (date(2026, 3, 17), date(2026, 3, 9)),
    ],
)
def test_an_unexplained_mark_has_five_school_days_after_its_own(on, had_its_time):
    assert bind(ENGLAND, on, build_days()).unexplained_by == had_its_time


def test_days_on_which_the_school_is_closed_use_up_no_time():
    closed = tuple(MONDAY + timedelta(days=away) for away in (1, 2, 3))

    assert bind(ENGLAND, date(2026, 3, 12), build_days(closed=closed)).unexplained_by == date.min
    assert bind(ENGLAND, date(2026, 3, 13), build_days(closed=closed)).unexplained_by == MONDAY


def test_only_a_pack_that_asks_for_a_period_of_evidence_has_one():
    assert bind(ENGLAND, MONDAY, build_days()).evidence is None
    evidence = bind(CAMBRIDGESHIRE, MONDAY, build_days()).evidence
    assert (evidence.min_school_weeks, evidence.min_unauthorised) == (10, 10)
    assert (evidence.majority_over, evidence.majority_if_weeks_over) == (Fraction(1, 2), 10)


def test_day_steps_come_from_the_pack_that_names_them():
    assert bind(WIDNES, MONDAY, build_days()).settings.day_steps == (4, 7, 10, 13, 16, 19)
    assert bind(ENGLAND, MONDAY, build_days()).settings.day_steps == ()


def test_rules_that_need_a_case_are_left_to_the_casebook():
    day = date(2026, 3, 2)
    asked = [rule for rule in ENGLAND.rules if day in rule.span]

    bound = bind(ENGLAND, day, build_days()).rules

    assert [rule.id for rule in asked if rule.needs_case]
    assert [rule.id for rule in bound] == [rule.id for rule in asked if not rule.needs_case]


def test_rules_are_those_in_force_on_the_day():
    before = {rule.id for rule in bind(ENGLAND, date(2024, 8, 18), build_days()).rules}
    after = {rule.id for rule in bind(ENGLAND, date(2024, 8, 19), build_days()).rules}

    assert "england.penalty_notice_threshold" not in before
    assert "england.penalty_notice_threshold" in after


def test_the_windows_count_the_codes_that_the_code_book_marks():
    settings = bind(ENGLAND, MONDAY, build_days()).settings
    codes = ENGLAND.codes

    counted = {
        window.id: {codes.code(number).symbol for number in window.codes} for window in settings.windows
    }

    assert counted == {
        "unauthorised_10_school_weeks": {"G", "N", "O", "U"},
        "unauthorised_12_weeks": {"G", "N", "O", "U"},
        "leave_10_school_weeks": {"G"},
    }


def test_the_year_begins_on_1_august():
    assert bind(ENGLAND, date(2025, 7, 31), build_days()).year_first == date(2024, 8, 1)
    assert bind(ENGLAND, date(2025, 8, 1), build_days()).year_first == date(2025, 8, 1)


@pytest.mark.parametrize(
    ("value", "counted_in", "written_in"),
    [
        ("recent.school_weeks", "school weeks", "weeks"),
        ("penalty_notice.window_school_weeks", "school weeks", "calendar days"),
        ("returns.sickness_school_days", "school days", "calendar days"),
        ("school_age.starts_at", "years", "months"),
    ],
)
def test_a_length_in_another_unit_than_the_measures_count_in_is_refused(value, counted_in, written_in):
    other = replace(ENGLAND.values[value], unit=written_in)
    pack = replace(ENGLAND, values={**ENGLAND.values, value: other})

    told = f"count “{value}” in {counted_in}, and its unit is “{written_in}”"
    with pytest.raises(PackValueUnusable, match=told) as caught:
        bind(pack, MONDAY, build_days())

    assert caught.value.where.startswith("england/values/")
