"""What the kernel found, as columns with the contract's names.

A column is made from the kernel's block when it is first asked for, so that a rule which
compares two numbers costs no more than those two. Yes and no are 1 and 0, and -1 where there
is nothing to judge by; a date is a day ordinal, and -1 where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import PRESENT_SYMBOLS, UNMARKED, CodeBook
from supportfirst.attendance.matrix.rows import LEFT_OUT, PupilRows
from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.settings import MeasureSettings

Column = NDArray[Any]
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
RUNS = {
    "longest_run": at.LONGEST_RUN,
    "current_run": at.CURRENT_RUN,
    "unauthorised_run.longest": at.LONGEST_UNAUTHORISED,
    "unauthorised_run.current": at.CURRENT_UNAUTHORISED,
    "illness.longest": at.LONGEST_ILLNESS,
    "illness.current": at.CURRENT_ILLNESS,
}
NUMBERS = {
    "sessions_possible": at.POSSIBLE,
    "sessions_attended": at.ATTENDED,
    "sessions_authorised_absence": at.AUTHORISED,
    "sessions_unauthorised_absence": at.UNAUTHORISED,
    "sessions_late": at.LATE,
    "persistently_absent": at.PERSISTENT,
    "severely_absent": at.SEVERE,
    "certain_for_year.persistently_absent": at.CERTAIN_PERSISTENT,
    "certain_for_year.severely_absent": at.CERTAIN_SEVERE,
    "zero_since_autumn": at.ZERO_SINCE_AUTUMN,
    "none_in_3_weeks": at.NOTHING_LATELY,
    "recent.sessions_possible": at.RECENT_POSSIBLE,
    "recent.sessions_attended": at.RECENT_ATTENDED,
    "illness.cumulative_days": at.ILLNESS_DAYS,
    "illness.cumulative_days_this_year": at.ILLNESS_DAYS_THIS_YEAR,
}
DATES = {
    "unauthorised_run.tenth_day_on": at.TENTH_DAY,
    "unauthorised_run.tenth_day_on_this_year": at.TENTH_DAY_THIS_YEAR,
    "illness.fifteenth_on": at.FIFTEENTH,
    "illness.fifteenth_on_this_year": at.FIFTEENTH_THIS_YEAR,
}
YES_NO = (
    "persistently_absent",
    "severely_absent",
    "certain_for_year.persistently_absent",
    "certain_for_year.severely_absent",
    "zero_since_autumn",
    "none_in_3_weeks",
)


@dataclass(slots=True, eq=False)
class Figures:
    """`block`: int16, shape (pupils, columns); how it is laid out is in columns.py."""

    rows: PupilRows
    settings: MeasureSettings
    codes: CodeBook
    block: NDArray[np.int16]
    layout: at.Layout
    levels: tuple[int, ...]  # descending
    steps: tuple[int, ...]  # ascending, in days
    _made: dict[str, Column] = field(default_factory=dict)
    _makers: dict[str, Callable[[], Column]] = field(default_factory=dict)
    _ordinals: NDArray[np.int32] | None = None

    def __post_init__(self) -> None:
        self._makers = _makers(self)

    def __getitem__(self, name: str) -> Column:
        """One value a pupil, shape (pupils,). KeyError for a name not in `names`."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def column_of(self, name: str) -> int | None:
        """Where the block holds what is asked for; None where it is worked out from more than that."""
        maker = self._makers[name]
        return maker.column if isinstance(maker, _Number) else None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._makers)

    def number(self, column: int) -> Column:
        return self.block[:, column]

    def day(self, column: int) -> Column:
        """Places on each row's axis as day ordinals."""
        if self._ordinals is None:
            self._ordinals = _days_of_horizons(self.rows)
        places = self.block[:, column]
        return np.where(places < 0, np.int32(-1), self._ordinals[self.rows.horizon, places])

    def window_at(self, place: int) -> int:
        return self.layout.windows + place * at.WINDOW_COLUMNS


def _days_of_horizons(rows: PupilRows) -> NDArray[np.int32]:
    longest = max([1, *map(len, rows.axes)])
    days = np.zeros((len(rows.horizons), longest), np.int32)
    for place, horizon in enumerate(rows.horizons):
        axis = rows.axes[horizon.axis]
        days[place, : len(axis)] = axis.days
    return days


def _makers(figures: Figures) -> dict[str, Callable[[], Column]]:
    """A way to make each column, by its name."""
    makers: dict[str, Callable[[], Column]] = {}
    for name, column in NUMBERS.items():
        makers[name] = _Number(figures, column)
    for name, column in DATES.items():
        makers[name] = _day(figures, column)
    for name, column in RUNS.items():
        makers[f"{name}.days"] = _Number(figures, column + at.RUN_DAYS)
        makers[f"{name}.sessions"] = _Number(figures, column + at.RUN_SESSIONS)
        makers[f"{name}.first_day"] = _day(figures, column + at.RUN_FIRST)
        makers[f"{name}.last_day"] = _day(figures, column + at.RUN_LAST)
    makers.update(_window_makers(figures))
    makers.update(_level_makers(figures))
    makers.update(_weekday_makers(figures))
    makers.update(_code_makers(figures))
    makers.update(_worked_out(figures))
    return makers


