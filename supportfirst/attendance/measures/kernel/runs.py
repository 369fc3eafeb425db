"""Runs of absence, of unauthorised absence and of illness.

A run's days, sessions, first day and last day are kept side by side in one number, sixteen
bits each, which lets the longest be kept by copying one number.
"""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import compiled
from supportfirst.attendance.measures.kernel.scan import NONE, Row, Scratch
from supportfirst.attendance.measures.tables import (
    ABSENT_DAY,
    ABSENT_SESSIONS_SHIFT,
    ATTENDED_DAY,
    ILLNESS_DAY,
    UNAUTHORISED_DAY,
    DayTables,
    Limits,
)


@compiled
def _grown(run: int, day: int, sessions: int) -> int:
    first = day if run == 0 else run >> 32 & 0xFFFF
    return (run & 0xFFFF_FFFF) + (1 | sessions << 16) | first << 32 | day << 48


@compiled
def _longer(best: int, run: int) -> int:
    return run if run & 0xFFFF > best & 0xFFFF else best


@compiled
def _put_run(out: Any, here: int, run: int) -> None:
    out[here + at.RUN_DAYS] = run & 0xFFFF
    out[here + at.RUN_SESSIONS] = run >> 16 & 0xFFFF
    out[here + at.RUN_FIRST] = run >> 32 & 0xFFFF if run else NONE
    out[here + at.RUN_LAST] = run >> 48 if run else NONE


@compiled
def _follow(row: Row, scratch: Scratch, days: DayTables, wanted: int, nth: int) -> tuple[int, int, int, int]:
    """Runs of the days of one kind: the longest, the current, and where one first had its nth day.

    The last two are that day in the whole input, and in the year to date.
    """
    run = longest = 0
    nth_on = nth_this_year = NONE
    previous = row.begin - 1
    for index in range(row.exceptions):
        day = scratch.days[index]
        kind = days.kinds[scratch.pairs[index]]
        if day != previous + 1 or kind & ATTENDED_DAY:  # the days between were attended
            run = 0
        previous = day
        if kind & wanted:
            run = _grown(run, day, kind >> ABSENT_SESSIONS_SHIFT)
            this_year = index >= row.before_year
            longest = _longer(longest, run) if this_year else longest
            if run & 0xFFFF == nth:
                nth_on = day if nth_on == NONE else nth_on
                nth_this_year = day if this_year and nth_this_year == NONE else nth_this_year
    return longest, run if previous + 1 == row.end else 0, nth_on, nth_this_year


@compiled
def _nth_of(row: Row, scratch: Scratch, days: DayTables, first: int, nth: int) -> tuple[int, int]:
    """How many days of illness from an exception on, and the nth of them."""
    count = 0
    nth_on = NONE
    for index in range(first, row.exceptions):
        count += days.kinds[scratch.pairs[index]] & ILLNESS_DAY != 0
        nth_on = scratch.days[index] if count == nth and nth_on == NONE else nth_on
    return count, nth_on


@compiled
def put_runs(row: Row, scratch: Scratch, days: DayTables, limits: Limits, out: Any) -> None:
    longest, current, _, _ = _follow(row, scratch, days, ABSENT_DAY, 0)
    _put_run(out, at.LONGEST_RUN, longest)
    _put_run(out, at.CURRENT_RUN, current)

    nth = limits.unauthorised_run_days
    longest, current, nth_on, nth_this_year = _follow(row, scratch, days, UNAUTHORISED_DAY, nth)
    _put_run(out, at.LONGEST_UNAUTHORISED, longest)
    _put_run(out, at.CURRENT_UNAUTHORISED, current)
    out[at.TENTH_DAY], out[at.TENTH_DAY_THIS_YEAR] = nth_on, nth_this_year

    longest, current, _, _ = _follow(row, scratch, days, ILLNESS_DAY, 0)
    _put_run(out, at.LONGEST_ILLNESS, longest)
    _put_run(out, at.CURRENT_ILLNESS, current)
    out[at.ILLNESS_DAYS], out[at.FIFTEENTH] = _nth_of(row, scratch, days, 0, limits.illness_days)
    out[at.ILLNESS_DAYS_THIS_YEAR], out[at.FIFTEENTH_THIS_YEAR] = _nth_of(
        row, scratch, days, row.before_year, limits.illness_days
    )
