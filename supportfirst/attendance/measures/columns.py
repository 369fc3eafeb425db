"""Where the kernel puts each result: the fixed columns by name, then blocks whose size the pack decides.

The order is: the fixed columns, five weekdays, the fall levels, the day steps, the windows,
and a count for each code number. Days are places on the row's axis and -1 where there is
none; yes and no are 1 and 0, and -1 where there is nothing to judge by.
"""

from __future__ import annotations

from typing import NamedTuple

from supportfirst.attendance.matrix.axis import SCHOOL_WEEKDAYS

# a run takes four columns, at these places from its first
RUN_DAYS, RUN_SESSIONS, RUN_FIRST, RUN_LAST = range(4)
RUN_COLUMNS = 4

(
    POSSIBLE,
    ATTENDED,
    AUTHORISED,
    UNAUTHORISED,
    LATE,
    PRESENT_MORNINGS,  # how many of the present marks are morning ones, which are shown as /
    PERSISTENT,
    SEVERE,
    CERTAIN_PERSISTENT,
    CERTAIN_SEVERE,
    ZERO_SINCE_AUTUMN,
    NOTHING_LATELY,
    LATE_IN_WINDOW,
    RECENT_POSSIBLE,
    RECENT_ATTENDED,
    WEEKDAYS_FLAGGED,  # a bit a weekday, Monday the lowest
    TENTH_DAY,
    TENTH_DAY_THIS_YEAR,
    ILLNESS_DAYS,
    ILLNESS_DAYS_THIS_YEAR,
    FIFTEENTH,
    FIFTEENTH_THIS_YEAR,
    LONGEST_RUN,
) = range(23)
CURRENT_RUN, LONGEST_UNAUTHORISED, CURRENT_UNAUTHORISED, LONGEST_ILLNESS, CURRENT_ILLNESS = range(
    LONGEST_RUN + RUN_COLUMNS, LONGEST_RUN + 6 * RUN_COLUMNS, RUN_COLUMNS
)
WEEKDAYS = LONGEST_RUN + 6 * RUN_COLUMNS

# of each weekday
ABSENT_AM, ABSENT_PM, POSSIBLE_AM, POSSIBLE_PM = range(4)
WEEKDAY_COLUMNS = 4

FALLS = WEEKDAYS + SCHOOL_WEEKDAYS * WEEKDAY_COLUMNS
# of each fall level
FALL_FIRST, FALL_SETTLED, FALL_NOW = range(3)
FALL_COLUMNS = 3
MOST_LEVELS = 6  # the contract names six; columns of levels that a pack lacks are unused

# of each window
WINDOW_CURRENT, WINDOW_PEAK, WINDOW_REACHED = range(3)
WINDOW_COLUMNS = 3

CODE_BLOCK = 16  # counts by code come in blocks of so many columns, the last few of them unused


class Layout(NamedTuple):
    """Where the blocks begin whose size the pack decides."""

    steps: int
    windows: int
    codes: int
    code_blocks: int
    width: int


def lay_out(*, steps: int, windows: int, code_numbers: int) -> Layout:
    steps_at = FALLS + MOST_LEVELS * FALL_COLUMNS
    windows_at = steps_at + steps
    codes_at = windows_at + windows * WINDOW_COLUMNS
    blocks = -(-code_numbers // CODE_BLOCK)
    return Layout(steps_at, windows_at, codes_at, blocks, codes_at + blocks * CODE_BLOCK)
