"""Moments: London's time, its changes in spring and autumn, and the last instant of a bare date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from supportfirst.attendance.vocabulary.moments import (
    MomentUnreadable,
    as_datetime,
    as_microseconds,
    end_of_day,
    read_moment,
)

HOUR, SECOND = 3_600_000_000, 1_000_000


def utc(*parts: int) -> int:
    return as_microseconds(datetime(*parts, tzinfo=UTC))  # type: ignore[misc,arg-type]


def test_a_moment_is_counted_in_microseconds_from_1970():
    assert read_moment("1970-01-01T00:00:01Z") == SECOND


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-15T09:05:00", utc(2025, 1, 15, 9, 5)),
        ("2025-07-15T09:05:00", utc(2025, 7, 15, 8, 5)),
        ("2025-07-15T09:05:00Z", utc(2025, 7, 15, 9, 5)),
        ("2025-07-15T09:05:00+02:00", utc(2025, 7, 15, 7, 5)),
        (" 2025-07-15 09:05 ", utc(2025, 7, 15, 8, 5)),
    ],
)
def test_a_moment_without_an_offset_is_london_s(text, moment):
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    ("day", "last_second"),
    [
        ("2025-03-29", utc(2025, 3, 29, 23, 59, 59)),  # the last day of winter time
        ("2025-03-30", utc(2025, 3, 30, 22, 59, 59)),  # clocks went forward that morning
        ("2025-10-25", utc(2025, 10, 25, 22, 59, 59)),
        ("2025-10-26", utc(2025, 10, 26, 23, 59, 59)),  # clocks went back that morning
    ],
)
def test_a_bare_date_is_its_last_microsecond_in_london(day, last_second):
    assert read_moment(day) == last_second + SECOND - 1
    assert end_of_day(date.fromisoformat(day)) == read_moment(day)


@pytest.mark.parametrize(("day", "hours"), [("2025-03-30", 23), ("2025-10-26", 25), ("2025-06-02", 24)])
def test_the_days_on_which_clocks_change_are_an_hour_shorter_and_longer(day, hours):
    before = date.fromordinal(date.fromisoformat(day).toordinal() - 1)

    assert end_of_day(date.fromisoformat(day)) - end_of_day(before) == hours * HOUR


def test_a_stored_moment_is_shown_with_london_s_offset():
    assert as_datetime(utc(2025, 7, 15, 8, 5)).isoformat() == "2025-07-15T09:05:00+01:00"
    assert as_datetime(utc(2025, 1, 15, 9, 5)).isoformat() == "2025-01-15T09:05:00+00:00"


def test_moments_before_1970_are_below_zero():
    assert read_moment("1969-12-31T23:59:59Z") == -SECOND


@pytest.mark.parametrize("text", ["", "yesterday", "2025-02-30", "2025-09-03T25:00", "03/09/2025"])
def test_what_is_no_moment_is_refused_by_what_it_says(text):
    with pytest.raises(MomentUnreadable, match="is not a date or moment") as refusal:
        read_moment(text)

    assert f"“{text}”" in refusal.value.what
