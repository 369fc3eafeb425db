"""The last weeks: recent attendance, nothing for three weeks, late marks.

Each looks back from the end of the row, and may cross the first of August. What the
exceptions take away was added up when they were weighed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import Number, part
from supportfirst.attendance.measures.kernel.scan import NONE, Row, lane
from supportfirst.attendance.measures.tables import (
    ABSENT_LANE,
    LATE_LANE,
    NOT_POSSIBLE_LANE,
    OFF_ROLL_LANE,
    UNAUTHORISED_LANE,
    HorizonTables,
    Limits,
)


@part
def put_lately(
    row: Row, pupil: Number, horizons: HorizonTables, horizon: Number, limits: Limits, out: Any
) -> None:
    days = max(row.end - max(np.int64(horizons.recent_from[horizon]), row.begin), 0)
    possible = 2 * days - lane(row.recent, NOT_POSSIBLE_LANE)
    out[pupil, at.RECENT_POSSIBLE] = possible
    out[pupil, at.RECENT_ATTENDED] = possible - lane(row.recent, ABSENT_LANE)

    days = max(row.end - max(np.int64(horizons.nothing_from[horizon]), row.begin), 0)
    possible = 2 * days - lane(row.nothing, NOT_POSSIBLE_LANE)
    enough = days - lane(row.nothing, OFF_ROLL_LANE) >= limits.nothing_minimum_days
    nothing = enough & (possible == lane(row.nothing, UNAUTHORISED_LANE))
    # Too few school days settle it; only then does it matter that nothing was possible.
    out[pupil, at.NOTHING_LATELY] = NONE if enough & (possible == 0) else nothing

    out[pupil, at.LATE_IN_WINDOW] = lane(row.late_in_window, LATE_LANE)
