from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED, CodeBook, CodeStanding, TooManyCodes
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.vocabulary.sessions import Half
from supportfirst.attendance.vocabulary.spans import DateSpan

OLD, NEW = DateSpan(date(2006, 9, 1), date(2024, 8, 18)), DateSpan(date(2024, 8, 19))
PRESENT = RegisterCode("/", "present", StatisticalClass.PRESENT, DateSpan(date(2006, 9, 1)))
INTERVIEW = RegisterCode("J", "interview", StatisticalClass.APPROVED_ACTIVITY, OLD)
UNEXPLAINED = RegisterCode("N", "no reason yet", StatisticalClass.UNAUTHORISED, OLD, counts_to_threshold=True)
REWORDED = replace(UNEXPLAINED, meaning="reason not yet established", span=NEW)
ARRANGED = RegisterCode("K", "arranged by the authority", StatisticalClass.APPROVED_ACTIVITY, NEW)
BOOK = CodeBook([REWORDED, ARRANGED, PRESENT, INTERVIEW, UNEXPLAINED])


@pytest.mark.parametrize(
    ("symbol", "day", "standing", "meaning"),
    [
        ("J", date(2024, 8, 18), CodeStanding.IN_FORCE, "interview"),
        ("J", date(2024, 8, 19), CodeStanding.WITHDRAWN, "interview"),
        ("K", date(2024, 8, 18), CodeStanding.NOT_YET, "arranged by the authority"),
        ("N", date(2024, 8, 18), CodeStanding.IN_FORCE, "no reason yet"),
        ("N", date(2024, 8, 19), CodeStanding.IN_FORCE, "reason not yet established"),
        ("\\", date(2025, 1, 6), CodeStanding.IN_FORCE, "present"),
    ],
)
def test_a_symbol_means_what_it_meant_on_the_day(symbol, day, standing, meaning):
    reading = BOOK.read(symbol, day)

    assert (reading.standing, reading.code.meaning) == (standing, meaning)
    assert (reading.number == UNMARKED) is (standing is CodeStanding.NOT_YET)


def test_an_unknown_symbol_has_no_code_and_no_number():
    assert BOOK.read("?", date(2025, 1, 6)) == (UNMARKED, CodeStanding.UNKNOWN, None)


def test_a_new_wording_keeps_its_number_and_a_new_count_takes_another():
    uncounted = replace(REWORDED, counts_to_threshold=False)

    assert BOOK.number_of(UNEXPLAINED) == BOOK.number_of(REWORDED)
    changed = CodeBook([UNEXPLAINED, uncounted])
    assert changed.number_of(UNEXPLAINED) != changed.number_of(uncounted)
    assert changed.code(changed.read("N", date(2020, 1, 6)).number).counts_to_threshold
    assert not changed.code(changed.read("N", date(2025, 1, 6)).number).counts_to_threshold


def test_a_present_mark_is_shown_by_its_half():
    number = BOOK.number_of(PRESENT)

    assert (BOOK.symbol(number, Half.AM), BOOK.symbol(number, Half.PM)) == ("/", "\\")


def test_more_codes_than_a_cell_can_tell_apart_are_refused():
    many = [replace(ARRANGED, symbol=f"A{place}") for place in range(OUTSIDE)]

    with pytest.raises(TooManyCodes, match="A62"):
        CodeBook(many)
