"""The numbers a pack would give the measures, for tests that need no pack."""

from __future__ import annotations

from datetime import date
from typing import Any

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.measures.settings import (
    LateWindow,
    MeasureSettings,
    ThresholdStep,
    WindowSetting,
    WindowUnit,
)

FIRST_THRESHOLD = date(2024, 8, 19)


def numbers_of(codes: CodeBook, *symbols: str) -> frozenset[int]:
    return frozenset(number for number in codes.numbers() if codes.code(number).symbol in symbols)


def build_window(book: CodeBook, **changes: Any) -> WindowSetting:
    """Ten school weeks of G, N, O and U, to reach ten from 19 August 2024."""
    values: dict[str, Any] = {
        "id": "unauthorised_10_school_weeks",
        "codes": numbers_of(book, "G", "N", "O", "U"),
        "unit": WindowUnit.SCHOOL_WEEKS,
        "length": 10,
        "thresholds": (ThresholdStep(FIRST_THRESHOLD, None, 10),),
    }
    return WindowSetting(**{**values, **changes})


def build_settings(codes: CodeBook, **changes: Any) -> MeasureSettings:
    values: dict[str, Any] = {
        "windows": (
            build_window(codes),
            build_window(codes, id="unauthorised_12_weeks", unit=WindowUnit.CALENDAR_DAYS, length=84),
            build_window(codes, id="leave_10_school_weeks", codes=numbers_of(codes, "G")),
        ),
        "illness_codes": numbers_of(codes, "I"),
        "persistent_percent": 10,
        "severe_percent": 50,
        "fall_levels": (97, 95, 92, 90, 80, 50),
        "settled_minimum": 20,
        "day_steps": (4, 7, 10, 13, 16, 19),
        "weekday_minimum": 4,
        "weekday_factor": 2,
        "recent_weeks": 6,
        "unauthorised_run_days": 10,
        "illness_days": 15,
        "nothing_in_days": 21,
        "nothing_minimum_days": 5,
        "late_window": LateWindow(WindowUnit.SCHOOL_WEEKS, 6),
    }
    return MeasureSettings(**{**values, **changes})
