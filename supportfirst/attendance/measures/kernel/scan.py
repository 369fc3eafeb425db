"""Finding a row's exceptions: the days on which the pupil was not simply present twice.

Four days are compared at once. Appending is free of branches: everything is written, and
the place only moves on where it was wanted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.kernel.compiled import compiled
from supportfirst.attendance.measures.tables import LANE_BITS

NONE = -1
DAYS_A_WORD = 4
CODE_BITS = 6
CODE_MASK = 63
LANE_MASK = (1 << LANE_BITS) - 1


class RowArrays(NamedTuple):
    words: NDArray[np.int64]  # (pupils, stride / 8): four days each
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    horizon: NDArray[np.int32]
    planned: NDArray[np.int32]


class Scratch(NamedTuple):
    """One pupil's exceptions; reused from pupil to pupil."""

    words: NDArray[np.int32]
    days: NDArray[np.int32]
    pairs: NDArray[np.int32]  # morning code + 64 x afternoon code
    events: NDArray[np.int32]  # the exceptions that hold a session of some window
    counts: NDArray[np.int32]  # by code number
    weekdays: NDArray[np.int64]  # lanes, by weekday


class Row(NamedTuple):
    """Where one row begins, ends and is cut, all as days."""

    begin: int
    end: int
    year: int  # its first day in the year to date
    exceptions: int
    before_year: int  # exceptions before the year


@compiled
def lane(lanes: int, place: int) -> int:
    return (lanes >> (LANE_BITS * place)) & LANE_MASK


@compiled
def find_exceptions(words: Any, begin: int, end: int, present: int, scratch: Scratch) -> int:
    """Write the days that are not present twice, and their codes; how many there are."""
    ordinary_day = present | present << 8
    ordinary_word = ordinary_day * 0x0001_0001_0001_0001
    found = 0
    for place in range(begin // DAYS_A_WORD, (end + DAYS_A_WORD - 1) // DAYS_A_WORD):
        scratch.words[found] = place
        found += words[place] != ordinary_word
    count = 0
    for index in range(found):
        place = scratch.words[index]
        word = words[place]
        for quarter in range(DAYS_A_WORD):
            cells = (word >> (16 * quarter)) & 0xFFFF
            day = place * DAYS_A_WORD + quarter
            scratch.days[count] = day
            scratch.pairs[count] = (cells & CODE_MASK) | (cells >> 8) << CODE_BITS
            count += (cells != ordinary_day) & (day >= begin) & (day < end)
    return count


@compiled
def before(scratch: Scratch, count: int, day: int) -> int:
    """How many of the exceptions come before a day."""
    low = 0
    while low < count and scratch.days[low] < day:
        low += 1
    return low
