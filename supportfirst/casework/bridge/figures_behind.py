"""Which of a child's sessions stand behind a figure of the assessment: exactly those, and no others.

A figure is asked for by its name in the contract (`sessions_attended`, `unauthorised_run.longest`), with the
code, step, level or weekday after a dot. The counting is the contract's in plain words, over sessions that a
page has anyway; it shares nothing with the kernel that made the figure, so the two may be held together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar, first_day_of_year
from supportfirst.casework.bridge.child_sessions import ChildSession
from supportfirst.casework.bridge.school_files import calendar_of
from supportfirst.casework.store.models import School

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

Asks = Callable[[ChildSession], bool]


class NoSuchFigure(KeyError):
    """No figure has this name on this day."""


def is_attended(each: ChildSession) -> bool:
    return each.statistical is not None and each.statistical.is_attendance


def is_absent(each: ChildSession) -> bool:
    return each.statistical is not None and each.statistical.is_absence


def is_possible(each: ChildSession) -> bool:
    return each.statistical is not None and each.statistical.is_possible


def is_authorised(each: ChildSession) -> bool:
    return each.statistical is StatisticalClass.AUTHORISED


def is_unauthorised(each: ChildSession) -> bool:
    return each.statistical is StatisticalClass.UNAUTHORISED


def is_late(each: ChildSession) -> bool:
    return each.code is not None and each.code.late


def is_unmarked(each: ChildSession) -> bool:
    return each.code is None


# Counts over the school year to date.
OF_YEAR: dict[str, Asks] = {
    "sessions_possible": is_possible,
    "sessions_attended": is_attended,
    "sessions_authorised_absence": is_authorised,
    "sessions_unauthorised_absence": is_unauthorised,
    "sessions_late": is_late,
    "sessions_unmarked": is_unmarked,
    "days_absent": is_absent,
    "persistently_absent": is_absent,
    "severely_absent": is_absent,
    "certain_for_year.persistently_absent": is_absent,
    "certain_for_year.severely_absent": is_absent,
    "zero_since_autumn": is_attended,
}
OF_RECENT: dict[str, Asks] = {
    "sessions_possible": is_possible,
    "sessions_attended": is_attended,
    "sessions_absent": is_absent,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """The sessions that a figure counts, of those that it looked at."""

    counted: Sequence[ChildSession]
    looked_at: Sequence[ChildSession]

    @property
    def left_out(self) -> Sequence[ChildSession]:
        held = {(each.day, each.half) for each in self.counted}
        return [each for each in self.looked_at if (each.day, each.half) not in held]


@dataclass(frozen=True)
class Ground:
    """A child's sessions to the day that the figures are measured to, and what they are counted by."""

    sessions: Sequence[ChildSession]  # every one that is known, in order
    to: date
    year_first: date
    calendar: SchoolCalendar
    settings: MeasureSettings
    codes: CodeBook

    @cached_property
    def year(self) -> Sequence[ChildSession]:
        return self.since(self.year_first)

    def since(self, first: date, last: date = date.max) -> Sequence[ChildSession]:
        return [each for each in self.sessions if first <= each.day <= last]

    def code_of(self, number: int) -> RegisterCode:
        return self.codes.code(number)

    def first_of(self, unit: WindowUnit, length: int, last: date) -> date | None:
        """The first day of the window that ends with a day; None where the calendar has not begun."""
        if unit is WindowUnit.CALENDAR_DAYS:
            return last - timedelta(days=length - 1)
        starts = self.calendar.mondays if unit is WindowUnit.SCHOOL_WEEKS else self.calendar.days
        begun = bisect_right(starts, last)
        return starts[max(begun - length, 0)] if begun else None

    def in_window(self, unit: WindowUnit, length: int, last: date) -> Sequence[ChildSession]:
        first = self.first_of(unit, length, last)
        return () if first is None else self.since(first, last)


