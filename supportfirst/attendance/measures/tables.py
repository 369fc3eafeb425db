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
from supportfirst.attendance.matrix.axis import Axis, Ints
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.columns import SCHOOL_WEEKDAYS, Layout
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit

CODE_PLACES = 64
PAIRS = CODE_PLACES * CODE_PLACES
NO_THRESHOLD = np.iinfo(np.int16).max
WINDOWS_A_PASS = 31  # two bits each

Table = NDArray[np.int64]

# lanes of `sessions`: ten bits each, so up to 1,023 sessions in all
LANE_BITS = 10
NOT_POSSIBLE_LANE, AUTHORISED_LANE, UNAUTHORISED_LANE, LATE_LANE, OFF_ROLL_LANE, PRESENT_MORNING_LANE = range(
    6
)

# lanes of `halves`: sixteen bits each
HALF_BITS = 16
ABSENT_AM_LANE, ABSENT_PM_LANE, OUT_AM_LANE, OUT_PM_LANE = range(4)  # out: not possible

# bits of `kinds`; above them the number of absent sessions
ATTENDED_DAY, ABSENT_DAY, UNAUTHORISED_DAY, ILLNESS_DAY = 1, 2, 4, 8
ABSENT_SESSIONS_SHIFT = 4


class DayTables(NamedTuple):
    """By pair of codes (morning + 64 x afternoon), each of shape (4096,)."""

    sessions: Table
    halves: Table
    kinds: Table
    windows: Table


class AxisTables(NamedTuple):
    weekdays: NDArray[np.int8]  # (axes, days)
    days_before: NDArray[np.int16]  # (axes, days + 1, 5): days of each weekday before a day
    position: Ints  # (axes, windows, days): where a day stands in the window's own unit
    threshold: NDArray[np.int16]  # (axes, windows, days)


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
    levels: Table  # descending
    steps: Table  # ascending, in sessions
    lengths: Table  # (windows,)
    layout: Layout
    code_numbers: int


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


def day_tables(codes: CodeBook, settings: MeasureSettings, windows: Sequence[WindowSetting]) -> DayTables:
    """At most WINDOWS_A_PASS windows."""
    masks = _code_masks(codes, settings)
    am, pm = np.tile(np.arange(64), 64), np.repeat(np.arange(64), 64)

    def both(mask: Table) -> Table:
        return mask[am] + mask[pm]

    absent = masks.authorised + masks.unauthorised
    out = 1 - masks.attended - absent
    possible = both(masks.attended + absent)
    sessions = (
        both(out) << LANE_BITS * NOT_POSSIBLE_LANE
        | both(masks.authorised) << LANE_BITS * AUTHORISED_LANE
        | both(masks.unauthorised) << LANE_BITS * UNAUTHORISED_LANE
        | both(masks.late) << LANE_BITS * LATE_LANE
        | ((am == OUTSIDE) & (pm == OUTSIDE)).astype(np.int64) << LANE_BITS * OFF_ROLL_LANE
        | (am == present_number(codes)).astype(np.int64) << LANE_BITS * PRESENT_MORNING_LANE
    )
    halves = (
        absent[am] << HALF_BITS * ABSENT_AM_LANE
        | absent[pm] << HALF_BITS * ABSENT_PM_LANE
        | out[am] << HALF_BITS * OUT_AM_LANE
        | out[pm] << HALF_BITS * OUT_PM_LANE
    )

    def every(mask: Table) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (possible > 0) & (both(mask) == possible)
        return found

    kinds = (
        np.where(both(masks.attended) > 0, ATTENDED_DAY, 0)
        | np.where(every(absent), ABSENT_DAY, 0)
        | np.where(every(masks.unauthorised), UNAUTHORISED_DAY, 0)
        | np.where(every(masks.illness), ILLNESS_DAY, 0)
        | both(absent) << ABSENT_SESSIONS_SHIFT
    )
    in_windows = np.zeros(PAIRS, np.int64)
    for place, window in enumerate(windows):
        in_windows |= both(_mask_of(window.codes)) << 2 * place
    return DayTables(sessions, halves, kinds, in_windows)


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


def axis_tables(axes: Sequence[Axis], windows: Sequence[WindowSetting]) -> AxisTables:
    longest = max([1, *map(len, axes)])
    weekdays = np.zeros((len(axes), longest), np.int8)
    days_before = np.zeros((len(axes), longest + 1, SCHOOL_WEEKDAYS), np.int16)
    position = np.zeros((len(axes), len(windows), longest), np.int32)
    threshold = np.full((len(axes), len(windows), longest), NO_THRESHOLD, np.int16)
    for place, axis in enumerate(axes):
        days = len(axis)
        weekdays[place, :days] = axis.weekdays
        each = axis.weekdays[:, None] == np.arange(SCHOOL_WEEKDAYS)
        days_before[place, 1 : days + 1] = each.cumsum(axis=0)
        for number, window in enumerate(windows):
            position[place, number, :days] = _positions(axis, window.unit)
            threshold[place, number, :days] = _thresholds(axis, window)
    return AxisTables(weekdays, days_before, position, threshold)


def _positions(axis: Axis, unit: WindowUnit) -> Ints:
    if unit is WindowUnit.CALENDAR_DAYS:
        return axis.days
    if unit is WindowUnit.SCHOOL_WEEKS:
        return axis.weeks
    return np.arange(len(axis), dtype=np.int32)


def _thresholds(axis: Axis, window: WindowSetting) -> NDArray[np.int16]:
    found = np.full(len(axis), NO_THRESHOLD, np.int16)
    for step in window.thresholds:
        last = (step.last or date.max).toordinal()
        found[(axis.days >= step.first.toordinal()) & (axis.days <= last)] = step.sessions
    return found


def first_day_in(axis: Axis, unit: WindowUnit, length: int, as_of: int) -> int:
    """The place of the first day of the window that ends with a day (an ordinal)."""
    if unit is WindowUnit.CALENDAR_DAYS:
        return int(np.searchsorted(axis.days, as_of - length + 1))
    if unit is WindowUnit.SCHOOL_WEEKS:
        week = int(axis.week_at(np.array([as_of], np.int32))[0])
        return int(np.searchsorted(axis.weeks, week - length + 1))
    return max(int(np.searchsorted(axis.days, as_of, side="right")) - length, 0)


def horizon_tables(
    rows: PupilRows, settings: MeasureSettings, windows: Sequence[WindowSetting]
) -> HorizonTables:
    count = len(rows.horizons)
    axis, year, recent, nothing, late_days = (np.zeros(count, np.int32) for _ in range(5))
    by_window = np.zeros((count, len(windows)), np.int32)
    made = HorizonTables(axis, year, recent, nothing, late_days, by_window)
    late = settings.late_window
    for place, (axis_number, as_of) in enumerate(rows.horizons):
        along = rows.axes[axis_number]
        made.axis[place] = axis_number
        made.year_first[place] = along.year_first
        made.recent_from[place] = first_day_in(along, WindowUnit.SCHOOL_WEEKS, settings.recent_weeks, as_of)
        made.nothing_from[place] = first_day_in(
            along, WindowUnit.CALENDAR_DAYS, settings.nothing_in_days, as_of
        )
        made.late_from[place] = (
            len(along) if late is None else first_day_in(along, late.unit, late.length, as_of)
        )
        for number, window in enumerate(windows):
            made.window_from[place, number] = first_day_in(along, window.unit, window.length, as_of)
    return made
