"""The quick measures give what the readable ones give, on every field, whatever the register."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.measures.details import describe
from supportfirst.attendance.measures.oracle import measure_pupil
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.measures.settings import LateWindow, MeasureSettings, ThresholdStep, WindowUnit
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import FIRST_THRESHOLD, build_settings, build_window, numbers_of
from tests.factories.register_cases import RandomCase, build_case

CODES = build_codebook()
ORDINARY = build_settings(CODES)
UNUSUAL = build_settings(
    CODES,
    windows=(
        build_window(
            CODES,
            length=3,
            thresholds=(ThresholdStep(FIRST_THRESHOLD, FIRST_THRESHOLD.replace(month=11), 3),),
        ),
        build_window(
            CODES,
            id="ill_in_8_school_days",
            codes=numbers_of(CODES, "I", "M"),
            unit=WindowUnit.SCHOOL_DAYS,
            length=8,
        ),
        build_window(
            CODES,
            id="late_in_30_days",
            codes=numbers_of(CODES, "L", "U"),
            unit=WindowUnit.CALENDAR_DAYS,
            length=30,
        ),
    ),
    fall_levels=(50, 90, 95),
    settled_minimum=1,
    day_steps=(1, 3, 40),
    weekday_minimum=1,
    weekday_factor=1,
    recent_weeks=2,
    unauthorised_run_days=2,
    illness_days=3,
    nothing_in_days=5,
    nothing_minimum_days=1,
    late_window=LateWindow(WindowUnit.CALENDAR_DAYS, 20),
)


def both_ways(case: RandomCase, numbers: MeasureSettings) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each pupil's measures, first the quick ones and then the readable ones."""
    rows = build_rows(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        codes=CODES,
        on=case.on,
        known_at=case.known_at,
    )
    figures = measure(rows, numbers, CODES)
    pairs = []
    for pupil in case.pupils:
        if pupil.upn not in rows.upns:
            continue
        quick = describe(figures, rows, rows.upns.index(pupil.upn), numbers, CODES)
        slow = measure_pupil(
            marks=pupil.marks,
            spells=pupil.spells,
            calendar=case.calendar,
            codes=CODES,
            settings=numbers,
            on=case.on,
            known_at=case.known_at,
        )
        pairs.append((quick, slow))
    return pairs


@pytest.mark.parametrize("numbers", [ORDINARY, UNUSUAL], ids=["ordinary", "unusual"])
@settings(max_examples=60)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_it_gives_what_the_oracle_gives_on_every_field(numbers: MeasureSettings, seed: int) -> None:
    own_seed = seed * 2 + (numbers is UNUSUAL)  # no register is tried with both
    case = build_case(Random(own_seed), CODES, pupils=3)  # noqa: S311  (a case, not a secret)

    pairs = both_ways(case, numbers)

    for quick, slow in pairs:
        assert quick.keys() == slow.keys()
        for key, expected in slow.items():
            assert quick[key] == expected, key
