"""A table of marks gives the same rows as the same marks one by one."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from supportfirst.attendance.codes.codebook import UNMARKED
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.dense import build_dense
from supportfirst.attendance.measures.oracle_case import PlainMark
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook
from tests.factories.school_days import FIRST_MONDAY, build_calendar, build_marks, school_days

CODES = build_codebook()
DAYS = school_days(3)
UPNS = ("B000000000000", "A000000000000", "C000000000000")
PUPILS = [
    Pupil(upn=UPNS[0], spells=(Spell(start=DAYS[2], leaving=DAYS[7]),)),
    Pupil(upn=UPNS[1], spells=(Spell(),)),
    Pupil(upn="D000000000000", spells=(Spell(start=DAYS[0]),)),
]


@pytest.mark.parametrize("pupils", [None, PUPILS], ids=["no file", "a file"])
@pytest.mark.parametrize("seed", range(5))
def test_it_gives_the_rows_that_single_marks_give(pupils: list[Pupil] | None, seed: int) -> None:
    chance = np.random.default_rng(seed)
    days = [FIRST_MONDAY - timedelta(days=2), *DAYS, DAYS[-1] + timedelta(days=1)]
    sessions = [Session(day, half) for day in days for half in Half]
    choices = np.array([UNMARKED, *CODES.numbers()], np.uint8)
    table = chance.choice(choices, (len(UPNS), len(sessions)))
    calendar = build_calendar(DAYS, closed=[Session(DAYS[3], Half.PM)])
    marks = Marks()
    for row, upn in enumerate(UPNS):
        cells = zip(sessions, table[row].tolist(), strict=True)
        build_marks([PlainMark(*cell) for cell in cells if cell[1] != UNMARKED], upn=upn, into=marks)

    dense = build_dense(
        table=table,
        sessions=np.array([session.number for session in sessions], np.int32),
        upns=UPNS,
        calendar=calendar,
        pupils=pupils,
        codes=CODES,
        on=DAYS[11],
    )

    single = build_rows(
        marks=marks, calendar=calendar, pupils=pupils, codes=CODES, on=DAYS[11], known_at=None
    )
    assert dense.upns == single.upns
    for field in ("cells", "begins", "ends", "planned", "leaver", "left_out", "horizon"):
        np.testing.assert_array_equal(getattr(dense, field), getattr(single, field), field)
