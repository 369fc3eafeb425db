"""One event of a history file: every cell read as its kind says, and every fault of it.

An event with a fault has no `event`; what can be known of it all the same (its id, pupil,
kind, what it corrects) is kept, because other events may point at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from supportfirst.attendance.casefiles import record_words as words
from supportfirst.attendance.casefiles.cells import (
    Unusable,
    read_iso_day,
    read_mapping,
    read_number,
    read_text,
    read_texts,
    read_yes_no,
)
from supportfirst.attendance.casefiles.placed_json import Placed
from supportfirst.attendance.casefiles.record_words import ABOUT, NOTE, FieldWords, RecordWords
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.moments import MomentUnreadable, read_moment

KEYS = ("id", "upn", "kind", "on", "recorded_at", "by", "parents", "corrects", "data")

Found = tuple[str, Any, Unusable]  # the key, the value that stands there, and what is wrong with it

_MISSING = Unusable("missing", "it is missing, so the event can't be used", "enter it")
_KEY_TWICE = Unusable("repeated-key", "it is given twice in one event", "keep one of them")
_UNKNOWN_KEY = Unusable("unknown-key", "nothing reads this", f"use only {', '.join(KEYS)}")
_NO_PARENT = Unusable(
    "missing-parent", "this kind of event must say which parent", "name the parent's id in “parents”"
)


@dataclass(slots=True)
class ReadEvent:
    """What was read of one event. `about` and `corrects` are ids, "" where there are none."""

    number: int  # its place in the file, from 1
    line: int
    id: str = ""
    upn: str = ""
    kind: str = ""
    about: str = ""
    corrects: str = ""
    event: CaseEvent | None = None
    faults: list[Found] = field(default_factory=list)
    doubts: list[Found] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return self.event is not None and not self.faults


class EventReader:
    """Reads events of some kinds; made once for a file."""

    def __init__(self, records: Mapping[str, RecordWords]) -> None:
        self._kinds = {id: _KindOfEvent(_fields(kind), kind.for_parent) for id, kind in records.items()}  # noqa: A001

    def read(self, item: Placed, *, number: int) -> ReadEvent:
        """Read one object of the list, the first being number 1; never raises."""
        return _Event(item, number, self._kinds).read()


class _KindOfEvent(NamedTuple):
    fields: Mapping[str, tuple[Callable[[Any], Any], bool]]  # how each is read, and whether it must be there
    for_parent: bool


class _Event:
    def __init__(self, item: Placed, number: int, kinds: Mapping[str, _KindOfEvent]) -> None:
        self._given: dict[str, Any] = item.value
        self._repeated = item.repeated
        self._kinds = kinds
        self._read = ReadEvent(number, item.line)

    def read(self) -> ReadEvent:
        read, given = self._read, self._given
        read.faults += [(key, None, _KEY_TWICE) for key in self._repeated]
        read.doubts += [(key, None, _UNKNOWN_KEY) for key in given if key not in KEYS]
        read.id = self._required("id", read_text) or ""
        read.upn = (self._required("upn", read_text) or "").upper()
        read.kind = self._kind()
        read.corrects = self._cell("corrects", read_text) or ""
        on = self._required("on", read_iso_day)
        recorded_at = self._cell("recorded_at", _moment)
        by = self._by()
        parents = self._cell("parents", read_texts) or ()
        kind = self._kinds.get(read.kind)
        data = self._data(kind)
        read.about = data.get(ABOUT, "")
        if kind is not None and kind.for_parent and not parents:
            read.faults.append(("parents", given.get("parents"), _NO_PARENT))
        if not read.faults:
            read.event = CaseEvent(
                id=read.id,
                upn=read.upn,
                kind=read.kind,
                on=on,
                recorded_at=recorded_at,
                by_name=by.get("name", ""),
                by_title=by.get("title", ""),
                parents=parents,
                corrects=read.corrects,
                data=data,
            )
        return read

    def _cell(self, key: str, reader: Callable[[Any], Any]) -> Any:
        """A value of the event; None where it is left out or cannot be used."""
        return self._value(key, self._given.get(key), reader)

    def _value(self, place: str, value: Any, reader: Callable[[Any], Any]) -> Any:
        read = None if value is None else reader(value)
        if isinstance(read, Unusable):
            self._read.faults.append((place, value, read))
            return None
        return read

    def _required(self, key: str, reader: Callable[[Any], Any]) -> Any:
        value = self._given.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            self._read.faults.append((key, None, _MISSING))
            return None
        return self._cell(key, reader)

    def _kind(self) -> str:
        kind = self._required("kind", read_text) or ""
        if kind and kind not in self._kinds:
            near = _nearest(kind[:100], tuple(self._kinds))
            remedy = f"write “{near}”, if that is meant" if near else "see “supportfirst schema history”"
            fault = Unusable("unknown-kind", "the policy pack has no such kind of event", remedy)
            self._read.faults.append(("kind", kind, fault))
        return str(kind)

    def _by(self) -> dict[str, str]:
        by = self._cell("by", read_mapping) or {}
        self._read.doubts += [(f"by.{key}", None, _UNKNOWN_BY) for key in by if key not in ("name", "title")]
        return {key: self._value(f"by.{key}", by.get(key), read_text) or "" for key in ("name", "title")}

    def _data(self, kind: _KindOfEvent | None) -> dict[str, Any]:
        """The fields of the event's kind, those left out not among them; nothing of an unknown kind."""
        given = self._cell("data", read_mapping) or {}
        if kind is None:
            return {}
        fields = kind.fields
        for key in given:
            if key not in fields:
                fault = Unusable(
                    "unknown-field",
                    f"an event of the kind “{self._read.kind}” has no such field",
                    f"use only {', '.join(fields)}",
                )
                self._read.faults.append((key, given[key], fault))
        read: dict[str, Any] = {}
        for key, (reader, required) in fields.items():
            value = given.get(key)
            if value is None or (isinstance(value, str) and not value.strip()):
                if required:
                    self._read.faults.append((key, None, _MISSING))
                continue
            found = self._value(key, value, reader)
            if found is not None:
                read[key] = found
        return read


