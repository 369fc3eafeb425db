"""Several packs judged together give what each gives alone, pupil by pupil."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.batch.crossing import crossed
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.packs.load import load_pack
from tests.factories.register_cases import build_case

PACKS = [load_pack(name) for name in ("cambridgeshire", "coventry", "essex", "halton", "widnes-academy")]


@settings(max_examples=15)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_packs_together_cross_the_same_lines_as_each_alone(seed: int) -> None:
    case = build_case(Random(seed), PACKS[0].codes, pupils=5)  # noqa: S311  (a case, not a secret)
    on = max(case.on, date(2024, 9, 9))
    asked = {"marks": case.as_marks(), "calendar": case.calendar, "pupils": case.as_pupils(), "on": on}
    rows = build_rows(**asked, codes=PACKS[0].codes, known_at=None)
    bindings = [bind(pack, on, case.calendar) for pack in PACKS]
    figures = measure(rows, bindings[-1].settings, PACKS[0].codes)

    found = crossed(rows, figures, bindings, np.full(len(rows), -1, np.int8))

    for binding, lines in zip(bindings, found, strict=True):
        alone = assess_pupils(**asked, pack=binding.pack, known_at=None, known_at_text=None, everything=True)
        for row, pupil in enumerate(alone.pupils):
            if pupil.on_roll:
                met = [finding.outcome is Outcome.MET for finding in pupil.findings]
                assert [bool(line[row]) for line in lines] == met
