"""Periods that end with the latest school week and grow backwards, a week at a time.

For each pupil the shortest period is looked for that holds enough marks of a first kind
and, where it is longer than so many weeks, a large enough share of them among those of a
second kind. What the kinds and the numbers are, the caller says.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.kernel.compiled import Number, whole

LANE = 10  # bits: a period holds fewer than 1,024 marks of a kind
LANE_MASK = (1 << LANE) - 1
DAYS = 64 << 8  # a day is looked up by its two cells as they lie: morning + 256 x afternoon


class Asked(NamedTuple):
    """At least `enough` of the first kind in at least `weeks`; if longer than `share_over` weeks, a share.

    The share is held strictly: first x bottom > second x top.
    """

    weeks: int
    enough: int
    share_over: int
    top: int
    bottom: int


@whole
def find_periods(
    days: NDArray[np.uint16],
    mine: NDArray[np.int64],
    axis: NDArray[np.int32],
    starts: NDArray[np.int32],
    known: NDArray[np.int32],
    lanes: NDArray[np.int32],
    asked: Asked,
    out: NDArray[np.int32],
) -> None:
    """Fill out[:, pupil] for the pupils of `mine`: weeks, and marks of the first, second and third kind.

    days: (pupils, days), two cells each. axis: (pupils,). starts: (axes, weeks + 1), the column
    of the cells at which each school week begins. known: (axes,), how many have begun. lanes:
    (DAYS,), by what a day holds, one for each kind in lanes of LANE bits. Where no period will
    do, the shortest that holds marks enough is told, or else the shortest allowed.
    """
    held_before = np.zeros(days.shape[1] + 1, np.int64)
    for place in range(len(mine)):
        pupil = np.uint64(mine[place])
        along = np.uint64(axis[pupil])
        last: Number = np.int64(known[along])
        in_all: Number = np.int64(0)
        for day in range(np.uint64(starts[along, np.uint64(last)] >> 1)):
            in_all += np.int64(lanes[days[pupil, day]])
            held_before[day + np.uint64(1)] = in_all
        shortest = min(last, asked.weeks)
        chosen_weeks: Number = 0
        chosen: Number = 0
        for weeks in range(shortest, last + 1):
            held = in_all - held_before[np.uint64(starts[along, np.uint64(last - weeks)] >> 1)]
            first, second = held & LANE_MASK, (held >> LANE) & LANE_MASK
            enough = first >= asked.enough
            share = first * asked.bottom > second * asked.top
            does = enough & (weeks >= asked.weeks) & ((weeks <= asked.share_over) | share)
            if does or weeks == shortest or (enough and chosen & LANE_MASK < asked.enough):
                chosen_weeks, chosen = weeks, held
            if does:
                break
        out[0, pupil] = chosen_weeks
        out[1, pupil] = chosen & LANE_MASK
        out[2, pupil] = (chosen >> LANE) & LANE_MASK
        out[3, pupil] = chosen >> (2 * LANE)
