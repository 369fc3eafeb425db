"""Everything the kernel looks up, worked out once from the settings, the codes and the axes.

A day is looked up by the codes of its two halves together (12 bits), so that one read says
what the day was. Small counts of a day are packed side by side in one number ("lanes"), so
that one addition adds them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import OUTSIDE, PRESENT_SYMBOLS, UNMARKED, CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.axis import NEVER, Axis, Ints, SideBySide
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.columns import Layout
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit

CODE_PLACES = 64
PAIRS = CODE_PLACES * CODE_PLACES
NO_THRESHOLD = np.iinfo(np.int16).max
CHANGES = -1  # in place of a threshold that is not the same on every day
OUT_OF_REACH = 10_000  # sessions, or parts in a hundred
WINDOWS_A_PASS = 31  # two bits each

Table = NDArray[np.int64]

# lanes of `sessions`: ten bits each, so up to 1,023 sessions in all
LANE_BITS = 10
NOT_POSSIBLE_LANE, ABSENT_LANE, UNAUTHORISED_LANE, LATE_LANE, OFF_ROLL_LANE, PRESENT_MORNING_LANE = range(6)

# lanes of `halves`: sixteen bits each
HALF_BITS = 16
ABSENT_AM_LANE, ABSENT_PM_LANE, OUT_AM_LANE, OUT_PM_LANE = range(4)  # out: not possible

# lanes of `kinds` and `kind_sessions`: sixteen bits each
KIND_BITS = 16
WHOLE_DAY_ABSENCE, UNAUTHORISED_ABSENCE, ILLNESS = range(3)


# What a pair of codes makes of a day: the columns of the day table.
SESSIONS, HALVES, ATTENDED, KINDS, KIND_SESSIONS, WINDOWS, WEIGHTY = range(7)
DAY_COLUMNS = 8  # so that all of one day is in one line of the cache


class AxisTables(NamedTuple):
    weekdays: NDArray[np.uint8]  # (axes, days)
    days_before: NDArray[np.int16]  # (axes, 5, days + 1): days of each weekday before a day
    position: Ints  # (axes, windows, days): where a day stands in the window's own unit
    threshold: NDArray[np.int16]  # (axes, windows, days)
    steady: NDArray[np.int16]  # (axes, windows), the threshold of every day; CHANGES if it is not one


class HorizonTables(NamedTuple):
    """Places of days on the axis, (horizons,) but for the last."""

    axis: Ints
    year_first: Ints
    recent_from: Ints
    nothing_from: Ints
    late_from: Ints  # past the end where no late window is set
    window_from: Ints  # (horizons, windows)


class Limits(NamedTuple):
    present: int  # code number
    persistent: int
    severe: int
    settled: int
    weekday_minimum: int
    weekday_factor: int
    unauthorised_run_days: int
    illness_days: int
    nothing_minimum_days: int
    levels_below: NDArray[np.uint8]  # by percentage absent, rounded up: the levels that is below
    steps: Table  # ascending, in sessions
    lengths: Table  # (windows,)
    least_thresholds: Table  # (windows,), the least that was ever enough
    layout: Layout


def present_number(codes: CodeBook) -> int:
    """The number of the ordinary present mark, which most cells hold."""
    return next(n for n in codes.numbers() if codes.code(n).symbol == PRESENT_SYMBOLS[0])


class _CodeMasks(NamedTuple):
    """By code number, shape (64,), 0 or 1."""

    attended: Table
    authorised: Table
    unauthorised: Table
    late: Table
    illness: Table


def day_table(codes: CodeBook, settings: MeasureSettings, windows: Sequence[WindowSetting]) -> Table:
    """By pair of codes (morning + 64 x afternoon), shape (4096 x 8,); at most WINDOWS_A_PASS windows."""
    masks = _code_masks(codes, settings)
    am, pm = np.tile(np.arange(64), 64), np.repeat(np.arange(64), 64)

    def both(mask: Table) -> Table:
        return mask[am] + mask[pm]

    absent = masks.authorised + masks.unauthorised
    out = 1 - masks.attended - absent
    possible = both(masks.attended + absent)
    sessions = (
        both(out) << LANE_BITS * NOT_POSSIBLE_LANE
        | both(absent) << LANE_BITS * ABSENT_LANE
        | both(masks.unauthorised) << LANE_BITS * UNAUTHORISED_LANE
        | both(masks.late) << LANE_BITS * LATE_LANE
        | ((am == OUTSIDE) & (pm == OUTSIDE)).astype(np.int64) << LANE_BITS * OFF_ROLL_LANE
    )
    halves = (
        absent[am] << HALF_BITS * ABSENT_AM_LANE
        | absent[pm] << HALF_BITS * ABSENT_PM_LANE
        | out[am] << HALF_BITS * OUT_AM_LANE
        | out[pm] << HALF_BITS * OUT_PM_LANE
    )

    def every(mask: Table) -> Table:
        found: Table = ((possible > 0) & (both(mask) == possible)).astype(np.int64)
        return found

    kinds = (
        every(absent) << KIND_BITS * WHOLE_DAY_ABSENCE
        | every(masks.unauthorised) << KIND_BITS * UNAUTHORISED_ABSENCE
        | every(masks.illness) << KIND_BITS * ILLNESS
    )
    in_windows = np.zeros(PAIRS, np.int64)
    for place, window in enumerate(windows):
        in_windows |= both(_mask_of(window.codes)) << 2 * place
    attended = (both(masks.attended) > 0).astype(np.int64)
    found = np.zeros((PAIRS, DAY_COLUMNS), np.int64)
    found[:, SESSIONS] = sessions
    found[:, HALVES] = halves
    found[:, ATTENDED] = attended
    found[:, KINDS] = kinds
    found[:, KIND_SESSIONS] = kinds * both(absent)
    found[:, WINDOWS] = in_windows
    found[:, WEIGHTY] = (both(masks.attended) < 2) | (in_windows != 0)
    return found.reshape(-1)


def _mask_of(numbers: frozenset[int]) -> Table:
    mask = np.zeros(CODE_PLACES, np.int64)
    mask[list(numbers)] = 1
    return mask


def _code_masks(codes: CodeBook, settings: MeasureSettings) -> _CodeMasks:
    by_class = {number: codes.code(number) for number in codes.numbers()}
    assert by_class.keys().isdisjoint((UNMARKED, OUTSIDE))

    def where(*classes: StatisticalClass) -> Table:
        return _mask_of(frozenset(n for n, code in by_class.items() if code.statistical_class in classes))

    return _CodeMasks(
        attended=where(*(each for each in StatisticalClass if each.is_attendance)),
        authorised=where(StatisticalClass.AUTHORISED),
        unauthorised=where(StatisticalClass.UNAUTHORISED),
        late=_mask_of(frozenset(number for number, code in by_class.items() if code.late)),
        illness=_mask_of(settings.illness_codes),
    )


def positions(axes: SideBySide, unit: WindowUnit) -> Ints:
    """Where each day stands in a window's own unit."""
    if unit is WindowUnit.CALENDAR_DAYS:
        return axes.days
    if unit is WindowUnit.SCHOOL_WEEKS:
        return axes.weeks
    along: Ints = np.arange(axes.days.shape[1], dtype=np.int32)
    return np.repeat(along[None, :], len(axes.days), axis=0)


