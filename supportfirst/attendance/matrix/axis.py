"""An axis: the school days along a row, up to the day of the assessment, as arrays.

Day d of an axis is the columns 2d (AM) and 2d + 1 (PM) of every row that uses it. The days
stop at the day of the assessment, but the school weeks are those of the whole calendar:
a week whose Monday has come counts even while all its sessions are still ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar, first_day_of_year
from supportfirst.attendance.vocabulary.sessions import Session
from supportfirst.attendance.vocabulary.spans import DateSpan

Ints = NDArray[np.int32]
NEVER = np.iinfo(np.int32).max  # a day that never comes
NO_WEEKDAY = 6
SCHOOL_WEEKDAYS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """`days`, `weeks`, `weekdays`: shape (days,); `open`: (days, 2); `mondays`: (school weeks,)."""

    calendar: SchoolCalendar
    on: date
    days: Ints  # day ordinals, ascending, none after `on`
    weeks: Ints  # the place of each day's school week in `mondays`
    weekdays: Ints  # Monday 0
    open: NDArray[np.bool_]  # does the school meet in the morning, the afternoon
    mondays: Ints  # day ordinals, of the whole calendar
    year_first: int  # the first day on or after 1 August of the year of `on`; len(days) if none

    @classmethod
    def of(cls, calendar: SchoolCalendar, on: date) -> Axis:
        ordinals = np.array([day.toordinal() for day in calendar.days if day <= on], np.int32)
        mondays = np.array([monday.toordinal() for monday in calendar.mondays], np.int32)
        numbers = np.array([session.number for session in calendar.sessions], np.int32)
        numbers = numbers[numbers // 2 <= on.toordinal()]
        is_open = np.zeros((len(ordinals), 2), np.bool_)
        is_open[np.searchsorted(ordinals, numbers // 2), numbers % 2] = True
        return cls(
            calendar=calendar,
            on=on,
            days=ordinals,
            weeks=(np.searchsorted(mondays, ordinals, side="right") - 1).astype(np.int32),
            weekdays=((ordinals + 6) % 7).astype(np.int32),
            open=is_open,
            mondays=mondays,
            year_first=int(np.searchsorted(ordinals, first_day_of_year(on).toordinal())),
        )

    def __len__(self) -> int:
        return len(self.days)

    @property
    def column_sessions(self) -> Ints:
        """The session number of each column, two a day, closed halves among them."""
        return np.add.outer(self.days * 2, np.arange(2)).astype(np.int32).reshape(-1)

    def week_at(self, ordinals: Ints) -> Ints:
        """The latest school week whose Monday is on or before each day; -1 before any."""
        return (np.searchsorted(self.mondays, ordinals, side="right") - 1).astype(np.int32)

    def columns_of(self, sessions: Ints) -> Ints:
        """The column of each session number; -1 where the school does not meet, or after `on`."""
        if not len(self.days):
            return np.full(sessions.shape, -1, np.int32)
        base = int(self.days[0]) * 2
        table = np.full(int(self.days[-1]) * 2 + 2 - base, -1, np.int32)
        day, half = np.nonzero(self.open)
        table[self.days[day] * 2 + half - base] = day * 2 + half
        outside = (sessions < base) | (sessions >= base + len(table))
        return np.where(outside, np.int32(-1), table[np.where(outside, 0, sessions - base)])


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """Many axes as one array each, shape (axes, the longest); short ones end in days that never come."""

    days: Ints
    weeks: Ints
    weekdays: NDArray[np.uint8]
    days_before: NDArray[np.int16]  # (axes, 5, days + 1): days of each weekday before a day
    lengths: Ints  # (axes,)
    year_first: Ints  # (axes,)
    mondays: Ints  # (axes, school weeks)

    @classmethod
    def of(cls, axes: Sequence[Axis]) -> SideBySide:
        days = _stacked([axis.days for axis in axes])
        weekdays = np.where(days < NEVER, (days + 6) % 7, NO_WEEKDAY).astype(np.uint8)
        days_before = np.zeros((len(axes), SCHOOL_WEEKDAYS, days.shape[1] + 1), np.int16)
        each = weekdays[:, None, :] == np.arange(SCHOOL_WEEKDAYS, dtype=np.uint8)[:, None]
        np.cumsum(each, axis=2, out=days_before[:, :, 1:], dtype=np.int16)
        return cls(
            days=days,
            weeks=_stacked([axis.weeks for axis in axes]),
            weekdays=weekdays,
            days_before=days_before,
            lengths=np.array([len(axis) for axis in axes], np.int32),
            year_first=np.array([axis.year_first for axis in axes], np.int32),
            mondays=_stacked([axis.mondays for axis in axes]),
        )


def _stacked(columns: Sequence[Ints]) -> Ints:
    """Shape (columns, the longest); what is missing is NEVER."""
    lengths = np.array([len(column) for column in columns])
    found = np.full((len(columns), max(1, int(lengths.max(initial=0)))), NEVER, np.int32)
    found[np.arange(found.shape[1]) < lengths[:, None]] = np.concatenate([np.zeros(0, np.int32), *columns])
    return found


def merged_axis(parts: Iterable[tuple[SchoolCalendar, DateSpan]], *, name: str) -> SchoolCalendar:
    """The personal calendar of a pupil who moved: each school's sessions during the spell there.

    Where two spells share a day the sessions of both schools stand, each once.
    """
    sessions: list[Session] = []
    for calendar, spell in parts:
        sessions.extend(calendar.sessions_between(spell.first, spell.last or date.max))
    return SchoolCalendar(sessions=sessions, name=name)
