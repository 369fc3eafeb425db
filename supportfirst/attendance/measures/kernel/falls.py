"""The days on which attendance to date first fell below each level.

Levels are taken from the highest, so whoever is below one is below all before it.
"""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import compiled
from supportfirst.attendance.measures.kernel.scan import NONE, Row, Scratch, lane
from supportfirst.attendance.measures.tables import (
    AUTHORISED_LANE,
    NOT_POSSIBLE_LANE,
    UNAUTHORISED_LANE,
    DayTables,
    Limits,
)


@compiled
def _settles(row: Row, scratch: Scratch, days: DayTables, minimum: int) -> tuple[int, int, int]:
    """The first day by whose end enough sessions were possible; possible and attended by then."""
    total = 0
    for index in range(row.before_year, row.exceptions + 1):
        reached = 2 * row.year - 2 + minimum + lane(total, NOT_POSSIBLE_LANE) + 1
        day = max(reached // 2, row.year)  # if every day from here on is an ordinary one
        if index == row.exceptions or day < scratch.days[index]:
            break
        total += days.sessions[scratch.pairs[index]]
        if 2 * (scratch.days[index] + 1 - row.year) - lane(total, NOT_POSSIBLE_LANE) >= minimum:
            day = scratch.days[index]
            break
    possible = 2 * (day + 1 - row.year) - lane(total, NOT_POSSIBLE_LANE)
    return day, possible, possible - lane(total, AUTHORISED_LANE) - lane(total, UNAUTHORISED_LANE)


@compiled
def _fallen(level: int, levels: Any, attended: int, possible: int) -> int:
    """How many of the levels, from the highest, attendance now stands below."""
    while level < len(levels) and 100 * attended < levels[level] * possible:
        level += 1
    return level


@compiled
def _mark_falls(out: Any, which: int, old: int, new: int, day: int) -> int:
    for level in range(old, new):
        out[at.FALLS + level * at.FALL_COLUMNS + which] = day
    return new


@compiled
def put_falls(row: Row, scratch: Scratch, days: DayTables, limits: Limits, out: Any) -> None:
    """Attendance can only fall on an exception, or be settled below on the day that settles it."""
    levels = limits.levels
    _mark_falls(out, at.FALL_FIRST, 0, len(levels), NONE)
    _mark_falls(out, at.FALL_SETTLED, 0, len(levels), NONE)
    settled_day, possible, attended = _settles(row, scratch, days, limits.settled)
    settled = 0
    if settled_day < row.end:
        settled = _mark_falls(out, at.FALL_SETTLED, 0, _fallen(0, levels, attended, possible), settled_day)
    lowest = 0
    total = 0
    for index in range(row.before_year, row.exceptions):
        day = scratch.days[index]
        total += days.sessions[scratch.pairs[index]]
        possible = 2 * (day + 1 - row.year) - lane(total, NOT_POSSIBLE_LANE)
        attended = possible - lane(total, AUTHORISED_LANE) - lane(total, UNAUTHORISED_LANE)
        lowest = _mark_falls(out, at.FALL_FIRST, lowest, _fallen(lowest, levels, attended, possible), day)
        if day >= settled_day:
            settled = _mark_falls(
                out, at.FALL_SETTLED, settled, _fallen(settled, levels, attended, possible), day
            )
    for level in range(len(levels)):
        here = at.FALLS + level * at.FALL_COLUMNS + at.FALL_NOW
        below = 100 * out[at.ATTENDED] < levels[level] * out[at.POSSIBLE]
        out[here] = below if out[at.POSSIBLE] else NONE
