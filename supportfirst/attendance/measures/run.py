"""Measure every pupil of a set of rows.

Windows beyond the first thirty-one are counted in further passes; nothing else depends on
how many a pack has. Threads share the work by ranges of rows, since the kernel holds no lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import PRESENT_SYMBOLS, CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.columns import MOST_LEVELS, WINDOW_COLUMNS, Layout, lay_out
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.kernel.scan import RowArrays
from supportfirst.attendance.measures.kernel.whole import measure_range
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting
from supportfirst.attendance.measures.tables import (
    OUT_OF_REACH,
    WINDOWS_A_PASS,
    Limits,
    axis_tables,
    day_table,
    horizon_tables,
    present_number,
)
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.attendance.vocabulary.sessions import Half, Session
from supportfirst.attendance.vocabulary.spans import DateSpan

Block = NDArray[np.int16]


def measure(
    rows: PupilRows,
    settings: MeasureSettings,
    codes: CodeBook,
    threads: int = 1,
    into: Block | None = None,
) -> Figures:
    """Figures of every pupil, in the order of the rows.

    into: the block of earlier figures that are no longer wanted, to be filled again where it
    has the right shape. An authority's block is 60 megabytes, and memory that is new to the
    process costs as much as a good part of the counting.
    """
    chunks = [
        settings.windows[start : start + WINDOWS_A_PASS]
        for start in range(0, max(len(settings.windows), 1), WINDOWS_A_PASS)
    ]
    layout = _layout(settings, codes, windows=len(settings.windows))
    shape = (len(rows), layout.width)
    block = into if into is not None and into.shape == shape else np.empty(shape, np.int16)
    if len(chunks) == 1:
        _fill(block, rows, settings, codes, chunks[0], threads)
    else:
        _fill_in_passes(block, layout, rows, settings, codes, chunks, threads)
    return Figures(rows, settings, codes, block, layout, _levels(settings), _steps(settings))


def _levels(settings: MeasureSettings) -> tuple[int, ...]:
    return tuple(sorted(settings.fall_levels, reverse=True))


def _steps(settings: MeasureSettings) -> tuple[int, ...]:
    return tuple(sorted(settings.day_steps))


def _layout(settings: MeasureSettings, codes: CodeBook, *, windows: int) -> Layout:
    return lay_out(
        steps=len(settings.day_steps),
        windows=windows,
        code_numbers=max(codes.numbers()) + 1,
    )


def _fill(
    block: Block,
    rows: PupilRows,
    settings: MeasureSettings,
    codes: CodeBook,
    windows: Sequence[WindowSetting],
    threads: int,
) -> None:
    """One pass over all rows, with these windows."""
    arrays = RowArrays(rows.cells.view(np.uint16), rows.begins, rows.ends, rows.horizon, rows.planned)
    horizons = horizon_tables(rows, settings, windows)
    axes = axis_tables(rows.side_by_side, windows)
    days = day_table(codes, settings, windows)
    limits = _limits(settings, codes, windows)

    def part(number: int) -> None:
        first, last = len(rows) * number // threads, len(rows) * (number + 1) // threads
        measure_range(first, last, arrays, horizons, axes, days, limits, block)

    if threads == 1:
        part(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(threads)))


def _fill_in_passes(
    block: Block,
    layout: Layout,
    rows: PupilRows,
    settings: MeasureSettings,
    codes: CodeBook,
    chunks: Sequence[Sequence[WindowSetting]],
    threads: int,
) -> None:
    """Every pass gives all measures; of those after the first only the windows are new."""
    done = layout.windows
    for chunk in chunks:
        here = _layout(settings, codes, windows=len(chunk))
        passed = np.empty((len(rows), here.width), np.int16)
        _fill(passed, rows, settings, codes, chunk, threads)
        size = len(chunk) * WINDOW_COLUMNS
        block[:, : layout.windows] = passed[:, : here.windows]
        block[:, layout.codes :] = passed[:, here.codes :]
        block[:, done : done + size] = passed[:, here.windows : here.windows + size]
        done += size


def _levels_below(settings: MeasureSettings) -> NDArray[np.uint8]:
    assert len(settings.fall_levels) <= MOST_LEVELS
    absent = np.arange(101)
    below = np.zeros(101, np.uint8)
    for level in settings.fall_levels:
        below += absent > 100 - level
    return below


def _least_threshold(window: WindowSetting) -> int:
    return min((step.sessions for step in window.thresholds), default=OUT_OF_REACH)


def _limits(settings: MeasureSettings, codes: CodeBook, windows: Sequence[WindowSetting]) -> Limits:
    return Limits(
        present=present_number(codes),
        persistent=settings.persistent_percent,
        severe=settings.severe_percent,
        settled=settings.settled_minimum,
        weekday_minimum=settings.weekday_minimum,
        weekday_factor=settings.weekday_factor,
        unauthorised_run_days=settings.unauthorised_run_days,
        illness_days=settings.illness_days,
        nothing_minimum_days=settings.nothing_minimum_days,
        levels_below=_levels_below(settings),
        steps=np.array([2 * step for step in _steps(settings)], np.int64),
        lengths=np.array([window.length for window in windows], np.int64),
        least_thresholds=np.array([_least_threshold(window) for window in windows], np.int64),
        layout=_layout(settings, codes, windows=len(windows)),
    )


def compile_kernel() -> None:
    """Compile the kernel, or load it from the cache, so that the next run need not wait."""
    first = date.min + timedelta(weeks=100)
    present = RegisterCode(PRESENT_SYMBOLS[0], "present", StatisticalClass.PRESENT, DateSpan(first))
    codes = CodeBook([present])
    rows = build_rows(
        marks=Marks(),
        calendar=SchoolCalendar([Session(first, half) for half in Half]),
        pupils=[Pupil(upn="")],
        codes=codes,
        on=first,
        known_at=None,
    )
    measure(rows, _NOTHING_ASKED, codes)


_NOTHING_ASKED = MeasureSettings(
    windows=(),
    illness_codes=frozenset(),
    persistent_percent=0,
    severe_percent=0,
    fall_levels=(),
    settled_minimum=0,
    day_steps=(),
    weekday_minimum=0,
    weekday_factor=0,
    recent_weeks=1,
    unauthorised_run_days=0,
    illness_days=0,
    nothing_in_days=1,
    nothing_minimum_days=0,
    late_window=None,
)
