"""The code book: a symbol and a date to its meaning, and to a small number that a cell can hold.

A number stands for one symbol with one meaning in the counts (its class, whether it is late,
whether it counts towards the threshold), so a cell of an array is complete by itself: a
letter whose meaning changed with the law has a number for each. 0 is kept
for 'no mark' and 63 for 'outside' (not on roll, or no session), so there are 62 places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.sessions import Half

UNMARKED = 0
OUTSIDE = 63
PRESENT_SYMBOLS = ("/", "\\")


class TooManyCodes(AttendanceError):
    """More symbols and classes than a six-bit cell can tell apart."""


class CodeStanding(StrEnum):
    IN_FORCE = "in force"
    WITHDRAWN = "withdrawn"  # its end has passed: taken from files with a warning
    NOT_YET = "not yet in force"
    UNKNOWN = "unknown"


class Reading(NamedTuple):
    """What a symbol on a date comes to; `number` is UNMARKED unless in force or withdrawn."""

    number: int
    standing: CodeStanding
    code: RegisterCode | None


class Counted(NamedTuple):
    """What makes two entries of a symbol the same in every count."""

    symbol: str
    statistical_class: str
    late: bool
    counts_to_threshold: bool

    @classmethod
    def of(cls, code: RegisterCode) -> Counted:
        return cls(code.symbol, code.statistical_class.value, code.late, code.counts_to_threshold)


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Every code, oldest first within a symbol; built by the pack reader."""

    codes: Sequence[RegisterCode]
    _by_symbol: dict[str, list[RegisterCode]] = field(init=False, default_factory=dict)
    _numbers: dict[Counted, int] = field(init=False, default_factory=dict)
    _by_number: list[RegisterCode | None] = field(init=False, default_factory=lambda: [None] * 64)

    def __post_init__(self) -> None:
        for code in sorted(self.codes, key=lambda code: code.span.first):
            self._by_symbol.setdefault(code.symbol, []).append(code)
            key = Counted.of(code)
            if key not in self._numbers:
                number = len(self._numbers) + 1
                if number >= OUTSIDE:
                    raise TooManyCodes(
                        what=f"“{code.symbol}” would be code number {number}",
                        where="code book",
                        remedy="widen the cell before adding codes",
                    )
                self._numbers[key] = number
            self._by_number[self._numbers[key]] = code

    def read(self, symbol: str, day: date) -> Reading:
        """The meaning of a trimmed, upper-case symbol on a day; a withdrawn code keeps its last class."""
        known = self._by_symbol.get("/" if symbol == "\\" else symbol)
        if not known:
            return Reading(UNMARKED, CodeStanding.UNKNOWN, None)
        for code in reversed(known):
            if day in code.span:
                return Reading(self.number_of(code), CodeStanding.IN_FORCE, code)
            if code.span.last is not None and day > code.span.last:
                return Reading(self.number_of(code), CodeStanding.WITHDRAWN, code)
        return Reading(UNMARKED, CodeStanding.NOT_YET, known[0])

    def number_of(self, code: RegisterCode) -> int:
        return self._numbers[Counted.of(code)]

    def code(self, number: int) -> RegisterCode:
        """The (latest) code behind a number; numbers come from this book only."""
        found = self._by_number[number]
        assert found is not None, f"no code has the number {number}"
        return found

    def symbol(self, number: int, half: Half) -> str:
        """How a mark is shown: present marks are / in the morning and \\ in the afternoon."""
        symbol = self.code(number).symbol
        return PRESENT_SYMBOLS[half] if symbol == "/" else symbol

    def numbers(self) -> list[int]:
        """Every number in use, ascending."""
        return sorted(self._numbers.values())

    def symbols(self) -> list[str]:
        return list(self._by_symbol)
