"""All measures of a range of rows: the one function that is called from outside.

Numba's cache notices a change of this file alone, not of the functions and numbers that it
takes from others, so their text is made part of what the cache knows this function by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures import columns, tables
from supportfirst.attendance.measures.kernel import falls, lately, runs, scan, windows, year
from supportfirst.attendance.measures.kernel.compiled import compiled_and_kept
from supportfirst.attendance.measures.kernel.falls import put_falls
from supportfirst.attendance.measures.kernel.lately import put_lately
from supportfirst.attendance.measures.kernel.runs import put_runs
from supportfirst.attendance.measures.kernel.scan import (
    CODE_MASK,
    DAYS_A_WORD,
    Row,
    RowArrays,
    Scratch,
    before,
    find_exceptions,
)
from supportfirst.attendance.measures.kernel.windows import put_windows
from supportfirst.attendance.measures.kernel.year import (
    count_year,
    put_codes,
    put_counts,
    put_steps,
    put_weekdays,
)
from supportfirst.attendance.measures.tables import AxisTables, DayTables, HorizonTables, Limits

MeasureRange = Callable[
    [int, int, RowArrays, HorizonTables, AxisTables, DayTables, Limits, NDArray[np.int16]], None
]
_MADE_OF = (scan, year, falls, lately, runs, windows, columns, tables)


def _fingerprint() -> str:
    """Of the text of every module whose functions or numbers are compiled into measure_range."""
    text = b"".join(Path(module.__file__ or "").read_bytes() for module in _MADE_OF)
    return hashlib.sha256(text).hexdigest()


def _make(fingerprint: str) -> MeasureRange:
    @compiled_and_kept
    def measure_range(
        first: int,
        last: int,
        rows: RowArrays,
        horizons: HorizonTables,
        axes: AxisTables,
        days: DayTables,
        limits: Limits,
        out: NDArray[np.int16],
    ) -> None:
        _ = fingerprint
        length = rows.words.shape[1] * DAYS_A_WORD + 1
        scratch = Scratch(
            np.empty(length, np.int32),
            np.empty(length, np.int32),
            np.empty(length, np.int32),
            np.empty(length, np.int32),
            np.empty(CODE_MASK + 1, np.int32),
            np.empty(7, np.int64),
        )
        for pupil in range(first, last):
            horizon = rows.horizon[pupil]
            axis = horizons.axis[horizon]
            begin, end = rows.begins[pupil], rows.ends[pupil]
            start = min(max(begin, horizons.year_first[horizon]), end)
            count = find_exceptions(rows.words[pupil], begin, end, limits.present, scratch)
            row = Row(begin, end, start, count, before(scratch, count, start))
            here = out[pupil]
            total = count_year(row, scratch, days, axes, axis, limits.present)
            put_counts(row, total, rows.planned[pupil], limits, here)
            put_codes(scratch, limits, here)
            put_weekdays(row, scratch, axes, axis, limits, here)
            put_steps(row, scratch, days, limits, here)
            put_falls(row, scratch, days, limits, here)
            put_lately(row, scratch, days, horizons, horizon, limits, here)
            put_runs(row, scratch, days, limits, here)
            put_windows(row, scratch, days, axes, horizons.window_from[horizon], axis, limits, here)

    return measure_range


# Fills out[first:last], one row of columns.py a pupil. It holds no lock: call it from threads.
measure_range = _make(_fingerprint())
