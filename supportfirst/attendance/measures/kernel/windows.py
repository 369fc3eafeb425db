"""Sessions of some codes counted in moving windows.

Only the exceptions that hold such a session ("events") are looked at: the head of the window
moves from event to event, and its tail follows.
"""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import compiled
from supportfirst.attendance.measures.kernel.scan import NONE, Row, Scratch
from supportfirst.attendance.measures.tables import AxisTables, DayTables, Limits


@compiled
def _find_events(row: Row, scratch: Scratch, days: DayTables) -> int:
    count = 0
    for index in range(row.exceptions):
        scratch.events[count] = index
        count += days.windows[scratch.pairs[index]] != 0
    return count


@compiled
def _slide(
    scratch: Scratch, count: int, days: DayTables, window: int, length: int, position: Any, threshold: Any
) -> tuple[int, int]:
    """The most that the window ever held, and the first day on which that was enough."""
    inside = peak = tail = 0
    reached = NONE
    for head in range(count):
        index = scratch.events[head]
        held = days.windows[scratch.pairs[index]] >> 2 * window & 3
        if held == 0:
            continue
        day = scratch.days[index]
        inside += held
        while position[scratch.days[scratch.events[tail]]] <= position[day] - length:
            inside -= days.windows[scratch.pairs[scratch.events[tail]]] >> 2 * window & 3
            tail += 1
        peak = max(peak, inside)
        if inside >= threshold[day] and reached == NONE:
            reached = day
    return peak, reached


@compiled
def _held_now(scratch: Scratch, count: int, days: DayTables, window: int, start: int) -> int:
    held = 0
    event = count - 1
    while event >= 0 and scratch.days[scratch.events[event]] >= start:
        held += days.windows[scratch.pairs[scratch.events[event]]] >> 2 * window & 3
        event -= 1
    return held


@compiled
def put_windows(
    row: Row,
    scratch: Scratch,
    days: DayTables,
    axes: AxisTables,
    starts: Any,
    axis: int,
    limits: Limits,
    out: Any,
) -> None:
    count = _find_events(row, scratch, days)
    for window in range(len(limits.lengths)):
        here = limits.layout.windows + window * at.WINDOW_COLUMNS
        peak, reached = _slide(
            scratch,
            count,
            days,
            window,
            limits.lengths[window],
            axes.position[axis, window],
            axes.threshold[axis, window],
        )
        out[here + at.WINDOW_CURRENT] = _held_now(scratch, count, days, window, starts[window])
        out[here + at.WINDOW_PEAK] = peak
        out[here + at.WINDOW_REACHED] = reached
