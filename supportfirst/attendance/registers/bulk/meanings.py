"""What symbols mean on their days, for whole columns at once.

A code's meaning changes only on the few days on which some code starts or has ended, so a
table of symbols by spans between those days answers for every day; it is filled from the
code book as places of it are asked for.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook, CodeStanding
from supportfirst.attendance.registers.readers import Faults
from supportfirst.attendance.registers.result import Fault

Numbers = NDArray[np.int64]
_UNREAD = np.iinfo(np.int64).min


class Meanings:
    """Symbol numbers and days to code numbers; a number below zero is a fault."""

    def __init__(self, *, codes: CodeBook, symbols: list[str], faults: Faults) -> None:
        self._codes = codes
        self._symbols = symbols
        self._faults = faults
        firsts = {code.span.first.toordinal() for code in codes.codes}
        ends = {code.span.last.toordinal() + 1 for code in codes.codes if code.span.last}
        self._changes = np.array(sorted(firsts | ends), dtype=np.int64)
        self._width = len(self._changes) + 1
        self._table: Numbers = np.full(len(symbols) * self._width, _UNREAD, dtype=np.int64)
        self._withdrawn: dict[int, str] = {}  # place in the table to the symbol
        self.withdrawn_seen: dict[str, tuple[int, int]] = {}  # symbol to its first line and how often

    def of(self, symbol: Numbers, day: Numbers, line: Numbers) -> Numbers:
        """The code number of each symbol on its day (an ordinal), or a fault; all of one shape."""
        place = symbol * self._width + np.searchsorted(self._changes, day, side="right")
        found: Numbers = self._table[place]
        unread = np.flatnonzero(found == _UNREAD)
        if unread.size:
            places, firsts = np.unique(place[unread], return_index=True)
            for one, first in zip(places.tolist(), firsts.tolist(), strict=True):
                self._table[one] = self._read(one, int(day[unread[first]]))
            found = self._table[place]
        for one, withdrawn in self._withdrawn.items():
            where = np.flatnonzero(place == one)
            if where.size:
                first_line, count = self.withdrawn_seen.get(withdrawn, (int(line[where[0]]), 0))
                self.withdrawn_seen[withdrawn] = (first_line, count + int(where.size))
        return found

    def _read(self, place: int, ordinal: int) -> int:
        symbol = self._symbols[place // self._width]
        reading = self._codes.read(symbol, date.fromordinal(ordinal))
        if reading.standing is CodeStanding.NOT_YET:
            assert reading.code is not None
            return self._faults.number(
                Fault(
                    "code-before-start",
                    symbol,
                    f"this code is in force from {reading.code.span.first}, after the session",
                    "replace it with the code that was in force on the day",
                )
            )
        assert reading.number, f"the code book names {symbol} and does not know it"
        if reading.standing is CodeStanding.WITHDRAWN:
            self._withdrawn[place] = symbol
        return reading.number
