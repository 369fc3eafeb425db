"""A part of a sheet that is being read: its value, and its place for whoever must put it right.

Everything is asked for by its kind. What is not of that kind is damage, told with its place; a
sheet is a record of a decision, so nothing in it is ever taken as blank or guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.moments import MomentUnreadable, read_moment

RESTORE = "restore the sheet from a copy, or write it anew with “supportfirst sheet”"


class SheetDamaged(AttendanceError):
    """A sheet that cannot be read: the file is broken, or it is no sheet."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value of a sheet. Every method raises SheetDamaged where the value is not of the kind asked for."""

    value: Any
    file: str
    path: str = ""

    def damaged(self, what: str) -> SheetDamaged:
        place = f"{self.file}, {self.path}" if self.path else self.file
        return SheetDamaged(what=what, where=place, remedy=RESTORE)

    def __getitem__(self, key: str) -> Held:
        """A part that must be there."""
        if not isinstance(self.value, dict):
            raise self.damaged("it does not hold named values")
        if key not in self.value:
            raise self.damaged(f"“{key}” is missing")
        return Held(self.value[key], self.file, f"{self.path}.{key}" if self.path else key)

    def items(self) -> Iterator[Held]:
        if not isinstance(self.value, list):
            raise self.damaged("it is not a list")
        for number, item in enumerate(self.value, start=1):
            yield Held(item, self.file, f"{self.path}[{number}]")

    def named(self) -> Iterator[tuple[str, Held]]:
        if not isinstance(self.value, dict):
            raise self.damaged("it does not hold named values")
        for key in self.value:
            yield key, self[key]

    @property
    def is_blank(self) -> bool:
        return self.value is None

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.damaged("it is not a text")
        return self.value

    def text_or_none(self) -> str | None:
        return None if self.value is None else self.text()

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def yes_no(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.damaged("it is neither true nor false")
        return self.value

    def yes_no_or_none(self) -> bool | None:
        return None if self.value is None else self.yes_no()

    def day(self) -> date:
        """Written as 2026-03-02 and in no other way."""
        text = self.text()
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise self.damaged("it is not a day") from error
        if day.isoformat() != text:
            raise self.damaged("it is not a day written as 2026-03-02")
        return day

    def day_or_none(self) -> date | None:
        return None if self.value is None else self.day()

    def moment_or_none(self) -> int | None:
        """Microseconds since 1970 UTC."""
        if self.value is None:
            return None
        try:
            return read_moment(self.text())
        except MomentUnreadable as error:
            raise self.damaged("it is not a moment") from error
