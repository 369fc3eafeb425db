"""Runs of absence, of unauthorised absence and of illness, from what the walk wrote down.

The walk listed the days of each kind, and how many absent sessions came before each. A run is
a stretch of such a list, so its first and last day and its sessions are read off its ends.
"""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import Number, part
from supportfirst.attendance.measures.kernel.scan import NONE, Scratch, place
from supportfirst.attendance.measures.kernel.walk import KIND_MASK, Walked, kind_lane
from supportfirst.attendance.measures.tables import (
    ILLNESS,
    KIND_BITS,
    UNAUTHORISED_ABSENCE,
    WHOLE_DAY_ABSENCE,
    Limits,
)


@part
def _put_run(
    pupil: Number, here: Number, scratch: Scratch, kind: Number, ends: Number, length: Number, out: Any
) -> None:
    """A run of so many days that ends with the day before place `ends` of the kind's list."""
    first = scratch.run_days[kind, place(ends - length)]
    last = scratch.run_days[kind, place(max(ends - 1, 0))]
    after = scratch.run_days[kind, place(ends)]
    out[pupil, here + at.RUN_DAYS] = length
    out[pupil, here + at.RUN_SESSIONS] = (after >> KIND_BITS) - (first >> KIND_BITS)
    out[pupil, here + at.RUN_FIRST] = first & KIND_MASK if length else NONE
    out[pupil, here + at.RUN_LAST] = last & KIND_MASK if length else NONE


@part
def _put_both(
    pupil: Number, here: Number, scratch: Scratch, kind: Number, walked: Walked, current: Number, out: Any
) -> None:
    """The longest run of a kind, and beside it the current one."""
    ends, length = kind_lane(walked.longest_ends, kind), kind_lane(walked.longest, kind)
    _put_run(pupil, here, scratch, kind, ends, length, out)
    ends, length = kind_lane(walked.days, kind), kind_lane(current, kind)
    _put_run(pupil, here + at.RUN_COLUMNS, scratch, kind, ends, length, out)


@part
def _nth_day(scratch: Scratch, kind: Number, nth: Number, days: Number) -> Number:
    day = scratch.run_days[kind, place(max(min(nth, days) - 1, 0))] & KIND_MASK
    return day if nth <= days else NONE


@part
def put_runs(
    pupil: Number, scratch: Scratch, before: Walked, walked: Walked, current: Number, limits: Limits, out: Any
) -> None:
    _put_both(pupil, at.LONGEST_RUN, scratch, WHOLE_DAY_ABSENCE, walked, current, out)
    _put_both(pupil, at.LONGEST_UNAUTHORISED, scratch, UNAUTHORISED_ABSENCE, walked, current, out)
    _put_both(pupil, at.LONGEST_ILLNESS, scratch, ILLNESS, walked, current, out)

    ill, ill_before = kind_lane(walked.days, ILLNESS), kind_lane(before.days, ILLNESS)
    nth = limits.illness_days
    out[pupil, at.ILLNESS_DAYS] = ill
    out[pupil, at.ILLNESS_DAYS_THIS_YEAR] = ill - ill_before
    out[pupil, at.FIFTEENTH] = _nth_day(scratch, ILLNESS, nth, ill)
    out[pupil, at.FIFTEENTH_THIS_YEAR] = _nth_day(scratch, ILLNESS, nth + ill_before, ill)

    out[pupil, at.TENTH_DAY] = before.nth_on if before.nth_on != NONE else walked.nth_on
    out[pupil, at.TENTH_DAY_THIS_YEAR] = walked.nth_on
