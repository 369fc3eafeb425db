"""One pupil's measures as the contract's JSON, each figure with the marks behind it.

The kernel has said how many and when; here the row is read again for what a person asks
next: which codes, which sessions, between which days. Nothing is counted twice in two
ways: what the kernel gives is taken from it. Readings are noted in `oracle`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.matrix.axis import Axis
from supportfirst.attendance.matrix.rows import LEFT_OUT, PupilRows
from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.figures import RUNS, WEEKDAY_NAMES, Figures
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit
from supportfirst.attendance.measures.tables import (
    CODE_PLACES,
    DAY_COLUMNS,
    ILLNESS,
    KIND_BITS,
    KINDS,
    UNAUTHORISED_ABSENCE,
    WHOLE_DAY_ABSENCE,
    day_table,
    first_day_in,
)
from supportfirst.attendance.vocabulary.sessions import Half

Json = dict[str, Any]
RUN_KINDS = {
    at.LONGEST_RUN: WHOLE_DAY_ABSENCE,
    at.CURRENT_RUN: WHOLE_DAY_ABSENCE,
    at.LONGEST_UNAUTHORISED: UNAUTHORISED_ABSENCE,
    at.CURRENT_UNAUTHORISED: UNAUTHORISED_ABSENCE,
    at.LONGEST_ILLNESS: ILLNESS,
    at.CURRENT_ILLNESS: ILLNESS,
}
HALVES = (Half.AM.name, Half.PM.name)


def describe(figures: Figures, rows: PupilRows, row: int, settings: MeasureSettings, codes: CodeBook) -> Json:
    """The contract's `measures` of the pupil at a place in the rows. Figures must be of these rows."""
    told = Telling.of(figures, rows, row, settings, codes)
    return {
        "measured_to": told.as_of.isoformat(),
        "left_out": dict(zip(LEFT_OUT, rows.left_out[row].tolist(), strict=True)),
        "planned_sessions_of_year": int(rows.planned[row]),
        **_counts(told),
        **_lines_crossed(told),
        **{window.id: _window(told, place, window) for place, window in enumerate(settings.windows)},
        **_runs(told),
        "fell_below": _falls(told),
        "weekday_pattern": _weekday_pattern(told),
        "recent": _recent(told),
        "zero_since_autumn": told.yes_no(at.ZERO_SINCE_AUTUMN),
        "none_in_3_weeks": told.yes_no(at.NOTHING_LATELY),
        "late_in_window": told.values[at.LATE_IN_WINDOW] if settings.late_window else None,
    }


@dataclass(frozen=True, slots=True)
class Telling:
    """One row, and all that is needed to tell of it."""

    figures: Figures
    settings: MeasureSettings
    codes: CodeBook
    axis: Axis
    as_of: date
    values: list[int]  # the kernel's columns
    cells: bytes  # two a day
    days: Sequence[str]  # the axis' days in ISO form
    horizon: int
    symbols: Sequence[Sequence[str]]  # how each code number is shown, in the morning and in the afternoon

    @classmethod
    def of(
        cls, figures: Figures, rows: PupilRows, row: int, settings: MeasureSettings, codes: CodeBook
    ) -> Telling:
        axis = rows.axis_of(row)
        horizon = int(rows.horizon[row])
        return cls(
            figures=figures,
            settings=settings,
            codes=codes,
            axis=axis,
            as_of=rows.as_of(row),
            values=figures.block[row].tolist(),
            cells=rows.cells[row, : 2 * len(axis)].tobytes(),
            days=figures.kept(("days", horizon), lambda: _iso_days(axis)),
            horizon=horizon,
            symbols=figures.kept("shown", lambda: _shown_symbols(codes)),
        )

    def yes_no(self, column: int) -> bool | None:
        value = self.values[column]
        return None if value < 0 else bool(value)

    def day(self, column: int) -> str | None:
        place = self.values[column]
        return None if place < 0 else self.days[place]

    def session(self, column: int) -> dict[str, str]:
        return {"date": self.days[column >> 1], "session": HALVES[column & 1]}


def _iso_days(axis: Axis) -> list[str]:
    return [date.fromordinal(day).isoformat() for day in axis.days.tolist()]


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _counts(told: Telling) -> Json:
    values = told.values
    possible, attended = values[at.POSSIBLE], values[at.ATTENDED]
    authorised, unauthorised = values[at.AUTHORISED], values[at.UNAUTHORISED]
    return {
        "sessions_possible": possible,
        "sessions_attended": attended,
        "sessions_authorised_absence": authorised,
        "sessions_unauthorised_absence": unauthorised,
        "sessions_late": values[at.LATE],
        "sessions_unmarked": values[told.figures.layout.codes + UNMARKED],
        "sessions_by_code": _by_code(told),
        "attendance_percent": _percent(attended, possible),
        "absence_percent": _percent(possible - attended, possible),
        "authorised_percent": _percent(authorised, possible),
        "unauthorised_percent": _percent(unauthorised, possible),
        "days_absent": (possible - attended) / 2,
    }


