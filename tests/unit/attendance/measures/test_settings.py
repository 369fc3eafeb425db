"""Thresholds by day: both ends of a step are in it, and between steps there is none."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.measures.settings import ThresholdStep
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_window

WINDOW = build_window(
    build_codebook(),
    thresholds=(
        ThresholdStep(date(2024, 8, 19), date(2025, 7, 31), 10),
        ThresholdStep(date(2025, 9, 1), None, 12),
    ),
)


@pytest.mark.parametrize(
    ("day", "sessions"),
    [
        (date(2024, 8, 18), None),
        (date(2024, 8, 19), 10),
        (date(2025, 7, 31), 10),
        (date(2025, 8, 1), None),
        (date(2025, 8, 31), None),
        (date(2025, 9, 1), 12),
        (date.max, 12),
    ],
)
def test_a_threshold_holds_from_its_first_day_to_its_last(day, sessions):
    assert WINDOW.threshold_on(day) == sessions
