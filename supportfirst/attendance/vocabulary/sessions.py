"""Sessions: the morning or afternoon of a day, the unit in which attendance is counted.

A session has a number, twice the day's ordinal plus 0 for AM or 1 for PM, so that
arrays can hold sessions and whole days stay adjacent (number // 2 is the day).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Half(IntEnum):
    AM = 0
    PM = 1


HALVES = tuple(Half)  # by number: looked up faster than made


@dataclass(frozen=True, order=True, slots=True)
class Session:
    day: date
    half: Half

    @property
    def number(self) -> int:
        return self.day.toordinal() * 2 + self.half

    @classmethod
    def of_number(cls, number: int) -> Session:
        return cls(date.fromordinal(number // 2), HALVES[number % 2])

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.half.name}"