def _by_code(told: Telling) -> dict[str, int]:
    found: dict[str, int] = {}
    counts = told.values[told.figures.layout.codes :]
    for number, symbols in told.figures.kept("symbols", lambda: _symbols(told.codes)):
        count = counts[number]
        if not count:
            continue
        mornings = told.values[at.PRESENT_MORNINGS] if symbols[0] != symbols[1] else count
        for symbol, held in zip(symbols, (mornings, count - mornings), strict=True):
            if held:
                found[symbol] = found.get(symbol, 0) + held
    return found


def _shown_symbols(codes: CodeBook) -> list[list[str]]:
    """How every code number is shown, a list a half; "" for a number that is not in use."""
    shown = [[""] * CODE_PLACES for _ in Half]
    for number, symbols in _symbols(codes):
        for half, symbol in zip(Half, symbols, strict=True):
            shown[half][number] = symbol
    return shown


def _symbols(codes: CodeBook) -> list[tuple[int, list[str]]]:
    """Every code number, with how its mark is shown in the morning and in the afternoon."""
    return [(number, [codes.symbol(number, half) for half in Half]) for number in codes.numbers()]


def _lines_crossed(told: Telling) -> Json:
    steps = told.figures.kept(("steps", told.settings.day_steps), lambda: _steps(told))
    return {
        "days_absent_steps": {step: told.day(column) for step, column in steps},
        "persistently_absent": told.yes_no(at.PERSISTENT),
        "severely_absent": told.yes_no(at.SEVERE),
        "certain_for_year": {
            "persistently_absent": told.yes_no(at.CERTAIN_PERSISTENT),
            "severely_absent": told.yes_no(at.CERTAIN_SEVERE),
        },
    }


def _steps(told: Telling) -> list[tuple[str, int]]:
    """Each step of days absent, with its column."""
    steps_at, steps = told.figures.layout.steps, told.figures.steps
    return [(str(step), steps_at + steps.index(step)) for step in told.settings.day_steps]


def _falls(told: Telling) -> Json:
    found = {}
    for level, here in told.figures.kept("falls", lambda: _levels(told)):
        found[level] = {
            "first_on": told.day(here + at.FALL_FIRST),
            "first_settled_on": told.day(here + at.FALL_SETTLED),
            "below_now": told.yes_no(here + at.FALL_NOW),
        }
    return found


def _levels(told: Telling) -> list[tuple[str, int]]:
    """Each level that attendance may fall below, with the first of its columns."""
    return [
        (str(level), at.FALLS + place * at.FALL_COLUMNS) for place, level in enumerate(told.figures.levels)
    ]


def _weekday_pattern(told: Telling) -> Json:
    pattern: Json = {}
    for place, name in enumerate(WEEKDAY_NAMES):
        here = at.WEEKDAYS + place * at.WEEKDAY_COLUMNS
        absent_am, absent_pm, possible_am, possible_pm = told.values[here : here + at.WEEKDAY_COLUMNS]
        pattern[name] = {
            "AM": {"absent": absent_am, "possible": possible_am},
            "PM": {"absent": absent_pm, "possible": possible_pm},
        }
    flagged = told.values[at.WEEKDAYS_FLAGGED]
    pattern["flagged"] = [name for place, name in enumerate(WEEKDAY_NAMES) if flagged >> place & 1]
    return pattern


# --- windows -----------------------------------------------------------------------------


def _window(told: Telling, place: int, setting: WindowSetting) -> Json:
    here = told.figures.window_at(place)
    current, peak = told.values[here + at.WINDOW_CURRENT], told.values[here + at.WINDOW_PEAK]
    shown = told.figures.kept((setting.id, told.horizon), lambda: _shown(told, setting))
    return {
        "current": current,
        "peak": peak,
        "first_reached_on": told.day(here + at.WINDOW_REACHED),
        "threshold": setting.threshold_on(told.as_of),
        "window": {**shown, "sessions": _counting(told, setting) if current else []},
    }


def _counting(told: Telling, setting: WindowSetting) -> list[dict[str, str]]:
    start = told.figures.kept(
        ("start", setting.id, told.horizon),
        lambda: 2 * first_day_in(told.axis, setting.unit, setting.length, told.as_of.toordinal()),
    )
    counted, symbols = setting.codes, told.symbols
    return [
        {**told.session(column), "code": symbols[column & 1][number]}
        for column, number in enumerate(told.cells[start:], start)
        if number in counted
    ]


