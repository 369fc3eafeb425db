"""JSON whose parts know their line, so that a problem can name its place in the file.

The standard decoder reads every value; only one object or list at a time is walked here. A
key that stands twice in one object is told, because taking either of the two would be a guess.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from supportfirst.attendance.vocabulary.errors import AttendanceError

_SPACE = re.compile(r"[ \t\n\r]*")


class CaseFileUnreadable(AttendanceError):
    """A file of casework facts that cannot be read at all, or is not of the kind that was asked for."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A value, where it begins in the text, its line, and the keys that stand twice somewhere in it."""

    value: Any
    offset: int
    line: int
    repeated: tuple[str, ...] = ()


class PlacedJson:
    """One JSON text. Every method raises CaseFileUnreadable where the text is not JSON."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self._name = name
        self._text = ""
        try:
            self._text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            told = f"its characters can't be read ({error.reason} at byte {error.start:,})"
            raise CaseFileUnreadable(what=told, where=name, remedy="save the file as UTF-8") from error
        self._repeated: list[str] = []
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object)
        self._plain = json.JSONDecoder()  # quicker, and says nothing of keys that stand twice
        self._counted = (0, 1)  # an offset and the line it is on, so that no line is counted twice

    def whole(self) -> Placed:
        """The one value of the text; its keys that stand twice are told of its parts, not of it."""
        value, place = self._value(0, self._plain)
        if self._skip(place) != len(self._text):
            raise self._fault(place, "something stands after its end")
        return value

    def pairs(self, whole: Placed) -> list[tuple[str, Placed]]:
        """Each key and value of an object, in the order of the text; a key may stand twice."""
        found: list[tuple[str, Placed]] = []
        place = self._skip(whole.offset + 1)
        while self._text[place] != "}":
            key, place = self._value(self._past(",", place))
            value, place = self._value(self._past(":", place))
            found.append((str(key.value), value))
            place = self._skip(place)
        return found

    def items(self, whole: Placed) -> list[Placed]:
        """Each item of a list."""
        found: list[Placed] = []
        place = self._skip(whole.offset + 1)
        while self._text[place] != "]":
            item, place = self._value(self._past(",", place))
            found.append(item)
            place = self._skip(place)
        return found

    def _value(self, place: int, decoder: json.JSONDecoder | None = None) -> tuple[Placed, int]:
        place = self._skip(place)
        self._repeated.clear()
        try:
            value, end = (decoder or self._decoder).raw_decode(self._text, place)
        except json.JSONDecodeError as error:
            raise self._fault(error.pos, "it is not JSON from here on") from error
        except (ValueError, RecursionError) as error:
            raise self._fault(place, "it holds a number or a nesting that is too long") from error
        return Placed(value, place, self._line(place), tuple(self._repeated)), end

    def _skip(self, place: int) -> int:
        space = _SPACE.match(self._text, place)
        assert space is not None, "it matches nothing at all, too"
        return space.end()

    def _past(self, mark: str, place: int) -> int:
        """Past a comma or colon, where one stands. `whole` has made sure that they stand where they must."""
        place = self._skip(place)
        return place + 1 if self._text.startswith(mark, place) else place

    def _line(self, place: int) -> int:
        offset, line = self._counted if self._counted[0] <= place else (0, 1)
        line += self._text.count("\n", offset, place)
        self._counted = (place, line)
        return line

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        read = dict(pairs)
        if len(read) < len(pairs):
            keys = [key for key, _ in pairs]
            self._repeated += sorted({key for key in keys if keys.count(key) > 1})
        return read

    def _fault(self, place: int, what: str) -> CaseFileUnreadable:
        if not self._text.strip():
            return CaseFileUnreadable(
                what="there is nothing in the file", where=self._name, remedy="export it again"
            )
        line = self._text.count("\n", 0, place) + 1
        return CaseFileUnreadable(
            what=what,
            where=f"{self._name}, line {line}",
            remedy="put the text right there, or export the file again as JSON",
        )