_UNKNOWN_BY = Unusable("unknown-key", "nothing reads this", "use only name and title")
_READERS: Mapping[str, Callable[[Any], Any]] = {
    words.TEXT: read_text,
    words.DATE: read_iso_day,
    words.YES_NO: read_yes_no,
    words.NUMBER: read_number,
    words.LIST: read_texts,
}


def _fields(kind: RecordWords) -> dict[str, tuple[Callable[[Any], Any], bool]]:
    """Each field that an event of the kind may have: how it is read, and whether it must be there."""
    fields = {name: (_reader(each), each.required) for name, each in kind.fields.items()}
    if kind.about:
        fields[ABOUT] = (read_text, True)
    fields.setdefault(NOTE, (read_text, False))
    return fields


def _reader(given: FieldWords) -> Callable[[Any], Any]:
    if given.kind != words.CHOICE:
        return _READERS[given.kind]

    def read_choice(value: Any) -> str | Unusable:
        text = read_text(value)
        if isinstance(text, Unusable) or text in given.choices:
            return text
        return Unusable("not-a-choice", "it is none of the answers", f"use one of {', '.join(given.choices)}")

    return read_choice


@lru_cache(maxsize=256)
def _nearest(kind: str, kinds: tuple[str, ...]) -> str:
    """The kind that was probably meant, or ""; a file often has the same wrong word many times."""
    return next(iter(get_close_matches(kind, kinds, n=1)), "")


def _moment(value: Any) -> int | Unusable:
    text = read_text(value)
    if isinstance(text, Unusable):
        return text
    try:
        return read_moment(text)
    except MomentUnreadable as error:
        return Unusable("unreadable-moment", "it is not a date or moment", error.remedy)
