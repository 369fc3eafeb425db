"""History files (`history/1`): the chronology of what people did, as events.

The kinds of event are the packs' vocabulary, handed in as `records`. An event with any fault
is left out whole and told with its line, because half an event could say the opposite of what
happened. Afterwards every `about` and `corrects` names an event that was kept: a follow-up of
an event that was left out is left out too, while a correction of one stands for itself, or in
place of the one that this had corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from supportfirst.attendance.casefiles.cells import Unusable, shown
from supportfirst.attendance.casefiles.event_links import link_faults, with_sound_corrections
from supportfirst.attendance.casefiles.events import EventReader, ReadEvent
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable, Placed, PlacedJson
from supportfirst.attendance.casefiles.record_words import RecordWords
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.problems import Problem

SCHEMA = "history/1"
_NOT_AN_EVENT = Unusable(
    "not-an-event", "it is not an event", "write {“id”: …, “upn”: …, “kind”: …, “on”: …}"
)
_ID_TWICE = Unusable(
    "repeated-id", "an event further up has this id; that one is used", "give each event an id of its own"
)


@dataclass(slots=True)
class ReadHistory:
    """Events in the order of the file. Of the `given` ones, those that are not here have a problem each."""

    events: list[CaseEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    given: int = 0
    left_out: int = 0
    unread: dict[str, frozenset[str]] = field(default_factory=dict)  # by UPN: the kinds of those left out


def parse_history(data: bytes, *, name: str, records: Mapping[str, RecordWords]) -> ReadHistory:
    """Read a list of events, or `{"schema": "history/1", "events": [...]}`.

    `records`: each kind of event with its fields, as a pack's `records` are. Raises
    CaseFileUnreadable only where the file is not JSON or holds no list of events.
    """
    items = _items(PlacedJson(data, name=name), name=name)
    reading = _Reading(name, records)
    for number, item in enumerate(items, start=1):
        reading.take(number, item)
    return reading.finish()


def _items(text: PlacedJson, *, name: str) -> list[Placed]:
    whole = text.whole()
    if isinstance(whole.value, list):
        return text.items(whole)
    if isinstance(whole.value, dict) and whole.value.get("schema", SCHEMA) == SCHEMA:
        lists = [
            value for key, value in text.pairs(whole) if key == "events" and isinstance(value.value, list)
        ]
        if len(lists) == 1:
            return text.items(lists[0])
    raise CaseFileUnreadable(
        what="this is not a history file: it holds no list of events",
        where=name,
        remedy="see “supportfirst schema history” for what it must hold",
    )


class _Reading:
    """One history file being read: items in, events and problems out."""

    def __init__(self, name: str, records: Mapping[str, RecordWords]) -> None:
        self._name = name
        self._records = records
        self._reader = EventReader(records)
        self._read = ReadHistory()
        self._all: list[ReadEvent] = []
        self._by_id: dict[str, ReadEvent] = {}  # the first of each id, sound or not

    def take(self, number: int, item: Placed) -> None:
        self._read.given += 1
        if not isinstance(item.value, dict):
            self._problem(_NOT_AN_EVENT, item.line, f"event {number}", item.value)
            return
        read = self._reader.read(item, number=number)
        self._all.append(read)
        for column, value, fault in read.doubts:
            told = fault.at(
                file=self._name, line=read.line, column=_place(read, column), value=value, warning=True
            )
            self._read.warnings.append(told)
        for column, value, fault in read.faults:
            self._problem(fault, read.line, _place(read, column), value)
        if read.id in self._by_id:
            read.faults.append(("id", read.id, _ID_TWICE))
            self._problem(_ID_TWICE, read.line, _place(read, "id"), read.id)
        elif read.id:
            self._by_id[read.id] = read

    def _problem(self, fault: Unusable, line: int, column: str, value: Any) -> None:
        self._read.problems.append(fault.at(file=self._name, line=line, column=column, value=value))

    def finish(self) -> ReadHistory:
        for read, column, value, fault in link_faults(self._by_id, self._records):
            read.faults.append((column, value, fault))
            self._problem(fault, read.line, _place(read, column), value)
        self._read.problems.sort(key=lambda problem: problem.line)
        self._read.events = with_sound_corrections(self._by_id)
        self._read.left_out = self._read.given - len(self._read.events)
        for read in self._all:
            if not read.is_sound and read.upn and read.kind in self._records:
                kinds = self._read.unread.get(read.upn, frozenset())
                self._read.unread[read.upn] = kinds | {read.kind}
        return self._read


def _place(read: ReadEvent, column: str) -> str:
    return f"event {shown(read.id) or read.number}, {column}"
