"""What a run of letters shows: an absence that goes on, a weekday that stands out, a fall.

The definitions are those of the core's measures (`measures.oracle`), counted here over any period and without
its compiled kernel; the numbers stand in the packs. Nothing here is a step against anybody: each is a prompt
to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from supportfirst.attendance.packs.shape import DatedValue, Pack
from supportfirst.attendance.schooldays.school_calendar import monday_of
from supportfirst.attendance.vocabulary.percentages import exact_number, exact_percentage
from supportfirst.casework.bridge.attendance_letters import ABSENT, ATTENDED, AWAY, POSSIBLE, UNEXPLAINED

WEEKDAYS = range(5)
MINIMUM, FACTOR = "weekday_pattern.min_sessions", "weekday_pattern.times_other_days"  # the packs' values
CONTINUING, UNEXPLAINED_FOR = "follow_up.continuing_school_days", "follow_up.unexplained_school_days"
FALL, FALL_WEEKS, SETTLED = (
    "follow_up.fall_percent",
    "follow_up.fall_school_weeks",
    "min_sessions_before_staging",
)
LATE_PATTERN = "late_pattern.min_sessions"


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the pack with how a count is held against it, and where it comes from."""

    id: str
    question: str
    number: Fraction
    unit: str
    at_most_is_short: bool  # “more than”, not “at least”
    title: str
    passage: str
    address: str
    note: str

    def reached_by(self, count: Fraction | int) -> bool:
        return count > self.number if self.at_most_is_short else count >= self.number

    @property
    def words(self) -> str:
        return f"{'more than' if self.at_most_is_short else 'at least'} {float(self.number):g} {self.unit}"


def line_of(pack: Pack, name: str, day: date) -> Line:
    value: DatedValue = pack.values[name]
    held = value.on(day)
    assert isinstance(held.value, int | Fraction)
    return Line(
        id=name,
        question=value.question,
        number=Fraction(held.value),
        unit=value.unit,
        at_most_is_short=held.operator is not None and held.operator.value == ">",
        title=held.source.title,
        passage=held.source.passage,
        address=held.source.address,
        note=value.show,
    )


# --- runs --------------------------------------------------------------------------------


class Run(NamedTuple):
    days: int
    first: date | None


def current_run(letters: bytes, days: Sequence[date], belongs: bytes = AWAY) -> Run:
    """School days away in a row up to the last: each of whose possible sessions belongs.

    A day with a possible session that does not belong ends the run; one without any does nothing to it.
    """
    count, first = 0, None
    for place in range(len(days) - 1, -1, -1):
        pair = [letter for letter in letters[2 * place : 2 * place + 2] if letter in POSSIBLE]
        if not pair:
            continue
        if not all(letter in belongs for letter in pair):
            break
        count, first = count + 1, days[place]
    return Run(count, first)


def unexplained_run(letters: bytes, days: Sequence[date]) -> Run:
    return current_run(letters, days, UNEXPLAINED)


# --- weekdays ----------------------------------------------------------------------------


class Weekday(NamedTuple):
    """A weekday that stands out: 0 is Monday."""

    weekday: int
    absent: int
    possible: int
    other_absent: int
    other_possible: int

    @property
    def name(self) -> str:
        return f"{date.min + timedelta(days=self.weekday):%A}"  # the first of all days was a Monday

    @property
    def words(self) -> str:
        return (
            f"Away {self.absent} of {self.possible} sessions on {self.name}s, and {self.other_absent} of "
            f"{self.other_possible} on other days"
        )


def weekdays_of(days: Sequence[date]) -> Sequence[Sequence[int]]:
    """For each weekday the places of its sessions among the letters; the same for all pupils of a school."""
    return [
        [2 * place + half for place, day in enumerate(days) if day.weekday() == weekday for half in (0, 1)]
        for weekday in WEEKDAYS
    ]


