"""The numbers that the measures need, as plain values.

Every one of them is law or local policy and comes from a pack; `assessment` reads them
there and fills these in. Nothing here has a default, so that none can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WindowUnit(StrEnum):
    SCHOOL_WEEKS = "school weeks"
    CALENDAR_DAYS = "calendar days"
    SCHOOL_DAYS = "school days"


@dataclass(frozen=True, slots=True)
class ThresholdStep:
    """What a window has to hold, from the first day to the last, both included."""

    first: date
    last: date | None
    sessions: int


@dataclass(frozen=True, slots=True)
class WindowSetting:
    """Sessions with some codes, counted in so many weeks or days that end with the day looked at.

    A session on a day with no threshold in force cannot be the one that reaches it.
    """

    id: str
    codes: frozenset[int]  # code numbers
    unit: WindowUnit
    length: int
    thresholds: tuple[ThresholdStep, ...]  # by date, none overlapping

    def threshold_on(self, day: date) -> int | None:
        for step in self.thresholds:
            if step.first <= day and (step.last is None or day <= step.last):
                return step.sessions
        return None


@dataclass(frozen=True, slots=True)
class LateWindow:
    """The period over which late marks are counted."""

    unit: WindowUnit
    length: int


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    windows: tuple[WindowSetting, ...]
    illness_codes: frozenset[int]  # code numbers of I
    persistent_percent: int  # absent for at least this part in a hundred
    severe_percent: int
    fall_levels: tuple[int, ...]  # percentages of attendance
    settled_minimum: int  # possible sessions from which a fall is more than a bad first week
    day_steps: tuple[int, ...]  # days absent
    weekday_minimum: int  # absent sessions on a weekday before it can be a pattern
    weekday_factor: int  # times the rate of the other weekdays together
    recent_weeks: int  # school weeks
    unauthorised_run_days: int  # the day of an unauthorised run that a return asks about
    illness_days: int  # the day of illness that a return asks about
    nothing_in_days: int  # calendar days, ending with the day looked at
    nothing_minimum_days: int  # school days on roll that those must hold
    late_window: LateWindow | None  # None: the pack counts no late marks in a window
