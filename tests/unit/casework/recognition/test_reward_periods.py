"""Weeks, half terms, terms and years, however a school has written its calendar down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supportfirst.casework.bridge.reward_periods import before, cut, period_at


def weekdays(*spans):
    return [
        first + timedelta(days=place)
        for first, last in spans
        for place in range((last - first).days + 1)
        if (first + timedelta(days=place)).weekday() < 5
    ]


YEAR = weekdays(
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 22)),
)
TWO_WEEKS_OF_AUTUMN = [day for day in YEAR if not date(2026, 10, 19) <= day <= date(2026, 10, 23)]


@pytest.mark.parametrize("days", [YEAR, TWO_WEEKS_OF_AUTUMN])
def test_a_year_has_three_terms_cut_at_the_new_year_and_at_easter(days):
    assert [(each.words, each.first, each.last) for each in cut(days, "termly")] == [
        ("the autumn term 2026", date(2026, 9, 2), date(2026, 12, 18)),
        ("the spring term 2027", date(2027, 1, 4), date(2027, 3, 25)),
        ("the summer term 2027", date(2027, 4, 12), date(2027, 7, 22)),
    ]


def test_it_has_six_half_terms():
    found = cut(YEAR, "half_termly")

    assert [each.words for each in found] == [
        f"the {half} half of the {term}"
        for term in ("autumn term 2026", "spring term 2027", "summer term 2027")
        for half in ("first", "second")
    ]
    assert (found[1].first, found[1].last) == (date(2026, 11, 2), date(2026, 12, 18))


def test_a_closed_day_or_bank_holiday_cuts_nothing():
    days = [day for day in YEAR if day not in (date(2027, 5, 3), date(2026, 11, 30))]

    assert len(cut(days, "half_termly")) == 6


def test_while_only_the_autumn_is_written_down_it_is_one_term():
    days = [day for day in YEAR if day.year == 2026]

    assert [each.words for each in cut(days, "termly")] == ["the autumn term 2026"]


def test_a_spring_whose_summer_is_not_written_down_is_not_cut_at_its_half_term():
    days = [day for day in YEAR if day < date(2027, 4, 1)]

    assert [each.words for each in cut(days, "termly")] == ["the autumn term 2026", "the spring term 2027"]


def test_weeks_begin_on_the_first_day_on_which_the_school_meets():
    first, second, *_ = cut(YEAR, "weekly")

    assert (first.first, first.last, first.words) == (
        date(2026, 9, 2),
        date(2026, 9, 4),
        "the week of 31 August 2026",
    )
    assert second.first == date(2026, 9, 7)


def test_a_day_of_a_holiday_belongs_to_the_time_before_it():
    terms = cut(YEAR, "termly")

    assert period_at(terms, date(2026, 12, 25)) == terms[0]
    assert period_at(terms, date(2027, 1, 4)) == terms[1]
    assert period_at(terms, date(2026, 8, 31)) is None


def test_the_first_time_of_all_has_none_before_it():
    terms = cut(YEAR, "termly")

    assert before(terms, terms[0]) is None
    assert before(terms, terms[2]) == terms[1]