def standing_out(
    letters: bytes, places: Sequence[Sequence[int]], least: Line, factor: Line
) -> Sequence[Weekday]:
    """The weekdays of which enough sessions were missed, and so many times as often as of the others."""
    if not least.reached_by(_away(letters)):
        return []
    counts = []
    for weekday in WEEKDAYS:
        own = bytes(letters[place] for place in places[weekday])
        counts.append((_away(own), _away(own) + own.count(ATTENDED)))
    absent_in_all, possible_in_all = (sum(each) for each in zip(*counts, strict=True))
    found = []
    for weekday, (absent, possible) in enumerate(counts):
        others, absent_others = possible_in_all - possible, absent_in_all - absent
        often = others > 0 and absent * others >= factor.number * absent_others * possible
        if often and least.reached_by(absent):
            found.append(Weekday(weekday, absent, possible, absent_others, others))
    return found


def standing_out_since(
    letters: bytes, days: Sequence[date], weekday: int, least: Line, factor: Line
) -> date | None:
    """Since which day a weekday has stood out without a break; None where it does not now."""
    since = None
    counts = [[0, 0] for _ in WEEKDAYS]  # away, possible
    for place, day in enumerate(days):
        pair = letters[2 * place : 2 * place + 2]
        counts[day.weekday()][0] += _away(pair)
        counts[day.weekday()][1] += sum(letter in POSSIBLE for letter in pair)
        away, possible = counts[weekday]
        others = [each for number, each in enumerate(counts) if number != weekday]
        away_others, possible_others = sum(each[0] for each in others), sum(each[1] for each in others)
        holds = (
            possible_others > 0
            and least.reached_by(away)
            and away * possible_others >= factor.number * away_others * possible
        )
        since = (since or day) if holds else None
    return since


def _away(letters: bytes) -> int:
    return letters.count(ABSENT) + letters.count(UNEXPLAINED)


# --- falls -------------------------------------------------------------------------------


class Fall(NamedTuple):
    """Attendance of the weeks before and of the recent ones, in percent, with the sessions behind them."""

    before: tuple[int, int]  # attended, possible
    recent: tuple[int, int]

    @property
    def points(self) -> Fraction:
        return 100 * (Fraction(*self.before) - Fraction(*self.recent))

    @property
    def words(self) -> str:
        return (
            f"Attendance fell by {exact_number(self.points)} percentage points: {_share(self.recent)} in the "
            f"recent weeks, after {_share(self.before)} in this school year before them"
        )


def fall_of(letters: bytes, days: Sequence[date], weeks: int, settled: Line) -> Fall | None:
    """None where either part holds too few sessions to say anything; `days` begin with the school year."""
    start = recent_start(days, weeks)
    before, recent = _counted(letters[: 2 * start]), _counted(letters[2 * start : 2 * len(days)])
    if not (settled.reached_by(before[1]) and settled.reached_by(recent[1])):
        return None
    return Fall(before, recent)


def fallen_since(letters: bytes, days: Sequence[date], weeks: int, settled: Line, line: Line) -> date | None:
    """Since the end of which school day the fall has been there without a break; None where it is not now."""
    since = None
    for end in range(len(days), 0, -1):
        fall = fall_of(letters, days[:end], weeks, settled)
        if fall is None or not line.reached_by(fall.points):
            break
        since = days[end - 1]
    return since


def recent_start(days: Sequence[date], weeks: int) -> int:
    """The place of the first day of the last so many school weeks."""
    mondays = list(dict.fromkeys(monday_of(day) for day in days))[-weeks:]
    return next((place for place, day in enumerate(days) if mondays and day >= mondays[0]), 0)


def _counted(letters: bytes) -> tuple[int, int]:
    attended = letters.count(ATTENDED)
    return attended, attended + _away(letters)


def _share(of: tuple[int, int]) -> str:
    attended, possible = of
    return f"{exact_percentage(attended, possible)} ({attended} of {possible} sessions)"
