"""Days and times read as people write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from supportfirst.attendance.vocabulary.days import show_day, show_time


def test_a_day_has_no_leading_nought():
    assert show_day(date(2026, 9, 2)) == "2 September 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9, 40), "9:40am"),
        (time(9, 0), "9am"),
        (time(11, 59), "11:59am"),
        (time(12, 0), "midday"),
        (time(12, 1), "12:01pm"),
        (time(13, 5), "1:05pm"),
        (time(0, 0), "midnight"),
        (time(0, 1), "12:01am"),
        (datetime(2026, 11, 20, 15, 30), "3:30pm"),  # noqa: DTZ001  as it stands on a wall
    ],
)
def test_a_time_is_said_in_twelve_hours(at, words):
    assert show_time(at) == words


def test_where_an_order_hangs_on_seconds_they_are_said():
    assert show_time(time(12, 0, 0), seconds=True) == "12:00:00pm"
    assert show_time(time(9, 5, 7), seconds=True) == "9:05:07am"
