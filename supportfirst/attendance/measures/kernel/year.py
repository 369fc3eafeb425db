"""The year to date: counts by code, by weekday, and the lines of absence that they cross.

Every day that is no exception is attended, morning and afternoon.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from supportfirst.attendance.matrix.axis import SCHOOL_WEEKDAYS
from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import Number, part
from supportfirst.attendance.measures.kernel.scan import (
    NONE,
    Row,
    Scratch,
    lane,
    place,
)
from supportfirst.attendance.measures.kernel.walk import levels_below
from supportfirst.attendance.measures.tables import (
    ABSENT_LANE,
    LATE_LANE,
    NOT_POSSIBLE_LANE,
    UNAUTHORISED_LANE,
    AxisTables,
    Limits,
)


@part
def put_counts(row: Row, pupil: Number, total: Number, planned: Number, limits: Limits, out: Any) -> None:
    absent = lane(total, ABSENT_LANE)
    unauthorised = lane(total, UNAUTHORISED_LANE)
    possible = 2 * (row.end - row.year) - lane(total, NOT_POSSIBLE_LANE)
    out[pupil, at.POSSIBLE] = possible
    out[pupil, at.ATTENDED] = possible - absent
    out[pupil, at.AUTHORISED] = absent - unauthorised
    out[pupil, at.UNAUTHORISED] = unauthorised
    out[pupil, at.LATE] = lane(row.late, LATE_LANE)
    out[pupil, at.PERSISTENT] = 100 * absent >= limits.persistent * possible if possible else NONE
    out[pupil, at.SEVERE] = 100 * absent >= limits.severe * possible if possible else NONE
    out[pupil, at.CERTAIN_PERSISTENT] = 100 * absent >= limits.persistent * planned if planned else NONE
    out[pupil, at.CERTAIN_SEVERE] = 100 * absent >= limits.severe * planned if planned else NONE
    out[pupil, at.ZERO_SINCE_AUTUMN] = possible == absent if possible else NONE
    below = levels_below(limits, absent, possible)
    for level in range(at.MOST_LEVELS):
        here = at.FALLS + level * at.FALL_COLUMNS + at.FALL_NOW
        out[pupil, here] = level < below if possible else NONE


@part
def put_codes(row: Row, pupil: Number, scratch: Scratch, limits: Limits, out: Any) -> None:
    """Marks by code; the ordinary days are present ones."""
    ordinary = row.end - row.year - row.exceptions
    for block in range(limits.layout.code_blocks):
        for number in range(block * at.CODE_BLOCK, (block + 1) * at.CODE_BLOCK):
            out[pupil, place(limits.layout.codes + number)] = (
                scratch.mornings[place(number)] + scratch.afternoons[place(number)]
            )
    out[pupil, place(limits.layout.codes + limits.present)] += 2 * ordinary
    out[pupil, at.PRESENT_MORNINGS] = scratch.mornings[place(limits.present)] + ordinary


@part
def put_weekdays(
    row: Row,
    pupil: Number,
    total: Number,
    scratch: Scratch,
    axes: AxisTables,
    axis: Number,
    limits: Limits,
    out: Any,
) -> None:
    all_absent = lane(total, ABSENT_LANE)
    all_possible = 2 * (row.end - row.year) - lane(total, NOT_POSSIBLE_LANE)
    flagged = 0
    for weekday in range(SCHOOL_WEEKDAYS):
        lanes = scratch.weekdays[weekday]
        here = at.WEEKDAYS + weekday * at.WEEKDAY_COLUMNS
        days = np.int64(axes.days_before[axis, weekday, place(row.end)])
        days -= axes.days_before[axis, weekday, place(row.year)]
        absent_am, absent_pm = lanes & 0xFFFF, lanes >> 16 & 0xFFFF
        possible_am, possible_pm = days - (lanes >> 32 & 0xFFFF), days - (lanes >> 48 & 0xFFFF)
        out[pupil, here + at.ABSENT_AM] = absent_am
        out[pupil, here + at.ABSENT_PM] = absent_pm
        out[pupil, here + at.POSSIBLE_AM] = possible_am
        out[pupil, here + at.POSSIBLE_PM] = possible_pm
        absent, possible = absent_am + absent_pm, possible_am + possible_pm
        others = all_possible - possible
        stands_out = absent * others >= limits.weekday_factor * (all_absent - absent) * possible
        flagged |= (stands_out & (absent >= limits.weekday_minimum) & (others > 0)) << weekday
    out[pupil, at.WEEKDAYS_FLAGGED] = flagged


@part
def put_steps(pupil: Number, total: Number, scratch: Scratch, limits: Limits, out: Any) -> None:
    """The day on which the absent sessions of the year reached each of the pack's steps."""
    absent = lane(total, ABSENT_LANE)
    for step in range(len(limits.steps)):
        needed = limits.steps[step]
        day = scratch.reached[place(min(needed, absent))]
        out[pupil, limits.layout.steps + step] = day if needed <= absent else NONE
