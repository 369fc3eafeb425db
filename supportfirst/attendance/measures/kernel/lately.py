"""The last weeks: recent attendance, nothing for three weeks, late marks.

Each is a look back from the end of the row, and may cross the first of August.
"""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import compiled
from supportfirst.attendance.measures.kernel.scan import NONE, Row, Scratch, lane
from supportfirst.attendance.measures.tables import (
    AUTHORISED_LANE,
    LATE_LANE,
    NOT_POSSIBLE_LANE,
    OFF_ROLL_LANE,
    UNAUTHORISED_LANE,
    DayTables,
    HorizonTables,
    Limits,
)


@compiled
def _since(row: Row, scratch: Scratch, days: DayTables, day: int) -> int:
    """The exceptions on or after a day, added up in lanes."""
    total = 0
    index = row.exceptions - 1
    while index >= 0 and scratch.days[index] >= day:
        total += days.sessions[scratch.pairs[index]]
        index -= 1
    return total


@compiled
def put_lately(
    row: Row,
    scratch: Scratch,
    days: DayTables,
    horizons: HorizonTables,
    horizon: int,
    limits: Limits,
    out: Any,
) -> None:
    start = max(horizons.recent_from[horizon], row.begin)
    total = _since(row, scratch, days, start)
    possible = 2 * max(row.end - start, 0) - lane(total, NOT_POSSIBLE_LANE)
    out[at.RECENT_POSSIBLE] = possible
    out[at.RECENT_ATTENDED] = possible - lane(total, AUTHORISED_LANE) - lane(total, UNAUTHORISED_LANE)

    start = max(horizons.nothing_from[horizon], row.begin)
    total = _since(row, scratch, days, start)
    school_days = max(row.end - start, 0) - lane(total, OFF_ROLL_LANE)
    possible = 2 * max(row.end - start, 0) - lane(total, NOT_POSSIBLE_LANE)
    nothing = (possible == lane(total, UNAUTHORISED_LANE)) & (school_days >= limits.nothing_minimum_days)
    out[at.NOTHING_LATELY] = nothing if possible else NONE

    total = _since(row, scratch, days, horizons.late_from[horizon])
    out[at.LATE_IN_WINDOW] = lane(total, LATE_LANE)
