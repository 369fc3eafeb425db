"""Counts by code, row by row, mornings and afternoons apart."""

from datetime import date

import numpy as np
import pytest

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED
from supportfirst.attendance.measures.tallies import (
    CODE_NUMBERS,
    PLACES,
    count_codes,
    marks_within,
    spell_rows,
)
from supportfirst.attendance.vocabulary.people import Pupil, Spell

MONDAY = date(2025, 9, 1)
SESSIONS = np.arange(6, dtype=np.int32) + MONDAY.toordinal() * 2


def test_count_codes_it_keeps_mornings_and_afternoons_apart():
    counts = count_codes(np.array([[1, 1, 1, 2, UNMARKED, OUTSIDE]], np.uint8), SESSIONS)

    found = {int(place): int(counts[0, place]) for place in np.flatnonzero(counts[0])}
    assert found == {1: 2, UNMARKED: 1, CODE_NUMBERS + 1: 1, CODE_NUMBERS + 2: 1, CODE_NUMBERS + OUTSIDE: 1}


@pytest.mark.parametrize("rows", [0, 1, 1023, 1024, 1025, 3000])
def test_count_codes_it_agrees_with_counting_one_by_one(rows):
    cells = np.random.default_rng(rows).integers(0, 64, (rows, 6), dtype=np.uint8)

    counts = count_codes(cells, SESSIONS)

    assert counts.shape == (rows, PLACES)
    for row in (0, rows // 2, rows - 1) if rows else ():
        for half in (0, 1):
            for code in range(64):
                wanted = int((cells[row, half::2] == code).sum())
                assert counts[row, half * CODE_NUMBERS + code] == wanted


def test_marks_within_a_spell_it_keeps_both_its_days_and_nothing_else():
    spell = Spell(date(2025, 9, 2), date(2025, 9, 2))

    assert marks_within(spell, np.ones(6, np.uint8), SESSIONS).tolist() == [
        OUTSIDE,
        OUTSIDE,
        1,
        1,
        OUTSIDE,
        OUTSIDE,
    ]


def test_marks_within_an_open_spell_it_keeps_everything():
    assert marks_within(Spell(), np.ones(6, np.uint8), SESSIONS).tolist() == [1] * 6


def test_spell_rows_it_gives_a_row_a_spell_that_has_a_session():
    twice = Pupil("A", spells=(Spell(MONDAY, MONDAY), Spell(date(2025, 9, 3)), Spell(date(2026, 1, 5))))
    once = Pupil("B")

    counts, places, spells = spell_rows(np.ones((2, 6), np.uint8), SESSIONS, [twice, once])

    assert places.tolist() == [1, 0, 0]
    assert [spell.start for spell in spells] == [None, MONDAY, date(2025, 9, 3)]
    assert (counts[:, 1] + counts[:, CODE_NUMBERS + 1]).tolist() == [6, 2, 2]
