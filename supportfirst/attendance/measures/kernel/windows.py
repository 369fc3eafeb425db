"""Sessions of some codes counted in moving windows.

A window is a length in its own unit (weeks, days): two sessions are in one window if their
positions differ by less. The most that any window holds needs no window to shrink: it grows
by a session of the day looked at where the one so many sessions before that is still inside,
and else moves on as large as it was. Both sessions of a day are tried at once: where the
first makes it grow, so does the second. Only where a threshold changed along the row are the
sessions gone through again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.kernel.compiled import Number, part
from supportfirst.attendance.measures.kernel.scan import NONE, Scratch, place
from supportfirst.attendance.measures.tables import CHANGES, AxisTables, HorizonTables, Limits

SESSIONS_MASK = 3  # of one window on one day: none, one or two


@part
def _first_reached(
    events: Number, window: Number, length: Number, axes: AxisTables, axis: Number, scratch: Scratch
) -> Number:
    """The first day on which the window held the threshold in force, with a session of that day."""
    inside = tail = 0
    for head in range(events):
        held = scratch.event_windows[head] >> 2 * window & SESSIONS_MASK
        day = scratch.event_days[head]
        inside += held
        while (
            axes.position[axis, window, scratch.event_days[place(tail)]]
            <= axes.position[axis, window, day] - length
        ):
            inside -= scratch.event_windows[place(tail)] >> 2 * window & SESSIONS_MASK
            tail += 1
        if held > 0 and inside >= axes.threshold[axis, window, day]:
            return np.int64(day)
    return NONE


@part
def put_windows(
    pupil: Number,
    events: Number,
    windows_held: Number,
    axes: AxisTables,
    axis: Number,
    horizons: HorizonTables,
    horizon: Number,
    limits: Limits,
    scratch: Scratch,
    out: Any,
) -> None:
    """`windows_held`: the event_windows of all events together, to pass over a window that holds nothing."""
    for window in range(len(limits.lengths)):
        here = limits.layout.windows + window * at.WINDOW_COLUMNS
        some = windows_held >> 2 * window & SESSIONS_MASK
        here_events = events if some else 0
        length = limits.lengths[window]
        start = np.int64(horizons.window_from[horizon, window])
        threshold: Number = np.int64(axes.steady[axis, window])
        current: Number = 0
        before: Number = 0
        count, peak = np.uint64(0), np.uint64(0)
        for event in range(np.uint64(here_events)):
            held = np.uint64(scratch.event_windows[event] >> 2 * window & SESSIONS_MASK)
            day = scratch.event_days[event]
            position = axes.position[axis, place(window), day]
            scratch.held[count] = position
            scratch.held[count + np.uint64(1)] = position
            oldest, next_oldest = scratch.held[count - peak], scratch.held[count + np.uint64(1) - peak]
            peak += np.uint64(oldest > position - length) & (held + np.uint64(1) >> np.uint64(1))
            peak += np.uint64(next_oldest > position - length) & (held >> np.uint64(1))
            count += held
            before += np.int64(peak) < threshold
            current += np.int64(held) & -np.int64(day >= start)
        out[pupil, place(here + at.WINDOW_CURRENT)] = current
        out[pupil, place(here + at.WINDOW_PEAK)] = peak
        reached: Number = np.int64(scratch.event_days[place(before)])
        reached = reached if 0 < threshold <= np.int64(peak) else NONE
        if threshold == CHANGES and np.int64(peak) >= limits.least_thresholds[window]:
            reached = _first_reached(events, window, length, axes, axis, scratch)
        out[pupil, place(here + at.WINDOW_REACHED)] = reached
