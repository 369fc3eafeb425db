"""Each distinct value of a column is read once, and stands for a number from then on.

A register of a million rows holds some thousand UPNs, four hundred dates, two halves and
forty codes. A `Reader` is a dictionary from text to number that fills itself; a number
below zero is a fault (`Faults.of_number`), so a column of texts becomes a column of
numbers at the speed of a dictionary.
"""

from __future__ import annotations

import re
from datetime import date

from supportfirst.attendance.codes.codebook import PRESENT_SYMBOLS, CodeBook
from supportfirst.attendance.registers.damage import find_code_damage, find_damage
from supportfirst.attendance.registers.dates import read_day, read_half
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.registers.upn import upn_doubt
from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, MomentUnreadable, read_moment

BLANK = 0  # the symbol number of no mark
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d):([0-5]\d)(?::([0-5]\d)(?:\.(\d{3}|\d{6}))?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_REMEMBERED = 200_000  # distinct moments held at most; they may differ on every row


class Faults:
    """Every distinct fault of a file, numbered downwards from -1."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def number(self, fault: Fault) -> int:
        self._faults.append(fault)
        return -len(self._faults)

    def of_number(self, number: int) -> Fault:
        return self._faults[-number - 1]


class Reader(dict[str, int]):
    """Text to number; a text met for the first time is read by `read`."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.faults = faults
        self.column = ""  # the heading its texts stand under; named in problems

    def __missing__(self, text: str) -> int:
        number = self[text] = self.read(text)
        return number

    def read(self, text: str) -> int:
        raise TypeError(f"{type(self).__name__} reads nothing")

    def fault(self, kind: str, value: str, problem: str, remedy: str) -> int:
        return self.faults.number(Fault(kind, value, problem, remedy, self.column))


class UpnReader(Reader):
    """UPN to the pupil's place in `upns`, in order of first appearance; trimmed and upper-cased."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self.upns: list[str] = []
        self.doubts: dict[int, tuple[str, str, str]] = {}  # by place; taken by whoever warns
        self._places: dict[str, int] = {}

    def read(self, text: str) -> int:
        upn = text.strip().upper()
        if not upn:
            return self.fault("missing-upn", text, "there is no UPN", "enter the pupil's UPN")
        damage = find_damage(upn)
        if damage:
            return self.fault(damage.kind, text, damage.problem, damage.remedy)
        place = self._places.get(upn)
        if place is None:
            place = self._places[upn] = len(self.upns)
            self.upns.append(upn)
            doubt = upn_doubt(upn)
            if doubt:
                self.doubts[place] = doubt
        return place


class DayReader(Reader):
    """Date to its ordinal."""

    def read(self, text: str) -> int:
        day = read_day(text)
        if isinstance(day, date):
            return day.toordinal()
        return self.faults.number(day._replace(column=self.column))


class HalfReader(Reader):
    """AM to 0, PM to 1."""

    def read(self, text: str) -> int:
        half = read_half(text)
        if isinstance(half, Fault):
            return self.faults.number(half._replace(column=self.column))
        return int(half)


class SymbolReader(Reader):
    """Code to the number of its symbol, 0 for no mark; what it means on a day is asked later.

    `symbols[number]` is the trimmed, upper-case symbol; both present marks are one symbol.
    """

    def __init__(self, faults: Faults, codes: CodeBook) -> None:
        super().__init__(faults)
        self.symbols: list[str] = ["", *codes.symbols()]
        self._numbers = {symbol: place for place, symbol in enumerate(self.symbols) if place}
        self._numbers[PRESENT_SYMBOLS[1]] = self._numbers.get(PRESENT_SYMBOLS[0], BLANK)

    def read(self, text: str) -> int:
        symbol = text.strip().upper()
        if symbol in ("", "-"):
            return BLANK
        number = self._numbers.get(symbol)
        if number:
            return number
        damage = find_code_damage(symbol)
        if damage:
            return self.fault(damage.kind, text, damage.problem, damage.remedy)
        if symbol[0] in self._numbers and symbol[1:].isdigit():
            return self.fault(
                "sub-code",
                text,
                f"it is a school's own sub-code of {symbol[0]}, or a code not in the code book",
                "replace it with the national code that it stands for",
            )
        return self.fault(
            "unknown-code", text, "it is not a register code", "replace it with the national code"
        )


class MomentReader(Reader):
    """When a mark was recorded, in microseconds since 1970 UTC; empty is NOT_RECORDED.

    A fault is FIRST_FAULT plus its number, not just a number below zero, because moments
    before 1970 are below zero too.
    """

    FIRST_FAULT = -(2**62)

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self._hours: dict[tuple[str, str], int | None] = {}

    def __missing__(self, text: str) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        return super().__missing__(text)

    def read(self, text: str) -> int:
        trimmed = text.strip()
        if trimmed in ("", "-"):
            return NOT_RECORDED
        moment = self._moment_in_hour(trimmed)
        if moment is None:
            moment = _moment_of(trimmed)
        if moment is not None:
            return moment
        return self.FIRST_FAULT + self.fault(
            "unreadable-moment",
            text,
            "when it was recorded is not a date or moment",
            "write it as 2025-09-03T09:05:00, or leave it empty",
        )

    def _moment_in_hour(self, text: str) -> int | None:
        """A plain ISO moment by way of its hour, read once: clocks change only on the hour."""
        found = _ISO_MOMENT.fullmatch(text)
        if not found:
            return None
        hour, minutes, seconds, fraction, offset = found.groups(default="")
        key = (hour, offset)
        if key not in self._hours:
            self._hours[key] = _moment_of(f"{hour}:00:00{offset}")
        start = self._hours[key]
        if start is None:
            return None
        whole = int(minutes) * 60 + int(seconds or 0)
        return start + whole * 1_000_000 + int(fraction.ljust(6, "0") or 0)


def _moment_of(text: str) -> int | None:
    try:
        return read_moment(text)
    except MomentUnreadable:
        pass
    day_text, _, time_text = text.partition(" ")
    day = read_day(day_text)  # dd/mm/yyyy, with or without a time
    if not isinstance(day, date):
        return None
    try:
        return read_moment(f"{day.isoformat()}T{time_text.strip()}" if time_text else day.isoformat())
    except MomentUnreadable:
        return None


class RecorderReader(dict[tuple[str, str], int]):
    """(name, title) to its place in `recorders`; both empty is place 0, 'not said'."""

    def __init__(self) -> None:
        super().__init__()
        self.recorders: list[Recorder] = [Recorder()]
        self._places: dict[Recorder, int] = {Recorder(): 0}

    def __missing__(self, key: tuple[str, str]) -> int:
        recorder = Recorder(key[0].strip(), key[1].strip())
        place = self._places.get(recorder)
        if place is None:
            place = self._places[recorder] = len(self.recorders)
            self.recorders.append(recorder)
        self[key] = place
        return place
