"""Registers made from a published row: their totals are the row, and pupils are kinds with a number."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from samples.published import OTHERS, PERSISTENT, days_of, kinds_of
from samples.published_rows import (
    CENSUS_FILE,
    DAY_FILE,
    REST_OF_AUTHORISED,
    WEEK_FILE,
    YEAR_FILES,
    CensusPart,
    PublishedRow,
    read_rows,
)


def day_row(**codes):
    names = {"am": "/", "pm": "\\"}
    counts = {names.get(code, code): count for code, count in codes.items()}
    about = (DAY_FILE, 2, "2024-09-09", "Local authority", "Somewhere", "Special")
    return PublishedRow(*about, suppressed=False, codes=counts)


def counted(row):
    found = Counter()
    sessions = 2 * len(days_of(row))
    for kind in kinds_of(row):
        marks = kind.marks(sessions)
        for half, codes in enumerate((marks[0::2], marks[1::2])):
            for code, count in Counter(code for code in codes if code).items():
                found[code, half] += count * kind.times
    return found


def test_a_day_it_puts_present_marks_in_their_own_half_and_the_rest_where_there_is_room():
    found = counted(day_row(am=5, pm=3, I=4, D=1))

    assert found["/", 0] == 5
    assert found["\\", 1] == 3
    assert found["I", 0] + found["I", 1] == 4
    assert found["D", 0] + found["D", 1] == 1
    assert set(found) <= {("/", 0), ("\\", 1), ("I", 0), ("I", 1), ("D", 0), ("D", 1)}


def test_a_day_it_needs_no_more_pupils_than_the_fuller_half():
    assert sum(kind.times for kind in kinds_of(day_row(am=10, pm=4, I=5))) == 10


@pytest.mark.parametrize("file", [DAY_FILE, WEEK_FILE, *YEAR_FILES, CENSUS_FILE])
def test_published_rows_it_meets_in_every_code(file):
    for row in [row for row in read_rows(file) if not row.suppressed][::60]:
        found = Counter()
        for kind in kinds_of(row):
            for runs in (kind.mornings, kind.afternoons, kind.in_order):
                for code, count in runs:
                    found[code] += count * kind.times
        assert +found == Counter({code: count for code, count in row.codes.items() if count}), row.key


def test_census_pupils_it_puts_on_the_side_of_the_tenth_that_the_row_says():
    row = replace(
        day_row(am=222, I=18, O=10),
        file=CENSUS_FILE,
        period="201516",
        persistent=CensusPart(enrolments=3, possible=100, authorised=12, unauthorised=7),
        others=CensusPart(enrolments=5, possible=150, authorised=6, unauthorised=3),
    )

    for kind in kinds_of(row):
        possible = sum(count for _, count in kind.in_order)
        absent = sum(count for code, count in kind.in_order if code != "/")
        assert (10 * absent >= possible) == (kind.part == PERSISTENT)
    assert sum(kind.times for kind in kinds_of(row) if kind.part == OTHERS) == 5


def test_a_suppressed_row_it_makes_no_pupils_of():
    assert kinds_of(replace(day_row(), suppressed=True)) == []


def test_authorised_absence_beyond_the_printed_codes_it_puts_under_a_code_of_its_own():
    rows = [row for row in read_rows(DAY_FILE) if row.unprinted]

    assert len(rows) > 50
    assert all(row.codes[REST_OF_AUTHORISED] == row.unprinted for row in rows)


def test_the_days_of_a_row_it_takes_from_its_period():
    day, week = read_rows(DAY_FILE)[0], read_rows(WEEK_FILE)[0]

    assert days_of(day) == [date.fromisoformat(day.period)]
    assert [d.isocalendar().week for d in days_of(week)] == [int(week.period[-2:])] * 5
    assert len(days_of(read_rows(YEAR_FILES[0])[0])) == 190
