"""A child's sessions as a calendar: two school years, a table a month, a row a week, a cell a session.

Each cell has the letter of its code, how the code counts, and the whole of it in words. Days on which the
school did not meet and sessions on which the child was not on its roll are told apart from a missing mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from supportfirst.attendance.codes.codebook import PRESENT_SYMBOLS
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year, last_day_of_year, monday_of
from supportfirst.casework.bridge.child_sessions import ChildSession
from supportfirst.casework.bridge.days_shut import days_shut
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS
from supportfirst.casework.queries.as_seen import AsSeen

WEEKDAYS = range(5)
DAY = len(HALVES)  # columns
# How each class of code is drawn: the end of a class of the style sheet.
STYLES = {
    StatisticalClass.PRESENT: "present",
    StatisticalClass.APPROVED_ACTIVITY: "activity",
    StatisticalClass.AUTHORISED: "authorised",
    StatisticalClass.UNAUTHORISED: "unauthorised",
    StatisticalClass.NOT_POSSIBLE: "uncounted",
    StatisticalClass.ADMINISTRATIVE: "uncounted",
}
LATE, MISSING, OFF_ROLL, CLOSED, EMPTY = "late", "missing", "off-roll", "closed", "empty"
# What is drawn where there is no code, by style: its sign, and what it means.
SIGNS = {
    MISSING: ("?", "no mark"),
    OFF_ROLL: ("×", "not on the roll here"),
    CLOSED: ("–", "the school did not meet"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One session, or more than one of which the same is to be said."""

    style: str
    letter: str
    when: str  # Tuesday 3 March morning
    meaning: str
    columns: int = 1
    at: str = ""  # the end of the address of the mark's history: 2026-03-03/morning; "" where there is none


@dataclass(frozen=True, slots=True)
class WeekShown:
    monday: date
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: Sequence[WeekShown]
    attended: int
    possible: int


@dataclass(frozen=True, slots=True)
class SchoolYear:
    name: str  # 2026 to 2027
    months: Sequence[Month]
    attended: int
    possible: int


@dataclass(frozen=True, slots=True)
class LegendLine:
    style: str
    letter: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CalendarShown:
    years: Sequence[SchoolYear]  # newest first
    legend: Sequence[LegendLine]  # what occurs in them


def child_calendar(seen: AsSeen) -> CalendarShown:
    """From the first to the last session on roll of each year; one query."""
    if not seen.sessions:
        return CalendarShown([], [])
    shut = days_shut(seen.school, seen.sessions[0].day.replace(day=1), seen.on)
    by_year = groupby(seen.sessions, key=lambda each: first_day_of_year(each.day))
    years = [_year(first, list(held), shut, seen.on) for first, held in by_year]
    return CalendarShown(years[::-1], _legend(seen.sessions, years))


def _year(first: date, sessions: Sequence[ChildSession], shut: Mapping[date, str], today: date) -> SchoolYear:
    held = {(each.day, each.half): each for each in sessions}
    ends = min(last_day_of_year(first), today)
    months, month = [], sessions[0].day.replace(day=1)
    while month <= sessions[-1].day:
        after = (month + timedelta(days=31)).replace(day=1)
        days = _weekdays(month, min(after - timedelta(days=1), ends))
        months.append(_month(month, days, held, shut, today))
        month = after
    return SchoolYear(
        f"{first.year} to {first.year + 1}",
        [each for each in months if each.weeks],
        sum(each.attended for each in months),
        sum(each.possible for each in months),
    )


def _weekdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() in WEEKDAYS]


def _month(
    first: date,
    days: Sequence[date],
    held: Mapping[tuple[date, int], ChildSession],
    shut: Mapping[date, str],
    today: date,
) -> Month:
    weeks = []
    for monday, inside in groupby(days, key=monday_of):
        known = {day.weekday(): day for day in inside}
        cells: list[Cell] = []
        for weekday in WEEKDAYS:
            day = known.get(weekday)
            cells += [Cell(EMPTY, "", "", "", DAY)] if day is None else _day(day, held, shut, today)
        weeks.append(WeekShown(monday, list(_joined(cells))))
    classes = [held[day, half].statistical for day in days for half in HALVES if (day, half) in held]
    return Month(
        first,
        weeks,
        sum(each is not None and each.is_attendance for each in classes),
        sum(each is not None and each.is_possible for each in classes),
    )


def _day(
    day: date, held: Mapping[tuple[date, int], ChildSession], shut: Mapping[date, str], today: date
) -> list[Cell]:
    when = f"{day:%A} {day.day} {day:%B}"
    if day in shut:
        return [Cell(CLOSED, SIGNS[CLOSED][0], when, shut[day], DAY)]
    if not any((day, half) in held for half in HALVES):
        return [Cell(OFF_ROLL, SIGNS[OFF_ROLL][0], when, SIGNS[OFF_ROLL][1], DAY)]
    return [_session(held[day, half], when, today) for half in HALVES if (day, half) in held]


def _session(session: ChildSession, when: str, today: date) -> Cell:
    half = SESSION_WORDS[session.half]
    at = f"{session.day.isoformat()}/{half}"
    if session.code is None:
        sign, words = SIGNS[MISSING]
        return Cell(MISSING, sign, f"{when} {half}", "no mark yet" if session.day == today else words, 1, at)
    return Cell(style_of(session.code), session.symbol, f"{when} {half}", in_short(session.code), 1, at)


def style_of(code: RegisterCode) -> str:
    """Late is drawn apart where it is attendance; who comes after the register has closed is absent."""
    return LATE if code.late and code.statistical_class.is_attendance else STYLES[code.statistical_class]


def in_short(code: RegisterCode) -> str:
    """What a code means, without how it is written down: it is read out with every cell."""
    return code.meaning.partition(":")[0].partition(";")[0]


def _joined(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Neighbouring days of which the same is to be said as one cell: half-term is one, and not five."""
    for (style, meaning, is_day), group in groupby(
        cells, key=lambda each: (each.style, each.meaning, each.columns == DAY)
    ):
        same = list(group)
        if not is_day or len(same) == 1:
            yield from same
            continue
        when = f"{same[0].when} to {same[-1].when}" if same[0].when else ""
        yield Cell(style, same[0].letter, when, meaning, DAY * len(same))


def _legend(sessions: Iterable[ChildSession], years: Iterable[SchoolYear]) -> list[LegendLine]:
    """Each code once, a present mark with the signs of both halves; then what is no code."""
    codes: dict[str, LegendLine] = {}
    for each in sessions:
        if each.code is not None and each.code.symbol not in codes:
            both = [each.code.symbol] if each.symbol.isalnum() else PRESENT_SYMBOLS
            counts = each.code.statistical_class.value
            words = counts if in_short(each.code) == counts else f"{each.code.meaning} ({counts})"
            codes[each.code.symbol] = LegendLine(style_of(each.code), " ".join(both), words)
    weeks = [week for year in years for month in year.months for week in month.weeks]
    drawn = {cell.style for week in weeks for cell in week.cells}
    signs = [LegendLine(style, *SIGNS[style]) for style in SIGNS if style in drawn]
    return [*sorted(codes.values(), key=lambda line: (line.letter.isalnum(), line.letter)), *signs]