def ground_of(
    school: School, pack: Pack, sessions: Sequence[ChildSession], to: date, asked_on: date
) -> Ground:
    """asked_on: the day of the assessment, later than `to` for a child who left. Raises CalendarUnusable."""
    calendar = calendar_of(school, pack)
    return Ground(
        sessions=[each for each in sessions if each.day <= to],
        to=to,
        year_first=first_day_of_year(asked_on),
        calendar=calendar,
        settings=bind(pack, asked_on, calendar).settings,
        codes=pack.codes,
    )


def spelt(symbol: str) -> str:
    return (
        symbol if symbol.isalnum() else f"x{ord(symbol):02x}"
    )  # an address can't hold the others as they are


def behind(ground: Ground, figure: str) -> Behind:
    """Raises NoSuchFigure."""
    if figure in OF_YEAR:
        return _picked(ground.year, OF_YEAR[figure])
    name, _, part = figure.partition(".")
    window = next((each for each in ground.settings.windows if each.id == name), None)
    if window is not None:
        return _of_window(ground, window, part)
    made = PARTED.get(name)
    if made is None:
        raise NoSuchFigure(figure)
    return made(ground, part)


def _picked(looked_at: Sequence[ChildSession], asks: Asks) -> Behind:
    return Behind([each for each in looked_at if asks(each)], looked_at)


# --- of the year to date -----------------------------------------------------------------


def _by_code(ground: Ground, part: str) -> Behind:
    return _picked(ground.year, lambda each: bool(each.symbol) and spelt(each.symbol) == part)


def _day_step(ground: Ground, part: str) -> Behind:
    """The absences that fill so many days, two a day; the last of them fell on the day reported."""
    step = _among(part, ground.settings.day_steps)
    absences = [each for each in ground.year if is_absent(each)][: 2 * step]
    last = absences[-1].day if len(absences) == 2 * step else ground.to
    return Behind(absences, ground.since(ground.year_first, last))


def _fall(ground: Ground, part: str) -> Behind:
    """What had been missed by the evening on which attendance first stood below a level."""
    level = _among(part, ground.settings.fall_levels)
    attended = possible = 0
    until = ground.to
    for day, sessions in _by_day(ground.year):
        attended += sum(map(is_attended, sessions))
        possible += sum(map(is_possible, sessions))
        if possible and 100 * attended < level * possible:
            until = day
            break
    return _picked(ground.since(ground.year_first, until), is_absent)


def _weekday(ground: Ground, part: str) -> Behind:
    if part not in WEEKDAYS:
        raise NoSuchFigure(part)
    number = WEEKDAYS.index(part)
    return _picked([each for each in ground.year if each.day.weekday() == number], is_absent)


def _recent(ground: Ground, part: str) -> Behind:
    if part not in OF_RECENT:
        raise NoSuchFigure(part)
    weeks = ground.in_window(WindowUnit.SCHOOL_WEEKS, ground.settings.recent_weeks, ground.to)
    return _picked(weeks, OF_RECENT[part])


def _nothing_lately(ground: Ground, part: str) -> Behind:
    days = ground.settings.nothing_in_days
    return _picked(ground.in_window(WindowUnit.CALENDAR_DAYS, days, ground.to), is_unauthorised)


def _late_in_window(ground: Ground, part: str) -> Behind:
    window = ground.settings.late_window
    if window is None:
        raise NoSuchFigure("late_in_window")
    return _picked(ground.in_window(window.unit, window.length, ground.to), is_late)


# --- windows -----------------------------------------------------------------------------