@dataclass(frozen=True, slots=True, eq=False)
class _Number:
    """A column as it stands in the block."""

    figures: Figures
    column: int

    def __call__(self) -> Column:
        return self.figures.number(self.column)


def _day(figures: Figures, column: int) -> Callable[[], Column]:
    return lambda: figures.day(column)


def _window_makers(figures: Figures) -> dict[str, Callable[[], Column]]:
    makers: dict[str, Callable[[], Column]] = {}
    for place, window in enumerate(figures.settings.windows):
        here = figures.window_at(place)
        makers[f"{window.id}.current"] = _Number(figures, here + at.WINDOW_CURRENT)
        makers[f"{window.id}.peak"] = _Number(figures, here + at.WINDOW_PEAK)
        makers[f"{window.id}.first_reached_on"] = _day(figures, here + at.WINDOW_REACHED)
    return makers


def _level_makers(figures: Figures) -> dict[str, Callable[[], Column]]:
    makers: dict[str, Callable[[], Column]] = {}
    for place, level in enumerate(figures.levels):
        here = at.FALLS + place * at.FALL_COLUMNS
        makers[f"fell_below.{level}.first_on"] = _day(figures, here + at.FALL_FIRST)
        makers[f"fell_below.{level}.first_settled_on"] = _day(figures, here + at.FALL_SETTLED)
        makers[f"fell_below.{level}.below_now"] = _Number(figures, here + at.FALL_NOW)
    for place, step in enumerate(figures.steps):
        makers[f"days_absent_steps.{step}"] = _day(figures, figures.layout.steps + place)
    return makers


def _weekday_makers(figures: Figures) -> dict[str, Callable[[], Column]]:
    makers: dict[str, Callable[[], Column]] = {}
    for place, name in enumerate(WEEKDAY_NAMES):
        here = at.WEEKDAYS + place * at.WEEKDAY_COLUMNS
        makers[f"weekday_pattern.{name}.AM.absent"] = _Number(figures, here + at.ABSENT_AM)
        makers[f"weekday_pattern.{name}.AM.possible"] = _Number(figures, here + at.POSSIBLE_AM)
        makers[f"weekday_pattern.{name}.PM.absent"] = _Number(figures, here + at.ABSENT_PM)
        makers[f"weekday_pattern.{name}.PM.possible"] = _Number(figures, here + at.POSSIBLE_PM)
    makers["weekday_flagged"] = lambda: np.bitwise_count(
        figures.number(at.WEEKDAYS_FLAGGED).astype(np.uint8)
    ).astype(np.int16)
    return makers


def _code_makers(figures: Figures) -> dict[str, Callable[[], Column]]:
    by_symbol: dict[str, list[int]] = {}
    for number in figures.codes.numbers():
        symbol = figures.codes.code(number).symbol
        by_symbol.setdefault(symbol, []).append(figures.layout.codes + number)
    present = by_symbol.pop(PRESENT_SYMBOLS[0])
    makers = {f"sessions_by_code.{symbol}": _sum_of(figures, places) for symbol, places in by_symbol.items()}
    mornings = _Number(figures, at.PRESENT_MORNINGS)
    marked = _sum_of(figures, present)
    makers[f"sessions_by_code.{PRESENT_SYMBOLS[0]}"] = mornings
    makers[f"sessions_by_code.{PRESENT_SYMBOLS[1]}"] = lambda: marked() - mornings()
    makers["sessions_unmarked"] = _Number(figures, figures.layout.codes + UNMARKED)
    return makers


def _sum_of(figures: Figures, places: Sequence[int]) -> Callable[[], Column]:
    def added_up() -> Column:
        first, *others = places
        found = figures.number(first).astype(np.int32)
        for place in others:
            found += figures.number(place)
        return found

    return added_up


def _worked_out(figures: Figures) -> dict[str, Callable[[], Column]]:
    def absent() -> Column:
        return figures["sessions_possible"] - figures["sessions_attended"]

    makers: dict[str, Callable[[], Column]] = {
        "sessions_absent": absent,
        "days_absent_sessions": absent,
        "days_absent": lambda: absent() / 2,
        "planned_sessions_of_year": lambda: figures.rows.planned,
        "attendance_percent": lambda: _percent(figures, figures["sessions_attended"]),
        "absence_percent": lambda: _percent(figures, absent()),
        "authorised_percent": lambda: _percent(figures, figures["sessions_authorised_absence"]),
        "unauthorised_percent": lambda: _percent(figures, figures["sessions_unauthorised_absence"]),
        "recent.sessions_absent": lambda: (
            figures["recent.sessions_possible"] - figures["recent.sessions_attended"]
        ),
        "late_in_window": (
            _Number(figures, at.LATE_IN_WINDOW)
            if figures.settings.late_window
            else lambda: np.full(len(figures.rows), -1, np.int16)
        ),
    }
    for place, reason in enumerate(LEFT_OUT):
        makers[f"left_out.{reason}"] = _left_out(figures, place)
    return makers


def _left_out(figures: Figures, place: int) -> Callable[[], Column]:
    return lambda: figures.rows.left_out[:, place]


def _percent(figures: Figures, part: Column) -> Column:
    """100 x part / possible; NaN where nothing was possible."""
    whole = figures["sessions_possible"]
    found = np.full(len(whole), np.nan)
    np.divide(100 * part.astype(np.int32), whole, out=found, where=whole > 0)
    return found
