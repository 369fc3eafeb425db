"""How a mark is kept in one byte: a number for each symbol that a register ever held.

A format of storage, not law: what a symbol means, and on which days it may be used, the packs say.
Numbers are only ever added at the end, because rows that were stored long ago hold them.
"""

from __future__ import annotations

from collections.abc import Mapping

# The place in this line is the number; 0 is no mark. "/" is present in the morning and the afternoon alike.
_IN_ORDER = (
    *("/", "L", "B", "C", "D", "E", "F", "G", "H", "I", "J", "M", "N", "O", "P", "Q", "R", "S", "T", "U"),
    *("V", "W", "X", "Y", "#", "C1", "C2", "J1", "K", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z"),
)

NO_MARK = 0
NUMBERS: Mapping[str, int] = {symbol: place for place, symbol in enumerate(_IN_ORDER, start=1)}
SYMBOLS: Mapping[int, str] = {place: symbol for symbol, place in NUMBERS.items()}


def number_of(symbol: str) -> int:
    """The number of a symbol as written; 0 for none. Raises KeyError for one that no register ever held."""
    return NUMBERS["/" if symbol == "\\" else symbol] if symbol else NO_MARK


def symbol_of(number: int) -> str:
    """The symbol of a number; "" for no mark."""
    return SYMBOLS[number] if number else ""
