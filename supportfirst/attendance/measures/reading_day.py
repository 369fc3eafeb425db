"""What all rows share that are read on one day of one axis: its days, its windows, and how marks are shown.

Most pupils of a school are read on the day asked about, so this is made once for nearly all of them,
and once more for each other day on which somebody left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from supportfirst.attendance.matrix.axis import Axis
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit
from supportfirst.attendance.measures.tables import first_day_in
from supportfirst.attendance.vocabulary.sessions import Half

HALVES = (Half.AM.name, Half.PM.name)
NOTHING = rb"(?!)"  # found nowhere: of a window that counts no code


class WindowOnDay(NamedTuple):
    """A counting window that ends with the day."""

    id: str
    threshold: int | None
    shown: Mapping[str, Any]  # its ends
    start: int  # the column of its first session
    counted: re.Pattern[bytes]  # finds the cells that hold one of its codes


@dataclass(slots=True, eq=False)
class ReadingDay:
    """One day of one axis."""

    width: int  # columns of the axis, two a day
    shown: str
    days: Sequence[str | None]  # the axis' days in ISO form; the last, at the kernel's -1, is none
    windows: Sequence[WindowOnDay]
    recent: Mapping[str, Any]
    marks: _Marks

    @classmethod
    def of(
        cls, rows: PupilRows, row: int, settings: MeasureSettings, symbols: Sequence[Sequence[str]]
    ) -> ReadingDay:
        """The day of a row. symbols: how each code number is shown, in the morning and in the afternoon."""
        axis, as_of = rows.axis_of(row), rows.as_of(row)
        days = [date.fromordinal(day).isoformat() for day in axis.days.tolist()]
        return cls(
            width=2 * len(axis),
            shown=as_of.isoformat(),
            days=[*days, None],
            windows=[_window(axis, setting, as_of, days) for setting in settings.windows],
            recent=_recent_weeks(axis, as_of, settings.recent_weeks),
            marks=_Marks(days, symbols),
        )

    def marks_in(self, window: WindowOnDay, cells: bytes) -> list[dict[str, str]]:
        """The marks of a row that a window counts, oldest first."""
        marks = self.marks
        columns = map(re.Match.start, window.counted.finditer(cells, window.start))
        return [marks[column, cells[column]] for column in columns]


class _Marks(dict[tuple[int, int], dict[str, str]]):
    """A code number in a column as results list it: the same object each time, not to be changed."""

    def __init__(self, days: Sequence[str], symbols: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._days, self._symbols = days, symbols

    def __missing__(self, mark: tuple[int, int]) -> dict[str, str]:
        column, number = mark
        code = self._symbols[column & 1][number]
        made = self[mark] = {**_session(self._days, column), "code": code}
        return made


def _session(days: Sequence[str], column: int) -> dict[str, str]:
    return {"date": days[column >> 1], "session": HALVES[column & 1]}


def _window(axis: Axis, setting: WindowSetting, as_of: date, days: Sequence[str]) -> WindowOnDay:
    first = first_day_in(axis, setting.unit, setting.length, as_of.toordinal())
    codes = b"".join(re.escape(bytes([number])) for number in sorted(setting.codes))
    return WindowOnDay(
        id=setting.id,
        threshold=setting.threshold_on(as_of),
        shown=_ends(axis, setting, as_of, days),
        start=2 * first,
        counted=re.compile(b"[" + codes + b"]" if codes else NOTHING, re.DOTALL),
    )


def _ends(axis: Axis, setting: WindowSetting, as_of: date, days: Sequence[str]) -> Mapping[str, Any]:
    """The window's ends; the same for everybody who is looked at on that day."""
    first = _first_date(axis, setting, as_of)
    if first is None:
        return {
            **dict.fromkeys(("first_session", "last_session", "first_day", "last_day")),
            "school_weeks": 0,
        }
    start = int(np.searchsorted(axis.days, first.toordinal()))
    end = int(np.searchsorted(axis.days, as_of.toordinal(), side="right"))
    held = np.flatnonzero(axis.open[start:end].reshape(-1)) + 2 * start
    weeks = len(np.unique(axis.weeks[start:end]))
    last = as_of
    if setting.unit is WindowUnit.SCHOOL_WEEKS:
        latest = _latest_week(axis, as_of)
        weeks = min(latest + 1, setting.length)
        last = _last_date(axis, latest, as_of)
    elif setting.unit is WindowUnit.SCHOOL_DAYS:
        last = date.fromordinal(int(axis.days[end - 1]))
    return {
        "first_session": _session(days, int(held[0])) if len(held) else None,
        "last_session": _session(days, int(held[-1])) if len(held) else None,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "school_weeks": weeks,
    }


def _first_date(axis: Axis, setting: WindowSetting, as_of: date) -> date | None:
    if setting.unit is WindowUnit.CALENDAR_DAYS:
        return as_of - timedelta(days=setting.length - 1)
    if setting.unit is WindowUnit.SCHOOL_WEEKS:
        latest = _latest_week(axis, as_of)
        return (
            None if latest < 0 else date.fromordinal(int(axis.mondays[max(latest - setting.length + 1, 0)]))
        )
    start = first_day_in(axis, setting.unit, setting.length, as_of.toordinal())
    met = start < len(axis) and axis.days[start] <= as_of.toordinal()
    return date.fromordinal(int(axis.days[start])) if met else None


def _recent_weeks(axis: Axis, as_of: date, weeks: int) -> Mapping[str, Any]:
    """The latest school weeks, so many or as many as there are."""
    latest = _latest_week(axis, as_of)
    if latest < 0:
        return {"school_weeks": 0, "first_day": None, "last_day": None}
    first = max(latest - weeks + 1, 0)
    return {
        "school_weeks": latest - first + 1,
        "first_day": date.fromordinal(int(axis.mondays[first])).isoformat(),
        "last_day": _last_date(axis, latest, as_of).isoformat(),
    }


def _latest_week(axis: Axis, as_of: date) -> int:
    return int(axis.week_at(np.array([as_of.toordinal()], np.int32))[0])


def _last_date(axis: Axis, week: int, as_of: date) -> date:
    """The Sunday of a school week, or the day looked at if that comes first."""
    return min(date.fromordinal(int(axis.mondays[week]) + 6), as_of)
