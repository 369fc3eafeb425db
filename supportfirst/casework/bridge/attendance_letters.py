"""A pupil's sessions as letters that can be counted: attended, absent, absent without a known reason.

Pages count over these letters what no assessment was asked for, such as a period that somebody chose. What a
code means on its day, the pack says; a session that is not possible, or has no mark, is a dot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.marks import translated
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.school_days import HALVES
from supportfirst.casework.bridge.unaccounted import unexplained_code

ATTENDED, ABSENT, UNEXPLAINED, UNAUTHORISED, NEITHER = b"p", b"a", b"n", b"u", b"."
AWAY = ABSENT + UNEXPLAINED
POSSIBLE = ATTENDED + AWAY


@dataclass(frozen=True, slots=True)
class Letters:
    """The school days of a period, and how to read a pupil's letters over them: two a day, in their order."""

    days: Sequence[date]
    pack: Pack
    _table: bytes
    _places: Mapping[int, Callable[[bytes], Any]]  # by school year

    @property
    def school_years(self) -> Sequence[int]:
        return sorted(self._places)

    def of(self, years: dict[int, bytes]) -> bytes:
        """The letters of one pupil, from their years' stored marks; a year that is not there is dots."""
        found = []
        for school_year in self.school_years:
            pick = self._places[school_year]
            raw = years.get(school_year)
            if raw is None:
                number = sum(place_of(day, 0).school_year == school_year for day in self.days)
                found.append(NEITHER * 2 * number)
                continue
            letters = translated(raw, school_year, self.pack.codes).translate(self._table)
            found.append(bytes(pick(letters)))
        return b"".join(found)


def letters_over(days: Sequence[date], pack: Pack, *, by_leave: bool = False) -> Letters:
    """Over some school days, oldest first; a half on which the school did not meet has no mark.

    `by_leave` tells absences apart by whether they were authorised, and not by whether a reason is known.
    """
    places: dict[int, list[int]] = {}
    for day in days:
        for half in HALVES:
            place = place_of(day, half)
            places.setdefault(place.school_year, []).append(place.offset)
    picks = {year: itemgetter(*offsets) for year, offsets in places.items()}
    table = _by_leave(pack) if by_leave else _table(pack, days[-1]) if days else b""
    return Letters(days, pack, table, picks)


def _table(pack: Pack, day: date) -> bytes:
    """From the code book's numbers to letters. A number stands for one symbol with one meaning."""
    unexplained = unexplained_code(pack, day)
    table = bytearray(NEITHER * 256)
    for number in pack.codes.numbers():
        code = pack.codes.code(number)
        if code.symbol == unexplained:
            table[number] = UNEXPLAINED[0]
        elif code.statistical_class.is_attendance:
            table[number] = ATTENDED[0]
        elif code.statistical_class.is_absence:
            table[number] = ABSENT[0]
    return bytes(table)


def _by_leave(pack: Pack) -> bytes:
    table = bytearray(NEITHER * 256)
    for number in pack.codes.numbers():
        meaning = pack.codes.code(number).statistical_class
        if meaning.is_attendance:
            table[number] = ATTENDED[0]
        elif meaning.is_absence:
            table[number] = (UNAUTHORISED if meaning is StatisticalClass.UNAUTHORISED else ABSENT)[0]
    return bytes(table)
