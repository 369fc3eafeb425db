"""The one way by which an action writes marks into pupils' years: whoever relied on one of them hears of it.

`pupil_years.write` and `write_many` set the bytes; nothing but this file calls them for marks that are
recorded. The first mark of a session on its own day asks nothing of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from supportfirst.casework.bridge.code_numbers import NO_MARK, symbol_of
from supportfirst.casework.bridge.pupil_years import first_day, write, write_many
from supportfirst.casework.bridge.relied_on import Change, Hand, Raised, raise_for_marks, relied_on
from supportfirst.casework.store.models import PupilYear


def record_marks(
    hand: Hand, rows: Mapping[int, PupilYear], offset: int, numbers: Mapping[int, int]
) -> Raised:
    """Set one session's marks in locked rows; the numbers are by enrolment."""
    year = next(iter(rows.values())).school_year
    day, half = _session(year, offset)
    changed = [
        Change(each, day, half, symbol_of(_held(rows[each], offset)), symbol_of(number))
        for each, number in numbers.items()
        if day < hand.today or hand.amends((each, day, half)) or _held(rows[each], offset) != NO_MARK
    ]
    write(rows, offset, numbers)
    return _raise(hand, changed, day, day) if changed else Raised()


def record_many_marks(
    hand: Hand, rows: Mapping[int, PupilYear], numbers: Mapping[int, Mapping[int, int]]
) -> Raised:
    """Set the marks of several sessions in locked rows of one school year: by enrolment, by place."""
    before = {each: bytes(rows[each].marks) for each in numbers}
    year = next(iter(rows.values())).school_year
    places = sorted({offset for held in numbers.values() for offset in held})
    write_many(rows, numbers)
    if not places:
        return Raised()
    first, last = _session(year, places[0])[0], _session(year, places[-1])[0]
    reliances = list(relied_on(hand.school, list(numbers), first, last).select_related("school__authority"))
    if not reliances:
        return Raised()
    return raise_for_marks(hand, reliances, _changes(hand, year, before, numbers))


def _changes(
    hand: Hand, year: int, before: Mapping[int, bytes], numbers: Mapping[int, Mapping[int, int]]
) -> Iterator[Change]:
    for enrolment, held in numbers.items():
        for offset, number in sorted(held.items()):
            day, half = _session(year, offset)
            was = before[enrolment][offset]
            if day < hand.today or was != NO_MARK or hand.amends((enrolment, day, half)):
                yield Change(enrolment, day, half, symbol_of(was), symbol_of(number))


def _raise(hand: Hand, changed: list[Change], first: date, last: date) -> Raised:
    stays = [each.enrolment for each in changed]
    reliances = list(relied_on(hand.school, stays, first, last).select_related("school__authority"))
    return raise_for_marks(hand, reliances, changed) if reliances else Raised()


def _held(row: PupilYear, offset: int) -> int:
    return bytes(row.marks)[offset]


def _session(school_year: int, offset: int) -> tuple[date, int]:
    return first_day(school_year) + timedelta(days=offset // 2), offset % 2
