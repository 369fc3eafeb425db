"""The year to date: counts by code, by weekday, and the lines of absence that they cross.

Every day that is no exception is attended, morning and afternoon.
"""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import compiled
from supportfirst.attendance.measures.kernel.scan import CODE_BITS, CODE_MASK, NONE, Row, Scratch, lane
from supportfirst.attendance.measures.tables import (
    ABSENT_SESSIONS_SHIFT,
    AUTHORISED_LANE,
    LATE_LANE,
    NOT_POSSIBLE_LANE,
    PRESENT_MORNING_LANE,
    UNAUTHORISED_LANE,
    AxisTables,
    DayTables,
    Limits,
)


@compiled
def count_year(row: Row, scratch: Scratch, days: DayTables, axes: AxisTables, axis: int, present: int) -> int:
    """Add up the exceptions of the year: by code, by weekday, and (returned) in lanes."""
    scratch.counts[:] = 0
    scratch.weekdays[:] = 0
    total = 0
    for index in range(row.before_year, row.exceptions):
        pair = scratch.pairs[index]
        total += days.sessions[pair]
        scratch.weekdays[axes.weekdays[axis, scratch.days[index]]] += days.halves[pair]
        scratch.counts[pair & CODE_MASK] += 1
        scratch.counts[pair >> CODE_BITS] += 1
    ordinary = row.end - row.year - (row.exceptions - row.before_year)
    scratch.counts[present] += 2 * ordinary
    return total


@compiled
def put_counts(row: Row, total: int, planned: int, limits: Limits, out: Any) -> None:
    authorised, unauthorised = lane(total, AUTHORISED_LANE), lane(total, UNAUTHORISED_LANE)
    absent = authorised + unauthorised
    exceptions = row.exceptions - row.before_year
    ordinary = row.end - row.year - exceptions
    possible = 2 * (row.end - row.year) - lane(total, NOT_POSSIBLE_LANE)
    out[at.POSSIBLE] = possible
    out[at.ATTENDED] = possible - absent
    out[at.AUTHORISED] = authorised
    out[at.UNAUTHORISED] = unauthorised
    out[at.LATE] = lane(total, LATE_LANE)
    out[at.PRESENT_MORNINGS] = lane(total, PRESENT_MORNING_LANE) + ordinary
    out[at.PERSISTENT] = 100 * absent >= limits.persistent * possible if possible else NONE
    out[at.SEVERE] = 100 * absent >= limits.severe * possible if possible else NONE
    out[at.CERTAIN_PERSISTENT] = 100 * absent >= limits.persistent * planned if planned else NONE
    out[at.CERTAIN_SEVERE] = 100 * absent >= limits.severe * planned if planned else NONE
    out[at.ZERO_SINCE_AUTUMN] = possible == absent if possible else NONE


@compiled
def put_codes(scratch: Scratch, limits: Limits, out: Any) -> None:
    for number in range(limits.code_numbers):
        out[limits.layout.codes + number] = scratch.counts[number]


@compiled
def put_weekdays(row: Row, scratch: Scratch, axes: AxisTables, axis: int, limits: Limits, out: Any) -> None:
    all_absent = 0
    all_possible = 0
    for weekday in range(at.SCHOOL_WEEKDAYS):
        lanes = scratch.weekdays[weekday]
        here = at.WEEKDAYS + weekday * at.WEEKDAY_COLUMNS
        days = axes.days_before[axis, row.end, weekday] - axes.days_before[axis, row.year, weekday]
        absent_am, absent_pm = lanes & 0xFFFF, lanes >> 16 & 0xFFFF
        possible_am, possible_pm = days - (lanes >> 32 & 0xFFFF), days - (lanes >> 48 & 0xFFFF)
        out[here + at.ABSENT_AM] = absent_am
        out[here + at.ABSENT_PM] = absent_pm
        out[here + at.POSSIBLE_AM] = possible_am
        out[here + at.POSSIBLE_PM] = possible_pm
        all_absent += absent_am + absent_pm
        all_possible += possible_am + possible_pm
    flagged = 0
    for weekday in range(at.SCHOOL_WEEKDAYS):
        here = at.WEEKDAYS + weekday * at.WEEKDAY_COLUMNS
        absent = out[here + at.ABSENT_AM] + out[here + at.ABSENT_PM]
        possible = out[here + at.POSSIBLE_AM] + out[here + at.POSSIBLE_PM]
        others = all_possible - possible
        stands_out = absent * others >= limits.weekday_factor * (all_absent - absent) * possible
        flagged |= (stands_out & (absent >= limits.weekday_minimum) & (others > 0)) << weekday
    out[at.WEEKDAYS_FLAGGED] = flagged


@compiled
def put_steps(row: Row, scratch: Scratch, days: DayTables, limits: Limits, out: Any) -> None:
    """The day on which the absent sessions of the year reach each of the pack's steps."""
    steps = limits.steps
    absent = 0
    step = 0
    for index in range(row.before_year, row.exceptions):
        absent += days.kinds[scratch.pairs[index]] >> ABSENT_SESSIONS_SHIFT
        while step < len(steps) and absent >= steps[step]:
            out[limits.layout.steps + step] = scratch.days[index]
            step += 1
    for later in range(step, len(steps)):
        out[limits.layout.steps + later] = NONE