def first_days(axes: SideBySide, unit: WindowUnit, length: int, axis: Ints, as_of: Ints) -> Ints:
    """For each axis and day (an ordinal), the place of the first day of the window that ends there."""
    if unit is WindowUnit.CALENDAR_DAYS:
        last = as_of
    elif unit is WindowUnit.SCHOOL_WEEKS:
        last = np.count_nonzero(axes.mondays[axis] <= as_of[:, None], axis=1) - 1
    else:
        last = np.count_nonzero(axes.days[axis] <= as_of[:, None], axis=1) - 1
    before = positions(axes, unit)[axis] <= (last - length)[:, None]
    place: Ints = np.count_nonzero(before, axis=1).astype(np.int32)
    return np.minimum(place, axes.lengths[axis])


def axis_tables(axes: SideBySide, windows: Sequence[WindowSetting]) -> AxisTables:
    shape = (axes.days.shape[0], len(windows), axes.days.shape[1])
    position, threshold = np.zeros(shape, np.int32), np.full(shape, NO_THRESHOLD, np.int16)
    steady = np.zeros(shape[:2], np.int16)
    for place, window in enumerate(windows):
        position[:, place] = positions(axes, window.unit)
        steps = _thresholds_by_day(axes, window)
        threshold[:, place] = steps
        last = np.maximum(axes.lengths - 1, 0)
        same = (steps == steps[:, :1]) | (axes.days == NEVER)
        steady[:, place] = np.where(same.all(axis=1), steps[np.arange(len(last)), last], CHANGES)
    return AxisTables(axes.weekdays, axes.days_before, position, threshold, steady)


def _thresholds_by_day(axes: SideBySide, window: WindowSetting) -> NDArray[np.int16]:
    found = np.full(axes.days.shape, NO_THRESHOLD, np.int16)
    for step in window.thresholds:
        last = (step.last or date.max).toordinal()
        found[(axes.days >= step.first.toordinal()) & (axes.days <= last)] = step.sessions
    return found


def horizon_tables(
    rows: PupilRows, settings: MeasureSettings, windows: Sequence[WindowSetting]
) -> HorizonTables:
    axis = np.array([horizon.axis for horizon in rows.horizons], np.int32)
    as_of = np.array([horizon.as_of for horizon in rows.horizons], np.int32)
    axes = rows.side_by_side
    late = settings.late_window
    by_window = np.zeros((len(axis), len(windows)), np.int32)
    for place, window in enumerate(windows):
        by_window[:, place] = first_days(axes, window.unit, window.length, axis, as_of)
    return HorizonTables(
        axis=axis,
        year_first=axes.year_first[axis],
        recent_from=first_days(axes, WindowUnit.SCHOOL_WEEKS, settings.recent_weeks, axis, as_of),
        nothing_from=first_days(axes, WindowUnit.CALENDAR_DAYS, settings.nothing_in_days, axis, as_of),
        late_from=first_days(axes, late.unit, late.length, axis, as_of) if late else axes.lengths[axis],
        window_from=by_window,
    )


def first_day_in(axis: Axis, unit: WindowUnit, length: int, as_of: int) -> int:
    """The place of the first day of the window that ends with a day (an ordinal)."""
    alone, then = np.zeros(1, np.int32), np.array([as_of], np.int32)
    return int(first_days(SideBySide.of([axis]), unit, length, alone, then)[0])
