"""What the kernel looks up: a day by its two codes, and the first day of a window."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED
from supportfirst.attendance.matrix.axis import Axis
from supportfirst.attendance.measures import tables
from supportfirst.attendance.measures.settings import WindowUnit
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_settings

CODES = build_codebook()
SETTINGS = build_settings(CODES)
NUMBERS = {CODES.code(number).symbol: number for number in CODES.numbers()} | {".": UNMARKED, " ": OUTSIDE}
TABLE = tables.day_table(CODES, SETTINGS, SETTINGS.windows).reshape(-1, tables.DAY_COLUMNS)


def day_of(am: str, pm: str):
    return TABLE[NUMBERS[am] + tables.CODE_PLACES * NUMBERS[pm]]


def sessions(am: str, pm: str, lane: int) -> int:
    return int(day_of(am, pm)[tables.SESSIONS]) >> tables.LANE_BITS * lane & (1 << tables.LANE_BITS) - 1


def kind(am: str, pm: str, which: int) -> int:
    return int(day_of(am, pm)[tables.KINDS]) >> tables.KIND_BITS * which & 1


@pytest.mark.parametrize(
    ("am", "pm", "absent", "unauthorised", "late", "not_possible"),
    [
        ("/", "/", 0, 0, 0, 0),
        ("L", "U", 1, 1, 2, 0),
        ("I", "O", 2, 1, 0, 0),
        ("X", "N", 1, 1, 0, 1),
        (".", "#", 0, 0, 0, 2),
    ],
)
def test_a_day_is_counted_by_the_classes_of_its_two_codes(am, pm, absent, unauthorised, late, not_possible):
    assert sessions(am, pm, tables.ABSENT_LANE) == absent
    assert sessions(am, pm, tables.UNAUTHORISED_LANE) == unauthorised
    assert sessions(am, pm, tables.LATE_LANE) == late
    assert sessions(am, pm, tables.NOT_POSSIBLE_LANE) == not_possible


def test_only_a_day_outside_in_both_halves_is_off_the_roll():
    assert sessions(" ", " ", tables.OFF_ROLL_LANE) == 1
    assert sessions(" ", "/", tables.OFF_ROLL_LANE) == 0


@pytest.mark.parametrize(
    ("am", "pm", "whole", "unauthorised", "illness"),
    [
        ("I", "I", 1, 0, 1),
        ("I", "X", 1, 0, 1),  # all that was possible
        ("I", "O", 1, 0, 0),
        ("O", "G", 1, 1, 0),
        ("O", "/", 0, 0, 0),
        ("X", "#", 0, 0, 0),  # nothing was possible
    ],
)
def test_a_day_belongs_to_a_run_where_all_that_was_possible_is_of_its_kind(
    am, pm, whole, unauthorised, illness
):
    assert kind(am, pm, tables.WHOLE_DAY_ABSENCE) == whole
    assert kind(am, pm, tables.UNAUTHORISED_ABSENCE) == unauthorised
    assert kind(am, pm, tables.ILLNESS) == illness


def test_each_window_counts_its_own_codes_two_bits_a_window():
    ten_weeks, twelve_weeks, leave = (
        int(day_of("G", "O")[tables.WINDOWS]) >> 2 * place & 3 for place in range(3)
    )

    assert (ten_weeks, twelve_weeks, leave) == (2, 2, 1)


DAYS = [date(2025, 9, day) for day in (1, 2, 3, 8, 9, 15)]  # three school weeks
AXIS = Axis.of(SchoolCalendar(sessions=[Session(day, half) for day in DAYS for half in Half]), DAYS[-1])


@pytest.mark.parametrize(
    ("unit", "length", "on", "first"),
    [
        (WindowUnit.SCHOOL_WEEKS, 1, DAYS[-1], 5),
        (WindowUnit.SCHOOL_WEEKS, 2, DAYS[-1], 3),
        (WindowUnit.SCHOOL_WEEKS, 9, DAYS[-1], 0),
        (WindowUnit.SCHOOL_DAYS, 1, DAYS[-1], 5),
        (WindowUnit.SCHOOL_DAYS, 4, DAYS[-1], 2),
        (WindowUnit.CALENDAR_DAYS, 7, DAYS[-1], 4),
        (WindowUnit.CALENDAR_DAYS, 8, DAYS[-1], 3),
        (WindowUnit.CALENDAR_DAYS, 1, date(2025, 9, 5), 3),
    ],
)
def test_a_window_ends_with_the_day_looked_at_and_is_as_long_as_it_says(unit, length, on, first):
    assert tables.first_day_in(AXIS, unit, length, on.toordinal()) == first


def test_the_present_mark_is_the_book_s_own():
    assert CODES.code(tables.present_number(CODES)).symbol == "/"
