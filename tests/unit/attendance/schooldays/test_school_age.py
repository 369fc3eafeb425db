"""Compulsory school age, on and around the days on which the law turns."""

from datetime import date

import pytest

from supportfirst.attendance.schooldays.school_age import (
    SchoolAgeLaw,
    birthday,
    compulsory_school_age,
    is_of_school_age,
)

# England's values, as the tests' own example of what a pack passes in
LAW = SchoolAgeLaw(
    starting_age=5,
    prescribed_days=((8, 31), (12, 31), (3, 31)),
    leaving_age=16,
    leaving_month=6,
    leaving_weekday=4,
    year_begins=(9, 1),
)


@pytest.mark.parametrize(
    ("born", "first"),
    [
        (date(2020, 8, 31), "2025-08-31"),  # five on a prescribed day: from that day
        (date(2020, 9, 1), "2025-12-31"),
        (date(2020, 12, 31), "2025-12-31"),
        (date(2021, 1, 1), "2026-03-31"),
        (date(2021, 3, 31), "2026-03-31"),
        (date(2021, 4, 1), "2026-08-31"),
        (date(2020, 2, 29), "2025-03-31"),  # five on 1 March 2025
    ],
)
def test_compulsory_school_age_it_starts_on_the_prescribed_day_on_or_after_the_fifth_birthday(born, first):
    assert compulsory_school_age(born, LAW).first.isoformat() == first


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2009, 9, 1), "2026-06-26"),
        (date(2010, 6, 26), "2026-06-26"),  # 16 on the leaving date itself
        (date(2010, 8, 31), "2026-06-26"),  # leaves at 15
        (date(2010, 9, 1), "2027-06-25"),
        (date(2008, 2, 29), "2024-06-28"),
    ],
)
def test_compulsory_school_age_it_ends_on_the_last_friday_in_june_of_the_year_of_the_sixteenth_birthday(
    born, last
):
    span = compulsory_school_age(born, LAW)

    assert span.last.isoformat() == last
    assert span.last.strftime("%A") == "Friday"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 8, 30), False),
        (date(2025, 8, 31), True),
        (date(2036, 6, 27), True),
        (date(2036, 6, 28), False),
    ],
)
def test_is_of_school_age_it_includes_the_first_and_the_last_day(day, expected):
    assert is_of_school_age(date(2020, 8, 31), day, LAW) is expected


def test_without_a_date_of_birth_it_cannot_tell():
    assert compulsory_school_age(None, LAW) is None
    assert is_of_school_age(None, date(2026, 3, 2), LAW) is None


def test_a_date_of_birth_beyond_all_calendars_it_cannot_tell():
    assert compulsory_school_age(date(9995, 1, 1), LAW) is None


def test_a_birthday_on_29_february_it_falls_on_1_march_in_other_years():
    assert birthday(date(2020, 2, 29), 5) == date(2025, 3, 1)
    assert birthday(date(2020, 2, 29), 4) == date(2024, 2, 29)
