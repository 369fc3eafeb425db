"""An authority's year of registers, made by chance from a fixed seed, as realistic as rates can be.

No open data has real marks, so these are drawn to match what is published: about 92.8 % attendance,
2.9 % unauthorised, 19 % of pupils persistently and 1.8 % severely absent, one in twenty joining
late. Absence comes in spells, of one code each; each school has its own calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.matrix.dense import build_dense
from supportfirst.attendance.matrix.rows import PupilRows, stack_rows
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

SEED = 20260708
PUPILS = 219_629
PUPILS_A_SCHOOL = 400
DAYS = 190
LAST_DAY = date(2026, 7, 22)
TERMS = (
    (date(2025, 9, 2), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 22)),
    (date(2026, 6, 1), LAST_DAY),
)
MAY_DAY = date(2026, 5, 4)
LATE_JOINERS = 0.05
# code and share of spells; of the authorised and the unauthorised kind
AUTHORISED = (("I", 0.78), ("M", 0.09), ("C", 0.05), ("E", 0.04), ("R", 0.02), ("S", 0.02))
UNAUTHORISED = (("O", 0.55), ("G", 0.25), ("N", 0.12), ("U", 0.08))
# code and share of attended sessions
ATTENDED_OTHERWISE = (("L", 0.0065), ("V", 0.002), ("B", 0.001), ("P", 0.0005))
NOT_POSSIBLE = (("X", 0.0008), ("Y1", 0.0002))


@dataclass(frozen=True)
class Authority:
    """`table`: code numbers, shape (pupils, 380); a school's pupils lie together."""

    table: NDArray[np.uint8]
    calendars: tuple[SchoolCalendar, ...]
    school_starts: tuple[int, ...]  # the first pupil of each school, and the number of pupils


def build_authority(codes: CodeBook, *, pupils: int, seed: int = SEED) -> Authority:
    chance = np.random.default_rng(seed)
    numbers = {codes.code(number).symbol: number for number in codes.numbers()}
    starts = (*range(0, pupils, PUPILS_A_SCHOOL), pupils)
    calendars = tuple(_calendar(chance, place) for place in range(len(starts) - 1))
    table = _marks(chance, numbers, pupils)
    _add_late_joiners(chance, table)
    return Authority(table, calendars, starts)


def build_uniform(codes: CodeBook, *, pupils: int, seed: int = SEED) -> Authority:
    """Every code as likely as any other: the worst that can happen to the kernel."""
    chance = np.random.default_rng(seed)
    starts = (*range(0, pupils, PUPILS_A_SCHOOL), pupils)
    calendars = tuple(_calendar(chance, place) for place in range(len(starts) - 1))
    table = chance.choice(np.array(codes.numbers(), np.uint8), (pupils, DAYS * 2))
    return Authority(table, calendars, starts)


def build_rows_of(authority: Authority, codes: CodeBook) -> PupilRows:
    """The rows of all schools, one under another, as of the last day of the year."""
    parts = []
    for place, calendar in enumerate(authority.calendars):
        first, last = authority.school_starts[place : place + 2]
        parts.append(
            build_dense(
                table=authority.table[first:last],
                sessions=np.array([session.number for session in calendar.sessions], np.int32),
                upns=[f"{number:013d}" for number in range(first, last)],
                calendar=calendar,
                pupils=None,
                codes=codes,
                on=LAST_DAY,
            )
        )
    return stack_rows(parts)


def _calendar(chance: np.random.Generator, place: int) -> SchoolCalendar:
    """190 days: what the terms have beyond that are the school's own training days."""
    days = [
        first + timedelta(days=offset)
        for first, last in TERMS
        for offset in range((last - first).days + 1)
        if (first + timedelta(days=offset)).weekday() < 5 and first + timedelta(days=offset) != MAY_DAY
    ]
    kept = np.sort(chance.permutation(len(days))[:DAYS])
    return SchoolCalendar([Session(days[day], half) for day in kept for half in Half], name=f"school {place}")


def _marks(chance: np.random.Generator, numbers: dict[str, int], pupils: int) -> NDArray[np.uint8]:
    """Each pupil has a leaning to absence; spells start and stop day by day."""
    leaning = _leanings(chance, pupils)
    stays = 0.35 + 0.55 * leaning**0.7
    starts = np.minimum(leaning * (1 - stays) / np.maximum(1 - leaning, 0.01), 1.0)
    unauthorised = np.clip(0.15 + 1.15 * leaning, 0, 0.8)
    table = np.full((pupils, DAYS * 2), numbers["/"], np.uint8)
    _sprinkle(chance, table, numbers, ATTENDED_OTHERWISE + NOT_POSSIBLE)
    absent = chance.random(pupils) < leaning
    code = _spell_codes(chance, numbers, unauthorised)
    for day in range(DAYS):
        draw = chance.random(pupils)
        beginning = ~absent & (draw < starts)
        absent = (absent & (draw < stays)) | beginning
        code = np.where(beginning, _spell_codes(chance, numbers, unauthorised), code)
        half = chance.random(pupils)
        table[:, 2 * day] = np.where(absent & (half > 0.05), code, table[:, 2 * day])
        table[:, 2 * day + 1] = np.where(absent & (half < 0.92), code, table[:, 2 * day + 1])
    return table


def _leanings(chance: np.random.Generator, pupils: int) -> NDArray[np.float64]:
    """The share of days absent: most lean little, some much, a few hardly come."""
    little = np.minimum(np.exp(chance.normal(np.log(0.029), 0.7, pupils)), 0.09)
    much = np.minimum(0.10 + chance.exponential(0.105, pupils), 0.46)
    hardly = chance.uniform(0.5, 0.95, pupils)
    group = chance.random(pupils)
    return np.where(group < 0.0178, hardly, np.where(group < 0.187, much, little))


def _spell_codes(
    chance: np.random.Generator, numbers: dict[str, int], unauthorised: NDArray[np.float64]
) -> NDArray[np.uint8]:
    def drawn(shares: tuple[tuple[str, float], ...]) -> NDArray[np.uint8]:
        places = np.array([numbers[symbol] for symbol, _ in shares], np.uint8)
        edges = np.cumsum([share for _, share in shares])[:-1]
        return places[np.searchsorted(edges, chance.random(len(unauthorised)))]

    return np.where(chance.random(len(unauthorised)) < unauthorised, drawn(UNAUTHORISED), drawn(AUTHORISED))


def _sprinkle(
    chance: np.random.Generator,
    table: NDArray[np.uint8],
    numbers: dict[str, int],
    shares: tuple[tuple[str, float], ...],
) -> None:
    for symbol, share in shares:
        hit = chance.integers(0, table.size, int(table.size * share))
        table.reshape(-1)[hit] = numbers[symbol]


def _add_late_joiners(chance: np.random.Generator, table: NDArray[np.uint8]) -> None:
    """No marks before a day drawn from the first three quarters of the year."""
    late = np.flatnonzero(chance.random(len(table)) < LATE_JOINERS)
    for pupil, day in zip(late, chance.integers(1, DAYS * 3 // 4, len(late)), strict=True):
        table[pupil, : 2 * day] = UNMARKED
