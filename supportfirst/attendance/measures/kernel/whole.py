"""All measures of a range of rows: the one function that is called from outside.

Numba's cache notices a change of this file alone, not of the functions and numbers that it
takes from others, so a fingerprint of their text is made part of the name it is kept under.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures import tables
from supportfirst.attendance.measures.kernel import falls as falling
from supportfirst.attendance.measures.kernel import lately, runs, scan, windows, year
from supportfirst.attendance.measures.kernel import walk as walking
from supportfirst.attendance.measures.kernel.compiled import Number, whole
from supportfirst.attendance.measures.kernel.falls import put_falls
from supportfirst.attendance.measures.kernel.lately import put_lately
from supportfirst.attendance.measures.kernel.runs import put_runs
from supportfirst.attendance.measures.kernel.scan import (
    RowArrays,
    Span,
    find_exceptions,
    place,
    scratch_for,
    weigh,
)
from supportfirst.attendance.measures.kernel.walk import walk_runs, walk_year
from supportfirst.attendance.measures.kernel.windows import put_windows
from supportfirst.attendance.measures.kernel.year import (
    put_codes,
    put_counts,
    put_steps,
    put_weekdays,
)
from supportfirst.attendance.measures.tables import AxisTables, HorizonTables, Limits

_MADE_OF = (scan, walking, falling, year, lately, runs, windows, at, tables)


def _fingerprint() -> str:
    """Of the text of every module whose functions or numbers are compiled into _measure_range."""
    text = b"".join(Path(module.__file__ or "").read_bytes() for module in _MADE_OF)
    return hashlib.sha256(text).hexdigest()[:16]


def _measure_range(
    first: Number,
    last: Number,
    rows: RowArrays,
    horizons: HorizonTables,
    axes: AxisTables,
    days: NDArray[np.int64],
    limits: Limits,
    out: NDArray[np.int16],
) -> None:
    """Fill out[first:last], one row of columns.py a pupil. Holds no lock: call it from threads."""
    scratch = scratch_for(rows.cells.shape[1])
    for pupil in range(np.uint64(first), np.uint64(last)):
        horizon = place(rows.horizon[pupil])
        axis = place(horizons.axis[horizon])
        begin, end = np.int64(rows.begins[pupil]), np.int64(rows.ends[pupil])
        span = Span(begin, end, min(max(begin, np.int64(horizons.year_first[horizon])), end))
        scratch.mornings[:] = 0
        scratch.afternoons[:] = 0
        scratch.weekdays[:] = 0
        count = find_exceptions(rows.cells, pupil, span, limits.present, scratch)
        row = weigh(rows, pupil, span, count, days, horizons, horizon, scratch)
        total, falls = walk_year(row, days, axes, axis, limits, scratch)
        before, walked, current = walk_runs(row, days, limits.unauthorised_run_days, scratch)

        put_counts(row, pupil, total, rows.planned[pupil], limits, out)
        put_codes(row, pupil, scratch, limits, out)
        put_weekdays(row, pupil, total, scratch, axes, axis, limits, out)
        put_steps(pupil, total, scratch, limits, out)
        put_falls(row, pupil, falls, limits, scratch, out)
        put_lately(row, pupil, horizons, horizon, limits, out)
        put_runs(pupil, scratch, before, walked, current, limits, out)
        put_windows(
            pupil, walked.events, walked.windows_held, axes, axis, horizons, horizon, limits, scratch, out
        )


_measure_range.__qualname__ += _fingerprint()
measure_range = whole(_measure_range)