def _shown(told: Telling, setting: WindowSetting) -> Json:
    """The window's ends; the same for everybody who is looked at on that day."""
    axis, as_of = told.axis, told.as_of
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
        "first_session": told.session(int(held[0])) if len(held) else None,
        "last_session": told.session(int(held[-1])) if len(held) else None,
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


def _latest_week(axis: Axis, as_of: date) -> int:
    return int(axis.week_at(np.array([as_of.toordinal()], np.int32))[0])


def _last_date(axis: Axis, week: int, as_of: date) -> date:
    """The Sunday of a school week, or the day looked at if that comes first."""
    return min(date.fromordinal(int(axis.mondays[week]) + 6), as_of)


def _recent(told: Telling) -> Json:
    possible, attended = told.values[at.RECENT_POSSIBLE], told.values[at.RECENT_ATTENDED]
    now = _percent(attended, possible)
    to_date = _percent(told.values[at.ATTENDED], told.values[at.POSSIBLE])
    return {
        **told.figures.kept(("recent", told.horizon), lambda: _recent_weeks(told)),
        "sessions_possible": possible,
        "sessions_attended": attended,
        "sessions_absent": possible - attended,
        "attendance_percent": now,
        "absence_percent": _percent(possible - attended, possible),
        "trend": None if now is None or to_date is None else now - to_date,
    }


def _recent_weeks(told: Telling) -> Json:
    latest = _latest_week(told.axis, told.as_of)
    if latest < 0:
        return {"school_weeks": 0, "first_day": None, "last_day": None}
    first = max(latest - told.settings.recent_weeks + 1, 0)
    return {
        "school_weeks": latest - first + 1,
        "first_day": date.fromordinal(int(told.axis.mondays[first])).isoformat(),
        "last_day": _last_date(told.axis, latest, told.as_of).isoformat(),
    }


# --- runs --------------------------------------------------------------------------------


def _runs(told: Telling) -> Json:
    run = {name: _run(told, here) for name, here in RUNS.items()}
    return {
        "longest_run": run["longest_run"],
        "current_run": run["current_run"],
        "unauthorised_run": {
            "longest": run["unauthorised_run.longest"],
            "current": run["unauthorised_run.current"],
            "tenth_day_on": told.day(at.TENTH_DAY),
            "tenth_day_on_this_year": told.day(at.TENTH_DAY_THIS_YEAR),
        },
        "illness": {
            "longest": run["illness.longest"],
            "current": run["illness.current"],
            "cumulative_days": told.values[at.ILLNESS_DAYS],
            "cumulative_days_this_year": told.values[at.ILLNESS_DAYS_THIS_YEAR],
            "fifteenth_on": told.day(at.FIFTEENTH),
            "fifteenth_on_this_year": told.day(at.FIFTEENTH_THIS_YEAR),
        },
    }


def _run(told: Telling, here: int) -> Json:
    days, sessions, first, last = told.values[here : here + at.RUN_COLUMNS]
    if not days:
        return {
            "days": days,
            "sessions": sessions,
            "first_day": None,
            "last_day": None,
            "codes": {},
            "unmarked_inside": 0,
        }
    return {
        "days": days,
        "sessions": sessions,
        "first_day": told.days[first],
        "last_day": told.days[last],
        "codes": _codes_of_run(told, here, first, last),
        "unmarked_inside": told.cells.count(UNMARKED, 2 * first, 2 * last + 2),
    }


def _codes_of_run(told: Telling, here: int, first: int, last: int) -> dict[str, int]:
    """The absent sessions of the run's own days; neutral days between give nothing."""
    kinds, is_absence = told.figures.kept("kinds", lambda: _kinds(told))
    cells, bit = told.cells[2 * first : 2 * last + 2], KIND_BITS * RUN_KINDS[here]
    of_morning, of_afternoon = told.symbols
    found: dict[str, int] = {}
    for morning, afternoon in zip(cells[::2], cells[1::2], strict=True):
        if not kinds[morning + CODE_PLACES * afternoon] >> bit & 1:
            continue
        if is_absence[morning]:
            found[of_morning[morning]] = found.get(of_morning[morning], 0) + 1
        if is_absence[afternoon]:
            found[of_afternoon[afternoon]] = found.get(of_afternoon[afternoon], 0) + 1
    return found


def _kinds(told: Telling) -> tuple[list[int], list[bool]]:
    """What each pair of codes makes of a day, and which codes are absence."""
    numbers = set(told.codes.numbers())
    is_absence = [
        number in numbers and told.codes.code(number).statistical_class.is_absence
        for number in range(CODE_PLACES)
    ]
    return day_table(told.codes, told.settings, ())[KINDS::DAY_COLUMNS].tolist(), is_absence
