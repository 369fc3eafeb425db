"""One pupil's measures as the contract's JSON, each figure with the marks behind it.

The kernel has said how many and when; here the row is read again for what a person asks
next: which codes, which sessions, between which days. Nothing is counted twice in two
ways: what the kernel gives is taken from it. Readings are noted in `oracle`. What is the same
for all pupils who are read on one day stands ready in `reading_day`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.matrix.rows import LEFT_OUT, PupilRows
from supportfirst.attendance.measures import columns as at
from supportfirst.attendance.measures.figures import RUNS, WEEKDAY_NAMES, Figures
from supportfirst.attendance.measures.reading_day import ReadingDay, WindowOnDay
from supportfirst.attendance.measures.settings import MeasureSettings
from supportfirst.attendance.measures.tables import (
    CODE_PLACES,
    DAY_COLUMNS,
    ILLNESS,
    KIND_BITS,
    KINDS,
    UNAUTHORISED_ABSENCE,
    WHOLE_DAY_ABSENCE,
    day_table,
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
YES_NO = (False, True, None)  # by the kernel's 0 and 1; its -1, for nothing to judge by, is the last


def describe(figures: Figures, rows: PupilRows, row: int, settings: MeasureSettings, codes: CodeBook) -> Json:
    """The measures of one pupil alone; for a school make one `Describer`."""
    return Describer(figures, rows, settings, codes).describe(row)


class Told(NamedTuple):
    """One row, and what all rows that are read on its day share."""

    values: list[int]  # the kernel's columns
    cells: bytes  # two a day
    day: ReadingDay


class Describer:
    """The contract's `measures` of any pupil of some rows. Figures must be of these rows.

    Made once for a school: which columns hold what, and what a code is called, is the same for every pupil.
    """

    def __init__(self, figures: Figures, rows: PupilRows, settings: MeasureSettings, codes: CodeBook) -> None:
        self._block, self._rows, self._settings, self._codes = figures.block, rows, settings, codes
        self._unmarked_at = figures.layout.codes + UNMARKED
        self._windows_at = [figures.window_at(place) for place in range(len(settings.windows))]
        self._steps = [
            (str(step), figures.layout.steps + figures.steps.index(step)) for step in settings.day_steps
        ]
        self._levels = [
            (str(level), at.FALLS + place * at.FALL_COLUMNS) for place, level in enumerate(figures.levels)
        ]
        symbols = [(number, [codes.symbol(number, half) for half in Half]) for number in codes.numbers()]
        self._symbols_at = [
            (figures.layout.codes + number, morning, afternoon) for number, (morning, afternoon) in symbols
        ]
        self._shown = _shown_symbols(symbols)
        self._of_days: tuple[list[int], list[bool]] | None = None
        self._days: dict[int, ReadingDay] = {}  # by horizon

    def describe(self, row: int) -> Json:
        """The contract's `measures` of the pupil at a place in the rows."""
        day = self._day_of(row)
        told = Told(self._block[row].tolist(), self._rows.cells[row, : day.width].tobytes(), day)
        values = told.values
        return {
            "measured_to": day.shown,
            "left_out": dict(zip(LEFT_OUT, self._rows.left_out[row].tolist(), strict=True)),
            "planned_sessions_of_year": int(self._rows.planned[row]),
            **self._counts(values),
            **self._lines_crossed(told),
            **{
                window.id: _window(told, here, window)
                for window, here in zip(day.windows, self._windows_at, strict=True)
            },
            **self._runs(told),
            "fell_below": self._falls(told),
            "weekday_pattern": _weekday_pattern(values),
            "recent": _recent(told),
            "zero_since_autumn": YES_NO[values[at.ZERO_SINCE_AUTUMN]],
            "none_in_3_weeks": YES_NO[values[at.NOTHING_LATELY]],
            "late_in_window": values[at.LATE_IN_WINDOW] if self._settings.late_window else None,
        }

    def _day_of(self, row: int) -> ReadingDay:
        """What the rows share that are read on the same day of the same axis."""
        horizon = int(self._rows.horizon[row])
        day = self._days.get(horizon)
        if day is None:
            day = self._days[horizon] = ReadingDay.of(self._rows, row, self._settings, self._shown)
        return day

    # --- counts and lines ------------------------------------------------------------------

    def _counts(self, values: list[int]) -> Json:
        possible, attended = values[at.POSSIBLE], values[at.ATTENDED]
        authorised, unauthorised = values[at.AUTHORISED], values[at.UNAUTHORISED]
        return {
            "sessions_possible": possible,
            "sessions_attended": attended,
            "sessions_authorised_absence": authorised,
            "sessions_unauthorised_absence": unauthorised,
            "sessions_late": values[at.LATE],
            "sessions_unmarked": values[self._unmarked_at],
            "sessions_by_code": self._by_code(values),
            "attendance_percent": _percent(attended, possible),
            "absence_percent": _percent(possible - attended, possible),
            "authorised_percent": _percent(authorised, possible),
            "unauthorised_percent": _percent(unauthorised, possible),
            "days_absent": (possible - attended) / 2,
        }

    def _by_code(self, values: list[int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for place, morning, afternoon in self._symbols_at:
            count = values[place]
            if not count:
                continue
            mornings = values[at.PRESENT_MORNINGS] if morning != afternoon else count
            if mornings:
                found[morning] = found.get(morning, 0) + mornings
            if count != mornings:
                found[afternoon] = found.get(afternoon, 0) + count - mornings
        return found

    def _lines_crossed(self, told: Told) -> Json:
        values, days = told.values, told.day.days
        return {
            "days_absent_steps": {step: days[values[column]] for step, column in self._steps},
            "persistently_absent": YES_NO[values[at.PERSISTENT]],
            "severely_absent": YES_NO[values[at.SEVERE]],
            "certain_for_year": {
                "persistently_absent": YES_NO[values[at.CERTAIN_PERSISTENT]],
                "severely_absent": YES_NO[values[at.CERTAIN_SEVERE]],
            },
        }

    def _falls(self, told: Told) -> Json:
        values, days = told.values, told.day.days
        return {
            level: {
                "first_on": days[values[here + at.FALL_FIRST]],
                "first_settled_on": days[values[here + at.FALL_SETTLED]],
                "below_now": YES_NO[values[here + at.FALL_NOW]],
            }
            for level, here in self._levels
        }

    # --- runs ------------------------------------------------------------------------------

    def _runs(self, told: Told) -> Json:
        values, days = told.values, told.day.days
        run = {name: self._run(told, here) for name, here in RUNS.items()}
        return {
            "longest_run": run["longest_run"],
            "current_run": run["current_run"],
            "unauthorised_run": {
                "longest": run["unauthorised_run.longest"],
                "current": run["unauthorised_run.current"],
                "tenth_day_on": days[values[at.TENTH_DAY]],
                "tenth_day_on_this_year": days[values[at.TENTH_DAY_THIS_YEAR]],
            },
            "illness": {
                "longest": run["illness.longest"],
                "current": run["illness.current"],
                "cumulative_days": values[at.ILLNESS_DAYS],
                "cumulative_days_this_year": values[at.ILLNESS_DAYS_THIS_YEAR],
                "fifteenth_on": days[values[at.FIFTEENTH]],
                "fifteenth_on_this_year": days[values[at.FIFTEENTH_THIS_YEAR]],
            },
        }

    def _run(self, told: Told, here: int) -> Json:
        held, sessions, first, last = told.values[here : here + at.RUN_COLUMNS]
        if not held:  # most pupils have few of the runs
            return {
                "days": held,
                "sessions": sessions,
                "first_day": None,
                "last_day": None,
                "codes": {},
                "unmarked_inside": 0,
            }
        days = told.day.days
        return {
            "days": held,
            "sessions": sessions,
            "first_day": days[first],
            "last_day": days[last],
            "codes": self._codes_of_run(told.cells, here, first, last),
            "unmarked_inside": told.cells.count(UNMARKED, 2 * first, 2 * last + 2),
        }

    def _codes_of_run(self, cells: bytes, here: int, first: int, last: int) -> dict[str, int]:
        """The absent sessions of the run's own days; neutral days between give nothing."""
        kinds, is_absence = self._kinds_of_days()
        bit = KIND_BITS * RUN_KINDS[here]
        of_morning, of_afternoon = self._shown
        found: dict[str, int] = {}
        for place in range(2 * first, 2 * last + 2, 2):
            morning, afternoon = cells[place], cells[place + 1]
            if not kinds[morning + CODE_PLACES * afternoon] >> bit & 1:
                continue
            if is_absence[morning]:
                found[of_morning[morning]] = found.get(of_morning[morning], 0) + 1
            if is_absence[afternoon]:
                found[of_afternoon[afternoon]] = found.get(of_afternoon[afternoon], 0) + 1
        return found

    def _kinds_of_days(self) -> tuple[list[int], list[bool]]:
        """What each pair of codes makes of a day, and which codes are absence."""
        if self._of_days is None:
            codes = self._codes
            numbers = set(codes.numbers())
            is_absence = [
                number in numbers and codes.code(number).statistical_class.is_absence
                for number in range(CODE_PLACES)
            ]
            kinds = day_table(codes, self._settings, ())[KINDS::DAY_COLUMNS].tolist()
            self._of_days = kinds, is_absence
        return self._of_days


def _shown_symbols(symbols: list[tuple[int, list[str]]]) -> list[list[str]]:
    """How every code number is shown, a list a half; "" for a number that is not in use."""
    shown = [[""] * CODE_PLACES for _ in Half]
    for number, of_halves in symbols:
        for half, symbol in zip(Half, of_halves, strict=True):
            shown[half][number] = symbol
    return shown


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _weekday_pattern(values: list[int]) -> Json:
    pattern: Json = {}
    here = at.WEEKDAYS
    for name in WEEKDAY_NAMES:
        absent_am, absent_pm, possible_am, possible_pm = values[here : here + at.WEEKDAY_COLUMNS]
        here += at.WEEKDAY_COLUMNS
        pattern[name] = {
            "AM": {"absent": absent_am, "possible": possible_am},
            "PM": {"absent": absent_pm, "possible": possible_pm},
        }
    flagged = values[at.WEEKDAYS_FLAGGED]
    pattern["flagged"] = (
        [name for place, name in enumerate(WEEKDAY_NAMES) if flagged >> place & 1] if flagged else []
    )
    return pattern


def _window(told: Told, here: int, window: WindowOnDay) -> Json:
    values, day = told.values, told.day
    current = values[here + at.WINDOW_CURRENT]
    return {
        "current": current,
        "peak": values[here + at.WINDOW_PEAK],
        "first_reached_on": day.days[values[here + at.WINDOW_REACHED]],
        "threshold": window.threshold,
        "window": {**window.shown, "sessions": day.marks_in(window, told.cells) if current else []},
    }


def _recent(told: Told) -> Json:
    values = told.values
    possible, attended = values[at.RECENT_POSSIBLE], values[at.RECENT_ATTENDED]
    now = _percent(attended, possible)
    to_date = _percent(values[at.ATTENDED], values[at.POSSIBLE])
    return {
        **told.day.recent,
        "sessions_possible": possible,
        "sessions_attended": attended,
        "sessions_absent": possible - attended,
        "attendance_percent": now,
        "absence_percent": _percent(possible - attended, possible),
        "trend": None if now is None or to_date is None else now - to_date,
    }
