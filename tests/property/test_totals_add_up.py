"""Totals of disjoint pupils add up to the totals of all of them: what folding a register rests on."""

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED
from supportfirst.attendance.measures.groups import AbsenceShares, GroupTotals, enrolments_of, summarise
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from tests.factories.codes import build_codebook

CODES = build_codebook()
DAY = date(2025, 9, 1)
SESSIONS = np.arange(6, dtype=np.int32) + DAY.toordinal() * 2
CELL = st.sampled_from([UNMARKED, OUTSIDE, *CODES.numbers()])
ROWS = st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=8)
SHARES = AbsenceShares(Fraction(1, 10), Fraction(1, 2))


def total(rows):
    cells = np.array(rows, np.uint8).reshape(len(rows), 6)
    pupils = [Pupil(str(place), spells=(Spell(DAY),)) for place in range(len(rows))]
    enrolments = enrolments_of(cells, SESSIONS, pupils)
    return summarise(enrolments, by=[], on=DAY, codes=CODES, shares=SHARES).total


@given(first=ROWS, second=ROWS)
def test_two_registers_it_adds_up_to_the_register_of_both(first, second):
    assert total(first) + total(second) == total(first + second)


@given(rows=ROWS)
def test_any_register_it_adds_up_from_single_pupils(rows):
    assert sum((total([row]) for row in rows), start=GroupTotals()) == total(rows)


@given(rows=ROWS)
def test_possible_sessions_it_makes_of_attendance_and_both_absences(rows):
    found = total(rows)
    possible = sum(
        CODES.code(cell).statistical_class.is_possible
        for row in rows
        for cell in row
        if cell not in (UNMARKED, OUTSIDE)
    )

    assert found.possible == possible
