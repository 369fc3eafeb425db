"""The weeks, half terms, terms and years of a school, worked out from the days on which it meets.

A school writes its terms down as it likes: three, six, or one with closed weeks. So they are cut where it
does not meet for a whole week; a term ends before January, and at the longest holiday of the spring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year, monday_of
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.ended_days import school_days
from supportfirst.casework.store.models import RewardInterval, School

WEEK = timedelta(days=7)
SPRING_ENDS = ((3, 8), (5, 1))  # between these days (month, day) the spring term ends


@dataclass(frozen=True, slots=True)
class Period:
    """From its first school day to its last."""

    first: date
    last: date
    words: str  # “the autumn term 2026”


Block = list[date]


def periods_of(school: School, pack: Pack, interval: str, day: date) -> Sequence[Period]:
    """Those of the school year of a day and of the one before it, oldest first; none without a calendar."""
    year = first_day_of_year(day)
    first, last = date(year.year - 1, year.month, 1), date(year.year + 1, year.month, 1) - timedelta(days=1)
    return cut(school_days(school, pack, first, last), interval)


def cut(days: Sequence[date], interval: str) -> Sequence[Period]:
    """School days, oldest first, as the periods of an interval."""
    years = [list(held) for _, held in groupby(days, key=lambda day: first_day_of_year(day).year)]
    return [each for year in years for each in _CUTS[interval](year)]


def period_at(periods: Sequence[Period], day: date) -> Period | None:
    """The one that a day lies in; in a holiday the one before it."""
    begun = [each for each in periods if each.first <= day]
    return begun[-1] if begun else None


def before(periods: Sequence[Period], period: Period) -> Period | None:
    """The period before; None where the calendar does not reach back so far."""
    place = periods.index(period)
    return periods[place - 1] if place else None


def _year(days: Block) -> Iterable[Period]:
    begins = first_day_of_year(days[0]).year
    yield Period(days[0], days[-1], f"the school year {begins}-{(begins + 1) % 100:02d}")


def _weeks(days: Block) -> Iterable[Period]:
    for monday, held in groupby(days, key=monday_of):
        week = list(held)
        yield Period(week[0], week[-1], f"the week of {show_day(monday)}")


def _terms(days: Block) -> Iterable[Period]:
    for words, blocks in _named_terms(days):
        yield Period(blocks[0][0], blocks[-1][-1], words)


def _half_terms(days: Block) -> Iterable[Period]:
    for words, blocks in _named_terms(days):
        for place, block in enumerate(blocks):
            yield Period(block[0], block[-1], _part_words(words, place, len(blocks)))


def _part_words(term: str, place: int, parts: int) -> str:
    if parts == 1:
        return term
    if len(HALVES) == parts:
        return f"the {HALVES[place]} half of {term}"
    return f"part {place + 1} of {term}"


HALVES = ("first", "second")


def _named_terms(days: Block) -> Iterable[tuple[str, list[Block]]]:
    """Each term that there is, with its half terms."""
    blocks = _blocks(days)
    year = first_day_of_year(days[0]).year
    autumn = [block for block in blocks if block[0].year == year]
    rest = [block for block in blocks if block[0].year != year]
    at = _spring_ends(rest)
    for name, held in (("autumn", autumn), ("spring", rest[:at]), ("summer", rest[at:])):
        if held:
            yield f"the {name} term {held[0][0].year}", held


def _blocks(days: Block) -> list[Block]:
    """Days cut where a whole week passes without school."""
    found = [[days[0]]]
    for day in days[1:]:
        if monday_of(day) - monday_of(found[-1][-1]) > WEEK:
            found.append([])
        found[-1].append(day)
    return found


def _spring_ends(blocks: Sequence[Block]) -> int:
    """How many of the blocks since January are of the spring term."""
    first, last = SPRING_ENDS
    gaps = {
        place: blocks[place][0] - block[-1]
        for place, block in enumerate(blocks[:-1], start=1)
        if first <= (block[-1].month, block[-1].day) <= last
    }
    return max(gaps, key=lambda place: gaps[place]) if gaps else len(blocks)


_CUTS: dict[str, Callable[[Block], Iterable[Period]]] = {
    RewardInterval.WEEKLY: _weeks,
    RewardInterval.HALF_TERMLY: _half_terms,
    RewardInterval.TERMLY: _terms,
    RewardInterval.YEARLY: _year,
}
