"""The letters in which a ledger file writes marks: one character for each code symbol.

The file carries its own alphabet, so it can be read for as long as it is kept, whatever
numbers a code book gives its codes. A present mark is `/` in both halves, since the
session says which half it is; `.` is no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from supportfirst.attendance.codes.codebook import PRESENT_SYMBOLS
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.sessions import Half

NO_MARK = "."
_SPARE = "abcdefghijklmnopqrstuvwxyz0123456789!$%&*+:;<=>?@^_~"


class AlphabetFull(AttendanceError):
    """More code symbols than there are single characters to write them with."""


@dataclass(slots=True)
class Alphabet:
    symbols: dict[str, str] = field(default_factory=dict)  # character to symbol
    characters: dict[str, str] = field(default_factory=dict)  # symbol to character

    def learn(self, letters: Mapping[str, str]) -> None:
        """Take up characters from a record. Raises ValueError when one has a meaning already."""
        for character, symbol in letters.items():
            taken = character in self.symbols or symbol in self.characters or character == NO_MARK
            if taken or len(character) != 1 or not character.isascii():
                raise ValueError(f"its letter “{character}” cannot be taken")
            self.symbols[character] = symbol
            self.characters[symbol] = character

    def missing(self, symbols: Iterable[str]) -> dict[str, str]:
        """New letters for the symbols that have none: their own where it is one, else a spare one."""
        taken = set(self.symbols)
        letters: dict[str, str] = {}
        for symbol in symbols:
            if symbol in self.characters:
                continue
            own = symbol if len(symbol) == 1 and symbol.isascii() and symbol.isprintable() else ""
            choices = [own] if own and own not in {*taken, NO_MARK, '"', "\\"} else _SPARE
            character = next((spare for spare in choices if spare not in taken), None)
            if character is None:
                raise AlphabetFull(
                    what=f"there is no character left for the code “{symbol}”",
                    where="ledger",
                    remedy="begin a new ledger file",
                )
            taken.add(character)
            letters[character] = symbol
        return letters


def shown(symbol: str, half: Half) -> str:
    """A symbol as a person reads it: present marks are / in the morning and \\ in the afternoon."""
    return PRESENT_SYMBOLS[half] if symbol == PRESENT_SYMBOLS[0] else symbol
