"""Finding a row's exceptions: the days on which the pupil was not simply present twice.

Sixty-four days become sixty-four bits, and the bits that are set become a list. From then on
only the list is looked at.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.kernel.compiled import Number, part, trailing_zeros
from supportfirst.attendance.measures.tables import DAY_COLUMNS, LANE_BITS, SESSIONS, WEIGHTY, HorizonTables

NONE = -1
DAYS_A_GROUP = 64
WRITTEN_AT_ONCE = 8
CODE_BITS = 6
CODE_MASK = 63
LANE_MASK = (1 << LANE_BITS) - 1
RUN_KINDS = 3

# A place in an array that is known not to be negative; Numba then leaves out a check.
place = np.uint64


class RowArrays(NamedTuple):
    cells: NDArray[np.uint16]  # (pupils, stride / 2): a day each, morning in the lower byte
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    horizon: NDArray[np.int32]
    planned: NDArray[np.int32]


class Scratch(NamedTuple):
    """One pupil's exceptions and what is found on the way; reused from pupil to pupil."""

    found: NDArray[np.uint16]  # the days of all exceptions
    days: NDArray[np.uint16]  # of the weighty ones
    pairs: NDArray[np.uint16]  # where the day table tells of each of those
    reached: NDArray[np.uint16]  # by absent sessions of the year: the day on which there were so many
    mornings: NDArray[np.int16]  # by code number, in the exceptions of the year
    afternoons: NDArray[np.int16]
    weekdays: NDArray[np.int64]  # lanes, by weekday
    run_days: NDArray[np.int32]  # (kinds, days): each day of a kind, and the sessions before it
    event_days: NDArray[np.uint16]  # exceptions that hold a session of some window
    event_windows: NDArray[np.int64]
    held: NDArray[np.int32]  # positions of the sessions of one window


class Span(NamedTuple):
    """Days of a row: its first, one past its last, and its first in the year to date."""

    begin: Number
    end: Number
    year: Number


class Row(NamedTuple):
    """Where one row begins, ends and is cut, all as days."""

    begin: Number
    end: Number
    year: Number  # the first day in the year to date
    weighty: Number  # exceptions that are not simply attended in some other way
    before_year: Number  # of those
    exceptions: Number  # of all kinds, in the year
    # exceptions added up in lanes
    late: Number  # of the year; only the lane of late marks is kept
    late_in_window: Number
    recent: Number
    nothing: Number


def scratch_for(days: Number) -> Scratch:
    """For rows of at most so many days. Compiled below."""
    return Scratch(
        np.empty(days + WRITTEN_AT_ONCE, np.uint16),
        np.empty(days + 1, np.uint16),
        np.empty(days + 1, np.uint16),
        np.empty(2 * days + 3, np.uint16),
        np.empty(CODE_MASK + 1, np.int16),
        np.empty(CODE_MASK + 1, np.int16),
        np.empty(7, np.int64),
        np.empty((RUN_KINDS, days + 1), np.int32),
        np.empty(days + 1, np.uint16),
        np.empty(days + 1, np.int64),
        np.empty(2 * days + 2, np.int32),
    )


scratch_for = part(scratch_for)


@part
def lane(lanes: Number, number: Number) -> Number:
    return (lanes >> (LANE_BITS * number)) & LANE_MASK


@part
def _odd_days(cells: Any, pupil: Number, group: Number, ordinary: Any) -> Any:
    """A bit for each of 64 days that is not an ordinary one. Becomes a few wide comparisons."""
    odd = np.uint64(0)
    for day in range(DAYS_A_GROUP):
        is_odd = np.uint64(cells[pupil, place(group * DAYS_A_GROUP + day)] != ordinary)
        odd |= is_odd << np.uint64(day)
    return odd


@part
def _bits_of(bits: Any) -> Any:
    """How many bits are set: by pairs, by fours, by eights, and those added up."""
    bits -= bits >> np.uint64(1) & np.uint64(0x5555_5555_5555_5555)
    fours = np.uint64(0x3333_3333_3333_3333)
    bits = (bits & fours) + (bits >> np.uint64(2) & fours)
    bits = bits + (bits >> np.uint64(4)) & np.uint64(0x0F0F_0F0F_0F0F_0F0F)
    return bits * np.uint64(0x0101_0101_0101_0101) >> np.uint64(56)


@part
def find_exceptions(cells: Any, pupil: Number, span: Span, present: Number, scratch: Scratch) -> Number:
    """Write the exceptions' days; how many there are.

    Eight are written at a time whether there are so many or not, which is quicker than to ask.
    """
    ordinary = np.uint16(present | present << 8)
    every = ~np.uint64(0)
    count = np.uint64(0)
    for group in range(span.begin // DAYS_A_GROUP, (span.end + DAYS_A_GROUP - 1) // DAYS_A_GROUP):
        first = group * DAYS_A_GROUP
        odd = _odd_days(cells, pupil, group, ordinary)
        odd &= every << np.uint64(max(span.begin - first, 0))
        odd &= every >> np.uint64(max(first + DAYS_A_GROUP - span.end, 0))
        after = count + _bits_of(odd)
        while odd:
            for _ in range(WRITTEN_AT_ONCE):
                scratch.found[count] = np.uint64(first) + np.uint64(trailing_zeros(odd))
                odd &= odd - np.uint64(1)
                count += np.uint64(1)
        count = after
    return np.int64(count)


@part
def weigh(
    rows: RowArrays,
    pupil: Number,
    span: Span,
    count: Number,
    days: Any,
    horizons: HorizonTables,
    horizon: Number,
    scratch: Scratch,
) -> Row:
    """Count the exceptions of the year by code, and keep those that later questions turn on."""
    recent_from = np.int64(horizons.recent_from[horizon])
    nothing_from = np.int64(horizons.nothing_from[horizon])
    late_from = np.int64(horizons.late_from[horizon])
    total = before_year = before_late = before_recent = before_nothing = 0
    weighty = weighty_before = counted_before = 0
    for index in range(count):
        day = np.int64(scratch.found[place(index)])
        cells = np.uint64(rows.cells[pupil, place(day)])
        morning, afternoon = cells & np.uint64(CODE_MASK), cells >> np.uint64(8)
        pair = (morning | afternoon << np.uint64(CODE_BITS)) * np.uint64(DAY_COLUMNS)
        scratch.days[place(weighty)] = day
        scratch.pairs[place(weighty)] = pair
        weighty += days[pair + np.uint64(WEIGHTY)]
        total += days[pair + np.uint64(SESSIONS)]
        before_late = total if day < late_from else before_late
        before_recent = total if day < recent_from else before_recent
        before_nothing = total if day < nothing_from else before_nothing
        before_year = total if day < span.year else before_year
        weighty_before = weighty if day < span.year else weighty_before
        counted_before += day < span.year
        scratch.mornings[morning] += day >= span.year
        scratch.afternoons[afternoon] += day >= span.year
    return Row(
        begin=span.begin,
        end=span.end,
        year=span.year,
        weighty=weighty,
        before_year=weighty_before,
        exceptions=count - counted_before,
        late=total - before_year,
        late_in_window=total - before_late,
        recent=total - before_recent,
        nothing=total - before_nothing,
    )
