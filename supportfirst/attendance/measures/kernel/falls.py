"""The days on which attendance to date first fell below each level.

It can only fall on an exception, or be settled below on the day that makes enough sessions
possible; the walk counted how many exceptions came before each fall.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import Number, part
from supportfirst.attendance.measures.kernel.scan import NONE, Row, Scratch, lane, place
from supportfirst.attendance.measures.kernel.walk import LEVEL_BITS, Falls, levels_below
from supportfirst.attendance.measures.tables import ABSENT_LANE, NOT_POSSIBLE_LANE, Limits

LEVEL_MASK = (1 << LEVEL_BITS) - 1


@part
def put_falls(row: Row, pupil: Number, falls: Falls, limits: Limits, scratch: Scratch, out: Any) -> None:
    settling, settled_below = _on_settling(row, falls.unsettled, limits)
    before = before_settled = 0
    for level in range(at.MOST_LEVELS):
        before += falls.above >> LEVEL_BITS * level & LEVEL_MASK
        before_settled += falls.above_settled >> LEVEL_BITS * level & LEVEL_MASK
        here = at.FALLS + level * at.FALL_COLUMNS
        out[pupil, here + at.FALL_FIRST] = _day_of(row, before, scratch)
        later = _day_of(row, before_settled, scratch)
        out[pupil, here + at.FALL_SETTLED] = settling if level < settled_below else later


@part
def _day_of(row: Row, number: Number, scratch: Scratch) -> Number:
    """The day of an exception of the year, counted from 0; NONE past the last."""
    index = row.before_year + number
    day = np.int64(scratch.days[place(index)])
    return day if index < row.weighty else NONE


@part
def _on_settling(row: Row, unsettled: Number, limits: Limits) -> tuple[Number, Number]:
    """The day that makes enough sessions possible if all until then are ordinary, and the levels then below.

    If an exception makes enough possible, it does so on that same day and stands no better.
    """
    missing = limits.settled + lane(unsettled, NOT_POSSIBLE_LANE)
    day = max(row.year + (missing + 1 >> 1) - 1, row.year)
    possible = 2 * (day + 1 - row.year) - lane(unsettled, NOT_POSSIBLE_LANE)
    below = levels_below(limits, lane(unsettled, ABSENT_LANE), possible)
    return day, below if day < row.end else 0