def _of_window(ground: Ground, window: WindowSetting, part: str) -> Behind:
    codes = {ground.code_of(number) for number in window.codes}
    if part == "current":
        return _picked(
            ground.in_window(window.unit, window.length, ground.to), lambda each: each.code in codes
        )
    if part not in ("peak", "first_reached_on"):
        raise NoSuchFigure(part)
    most: Sequence[ChildSession] = ()
    for last in (each for each in ground.sessions if each.code in codes):
        upto = [
            each
            for each in ground.in_window(window.unit, window.length, last.day)
            if each.code in codes and (each.day, each.half) <= (last.day, last.half)
        ]
        if len(upto) > len(most):
            most = upto
        threshold = window.threshold_on(last.day)
        if part == "first_reached_on" and threshold is not None and len(upto) >= threshold:
            return Behind(upto, ground.in_window(window.unit, window.length, last.day))
    if part == "first_reached_on":
        return Behind((), ground.sessions)
    return Behind(most, ground.in_window(window.unit, window.length, most[-1].day) if most else ())


# --- runs --------------------------------------------------------------------------------

Day = tuple[date, Sequence[ChildSession]]


def _runs(ground: Ground, belongs: Asks) -> list[list[Day]]:
    """Absent days between attended ones. A day with no possible session does neither."""
    found: list[list[Day]] = [[]]
    for day, sessions in _by_day(ground.sessions):
        possible = [each for each in sessions if is_possible(each)]
        if any(map(is_attended, possible)):
            found.append([])
        elif possible and all(map(belongs, possible)):
            found[-1].append((day, sessions))
    return found


def _longest(ground: Ground, runs: list[list[Day]]) -> list[Day]:
    of_year = [run for run in runs if run and run[-1][0] >= ground.year_first]
    return max(of_year, key=len, default=[])


def _in_days(ground: Ground, days: Sequence[Day]) -> Behind:
    """The absent sessions of some days, of all from the first of them to the last."""
    counted = [each for _, sessions in days for each in sessions if is_absent(each)]
    return Behind(counted, ground.since(days[0][0], days[-1][0]) if days else ())


def _run(ground: Ground, name: str, part: str) -> Behind:
    ill = {ground.code_of(number) for number in ground.settings.illness_codes}
    kinds: dict[str, Asks] = {
        "absence": is_absent,
        "unauthorised_run": is_unauthorised,
        "illness": lambda each: each.code in ill,
    }
    runs = _runs(ground, kinds[name])
    if part in ("longest", "current"):
        return _in_days(ground, _longest(ground, runs) if part == "longest" else runs[-1])
    part, this_year = part.removesuffix("_this_year"), part.endswith("_this_year")
    first = ground.year_first if this_year else date.min
    if name == "unauthorised_run" and part == "tenth_day_on":
        number = ground.settings.unauthorised_run_days
        reached = (run[:number] for run in runs if len(run) >= number and run[number - 1][0] >= first)
        return _in_days(ground, next(reached, []))
    ill_days = [each for run in runs for each in run if each[0] >= first]
    if name == "illness" and part == "cumulative_days":
        return _in_days(ground, ill_days)
    if name == "illness" and part == "fifteenth_on":
        number = ground.settings.illness_days
        return _in_days(ground, ill_days[:number] if len(ill_days) >= number else [])
    raise NoSuchFigure(f"{name}.{part}")


def _by_day(sessions: Sequence[ChildSession]) -> Iterator[Day]:
    for day, held in groupby(sessions, key=lambda each: each.day):
        yield day, list(held)


def _among(part: str, offered: Collection[int]) -> int:
    if not part.isdecimal() or int(part) not in offered:
        raise NoSuchFigure(part)
    return int(part)


PARTED: dict[str, Callable[[Ground, str], Behind]] = {
    "sessions_by_code": _by_code,
    "days_absent_steps": _day_step,
    "fell_below": _fall,
    "weekday_pattern": _weekday,
    "recent": _recent,
    "none_in_3_weeks": _nothing_lately,
    "late_in_window": _late_in_window,
    "longest_run": lambda ground, part: _run(ground, "absence", "longest"),
    "current_run": lambda ground, part: _run(ground, "absence", "current"),
    "unauthorised_run": lambda ground, part: _run(ground, "unauthorised_run", part),
    "illness": lambda ground, part: _run(ground, "illness", part),
}
