"""Periods that end with the latest school week and grow backwards, a week at a time.

For each pupil the shortest period is looked for that holds enough marks of a first kind
and, where it is longer than so many weeks, a large enough share of them among those of a
second kind. What the kinds and the numbers are, the caller says.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.kernel.compiled import whole

LANE = 10  # bits: a period holds fewer than 1,024 marks of a kind
LANE_MASK = (1 << LANE) - 1


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
    cells: NDArray[np.uint8],
    mine: NDArray[np.int64],
    axis: NDArray[np.int32],
    starts: NDArray[np.int32],
    known: NDArray[np.int32],
    lanes: NDArray[np.int64],
    asked: Asked,
    out: NDArray[np.int32],
) -> None:
    """Fill out[:, pupil] for the pupils of `mine`: weeks, and marks of the first, second and third kind.

    cells: (pupils, columns). axis: (pupils,). starts: (axes, weeks + 1), the column at which
    each school week begins. known: (axes,), how many have begun. lanes: (64,), by code number,
    one for each kind in lanes of LANE bits. Where no period will do, the shortest that holds
    marks enough is told, or else the shortest allowed.
    """
    for place in range(len(mine)):
        pupil = mine[place]
        along = axis[pupil]
        last = known[along]
        shortest = min(last, asked.weeks)
        held = 0
        chosen_weeks = 0
        chosen = 0
        for weeks in range(1, last + 1):
            week = last - weeks
            for column in range(starts[along, week], starts[along, week + 1]):
                held += lanes[cells[pupil, column]]
            if weeks < shortest:
                continue
            first, second = held & LANE_MASK, (held >> LANE) & LANE_MASK
            enough = first >= asked.enough
            if weeks == shortest or (enough and chosen & LANE_MASK < asked.enough):
                chosen_weeks, chosen = weeks, held
            share = first * asked.bottom > second * asked.top
            if enough and weeks >= asked.weeks and (weeks <= asked.share_over or share):
                chosen_weeks, chosen = weeks, held
                break
        out[0, pupil] = chosen_weeks
        out[1, pupil] = chosen & LANE_MASK
        out[2, pupil] = (chosen >> LANE) & LANE_MASK
        out[3, pupil] = chosen >> (2 * LANE)
