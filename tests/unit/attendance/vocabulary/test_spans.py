"""Spans of days: both ends are in them, and an end that is not known is no end."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.vocabulary.spans import DateSpan, SpanBackwards

JULY = DateSpan(date(2025, 7, 1), date(2025, 7, 19))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
        (date(2025, 7, 19), True),
        (date(2025, 7, 20), False),
    ],
)
def test_both_ends_are_in_a_span(day, inside):
    assert (day in JULY) is inside


def test_a_span_without_an_end_holds_every_later_day():
    assert date.max in DateSpan(date(2025, 7, 1))


def test_a_span_of_one_day_is_a_span():
    day = date(2025, 7, 1)

    assert day in DateSpan(day, day)


def test_a_span_that_runs_backwards_is_refused():
    with pytest.raises(SpanBackwards, match="from 2025-07-19 back to 2025-07-18"):
        DateSpan(date(2025, 7, 19), date(2025, 7, 18))


@pytest.mark.parametrize(
    ("first", "last", "overlap"),
    [
        (date(2025, 7, 19), None, True),
        (date(2025, 7, 20), None, False),
        (date(2025, 6, 1), date(2025, 7, 1), True),
        (date(2025, 6, 1), date(2025, 6, 30), False),
    ],
)
def test_spans_that_share_a_day_overlap_both_ways(first, last, overlap):
    other = DateSpan(first, last)

    assert (JULY.overlaps(other), other.overlaps(JULY)) == (overlap, overlap)
