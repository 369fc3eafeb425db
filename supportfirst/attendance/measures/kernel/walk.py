"""One walk over a row's exceptions that gathers what every measure needs.

All in one loop, and with as few branches as can be: whether the next exception is illness or
a late mark cannot be foretold, so a branch on it costs more than the arithmetic. `mask` is
therefore all ones or nothing, and `x & mask` stands for 'x if so'.

Three kinds of run (absence, unauthorised, illness) are followed side by side in lanes of
sixteen bits: the days of each kind so far, and where its run began.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from supportfirst.attendance.measures.kernel.compiled import Number, part
from supportfirst.attendance.measures.kernel.scan import (
    NONE,
    RUN_KINDS,
    Row,
    Scratch,
    lane,
    place,
)
from supportfirst.attendance.measures.tables import (
    ABSENT_LANE,
    ATTENDED,
    HALVES,
    KIND_BITS,
    KIND_SESSIONS,
    KINDS,
    NOT_POSSIBLE_LANE,
    SESSIONS,
    UNAUTHORISED_ABSENCE,
    WINDOWS,
    AxisTables,
    Limits,
)

KIND_MASK = (1 << KIND_BITS) - 1
TOP_BITS = 0x8000_8000_8000  # of the three kinds
LEVEL_BITS = 9  # so that seven lanes can each hold the days of a year


class Falls(NamedTuple):
    """Attendance to date after each exception of the year, which is where it can fall.

    The first two are lanes by level: how many exceptions left it below so many levels at worst.
    """

    above: Number
    above_settled: Number  # looking only where enough sessions were possible
    unsettled: Number  # the exceptions up to the last that left too few possible, in lanes


class Walked(NamedTuple):
    """All but the first and last are lanes by kind of run."""

    events: Number
    windows_held: Number  # the windows of all events, one over another
    days: Number  # so far
    sessions: Number  # so far
    run_starts: Number  # how many days of the kind there were before its run
    longest: Number  # in days
    longest_ends: Number  # how many days of the kind there were at the end of the longest
    previous: Number  # the last day seen
    nth_on: Number  # the first day that was the nth of an unauthorised run


@part
def levels_below(limits: Limits, absent: Number, possible: Number) -> Number:
    """How many of the fall levels attendance stands below: strictly, and exactly.

    The percentage absent is rounded up; a fraction is never so near to a whole number that
    single precision could take it for one.
    """
    percent = np.ceil(np.float32(100 * absent) / np.float32(max(possible, 1)))
    return np.int64(limits.levels_below[np.uint32(percent)])


@part
def kind_lane(lanes: Number, kind: Number) -> Number:
    return (lanes >> (KIND_BITS * kind)) & KIND_MASK


@part
def walk_year(
    row: Row, days: Any, axes: AxisTables, axis: Number, limits: Limits, scratch: Scratch
) -> tuple[Number, Falls]:
    """The exceptions of the year added up in lanes, and where attendance fell."""
    total = unsettled = 0
    lowest = lowest_settled = 0
    above = above_settled = 0
    for index in range(row.before_year, row.weighty):
        day = np.int64(scratch.days[place(index)])
        pair = np.uint64(scratch.pairs[place(index)])
        absent = lane(total, ABSENT_LANE)
        scratch.reached[place(absent + 1)] = day
        scratch.reached[place(absent + 2)] = day
        total += days[pair + np.uint64(SESSIONS)]
        scratch.weekdays[place(axes.weekdays[axis, place(day)])] += days[pair + np.uint64(HALVES)]

        absent = lane(total, ABSENT_LANE)
        possible = 2 * (day + 1 - row.year) - lane(total, NOT_POSSIBLE_LANE)
        below = levels_below(limits, absent, possible)
        is_settled = -np.int64(possible >= limits.settled)
        unsettled ^= (unsettled ^ total) & ~is_settled
        lowest = max(lowest, below)
        lowest_settled = max(lowest_settled, below & is_settled)
        above += 1 << LEVEL_BITS * lowest
        above_settled += 1 << LEVEL_BITS * lowest_settled
    return total, Falls(above, above_settled, unsettled)


@part
def _walk_runs(
    first: Number, last: Number, days: Any, nth: Number, scratch: Scratch, state: Walked
) -> Walked:
    events, windows_held, kinds, sessions, run_starts, longest, longest_ends, previous, nth_on = state
    for index in range(first, last):
        day = np.int64(scratch.days[place(index)])
        pair = np.uint64(scratch.pairs[place(index)])
        broken = -np.int64((day != previous + 1) | (days[pair + np.uint64(ATTENDED)] != 0))
        previous = day
        run_starts += (kinds - run_starts) & broken
        for kind in range(RUN_KINDS):
            scratch.run_days[kind, place(kind_lane(kinds, kind))] = (
                day | kind_lane(sessions, kind) << KIND_BITS
            )
        here = days[pair + np.uint64(KINDS)]
        kinds += here
        sessions += days[pair + np.uint64(KIND_SESSIONS)]
        lengths = kinds - run_starts
        longer = ((longest | TOP_BITS) - lengths & TOP_BITS ^ TOP_BITS) >> (KIND_BITS - 1)
        better = (longer & here) * KIND_MASK
        longest ^= (longest ^ lengths) & better
        longest_ends ^= (longest_ends ^ kinds) & better
        is_nth = (kind_lane(lengths, UNAUTHORISED_ABSENCE) == nth) & (
            kind_lane(here, UNAUTHORISED_ABSENCE) != 0
        )
        nth_on ^= (nth_on ^ day) & -np.int64(is_nth & (nth_on == NONE))

        held = days[pair + np.uint64(WINDOWS)]
        scratch.event_days[place(events)] = day
        scratch.event_windows[place(events)] = held
        events += held != 0
        windows_held |= held
    return Walked(events, windows_held, kinds, sessions, run_starts, longest, longest_ends, previous, nth_on)


@part
def walk_runs(row: Row, days: Any, nth: Number, scratch: Scratch) -> tuple[Walked, Walked, Number]:
    """Runs before the year, runs of the year (some began before it), and the lengths of the current ones."""
    start = Walked(0, 0, 0, 0, 0, 0, 0, row.begin - 1, NONE)
    before = _walk_runs(0, row.before_year, days, nth, scratch, start)
    start = Walked(
        events=before.events,
        windows_held=before.windows_held,
        days=before.days,
        sessions=before.sessions,
        run_starts=before.run_starts,
        longest=0,
        longest_ends=0,
        previous=before.previous,
        nth_on=NONE,
    )
    walked = _walk_runs(row.before_year, row.weighty, days, nth, scratch, start)
    for kind in range(RUN_KINDS):
        scratch.run_days[kind, place(kind_lane(walked.days, kind))] = (
            kind_lane(walked.sessions, kind) << KIND_BITS
        )
    current = (walked.days - walked.run_starts) & -np.int64(walked.previous + 1 == row.end)
    return before, walked, current
