"""What is hidden can't be worked out: another way of choosing the small number would show the same."""

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.measures.groups import AbsenceShares, enrolments_of, summarise
from supportfirst.attendance.measures.suppression import hidden
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from tests.factories.codes import build_codebook

CODES = build_codebook()
DAY = date(2025, 9, 1)
SESSIONS = np.arange(2, dtype=np.int32) + DAY.toordinal() * 2
CELL = CODES.read("/", DAY).number
SIZES = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(parts=SIZES, threshold=st.integers(2, 8))
def test_a_hidden_small_group_it_leaves_more_than_one_possible_answer(parts, threshold):
    pupils = [
        Pupil(f"{n}-{k}", spells=(Spell(DAY, school=str(school), phase=str(phase)),))
        for n, (size, school, phase) in enumerate(parts)
        for k in range(size)
    ]
    cells = np.full((len(pupils), 2), CELL, np.uint8)
    summary = summarise(
        enrolments_of(cells, SESSIONS, pupils),
        by=["school", "phase"],
        on=DAY,
        codes=CODES,
        shares=AbsenceShares(Fraction(1, 10), Fraction(1, 2)),
    )
    gone = hidden(summary, threshold=threshold).rows
    atoms = sorted({(pupil.spells[0].school, pupil.spells[0].phase) for pupil in pupils})
    rows = [[1.0] * len(atoms)]
    sizes = [summary.total.enrolments]
    for axis, table in enumerate(summary.tables):
        for group, totals in zip(table.groups, table.totals, strict=True):
            rows.append([float(atom[axis] == group) for atom in atoms])
            sizes.append(totals.enrolments)
    shown = [row for place, row in enumerate(rows) if place not in gone]

    for place, size in enumerate(sizes):
        if 0 < size < threshold:
            assert place in gone
            if shown:
                with_it = np.linalg.matrix_rank(np.array([*shown, rows[place]]))
                assert with_it == np.linalg.matrix_rank(np.array(shown)) + 1
