"""A child's chronology as it stood: events to standing records, by the pack's kinds of record.

Nothing is overwritten in the file; here a correction stands in the place of what it corrects,
what was struck out is gone, and a record carries what its follow-ups added. Events dated after
the day, or not known at the moment asked for, do not exist.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from supportfirst.attendance.packs.case_shape import RecordKind
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.moments import end_of_day

ABOUT = "about"
STRUCK_OUT = "struck_out"


@dataclass(slots=True)
class Record:
    """One standing record: its event, and its fields with those of its follow-ups laid over them."""

    id: str
    kind: str
    on: date
    parents: tuple[str, ...]
    event: CaseEvent
    fields: dict[str, Any]
    follow_ups: list[str] = field(default_factory=list)  # ids, in order

    @classmethod
    def of(cls, event: CaseEvent) -> Record:
        """The record of an event alone, before anything follows it up."""
        return cls(event.id, event.kind, event.on, event.parents, event, dict(event.data))

    def lay_over(self, follow_up: Record) -> None:
        """Add what a follow-up says: its fields, and its day under the name of its kind."""
        data = follow_up.event.data
        self.fields.update({name: held for name, held in data.items() if name != ABOUT})
        self.fields[follow_up.kind] = follow_up.on
        self.follow_ups.append(follow_up.id)

    def field(self, name: str) -> Any:
        """A field's value; `on` is the record's own day; a follow-up's kind is the day of the latest one."""
        return self.on if name == "on" else self.fields.get(name)

    def text(self, name: str) -> str | None:
        """A field as the packs write it: yes or no, or its text; None where it is not there."""
        held = self.field(name)
        if isinstance(held, bool):
            return "yes" if held else "no"
        if isinstance(held, Fraction):
            return f"{float(held):g}"
        return None if held is None else str(held)

    def says(self, name: str, texts: Container[str]) -> bool:
        """Whether a field is one of the texts; a list, whether it holds one of them."""
        held = self.field(name)
        if isinstance(held, list | tuple):
            return any(str(each) in texts for each in held)
        return self.text(name) in texts


@dataclass(frozen=True, slots=True)
class Chronology:
    """Standing records of one pupil, oldest first; events of one day in the order of the file."""

    records: Sequence[Record] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)  # after_on, not_yet_known
    moments_complete: bool = True  # every event that counts says when it was recorded
    by_kind: Mapping[str, Sequence[Record]] = field(default_factory=dict)

    def of(self, kinds: Iterable[str]) -> list[Record]:
        """Records of some kinds, in order."""
        named = list(kinds)
        if len(named) == 1:
            return list(self.by_kind.get(named[0], ()))
        return [record for record in self.records if record.kind in named]


def standing(
    events: Sequence[CaseEvent], kinds: Mapping[str, RecordKind], *, on: date, known_at: int | None
) -> Chronology:
    """The records that stand on a day, as known at a moment (microseconds since 1970 UTC; None: all)."""
    known = [event for event in events if known_at is None or _recorded(event) <= known_at]
    corrected = _corrected(known)
    current = [event for event in corrected if event.on <= on]
    left_out = {"after_on": len(corrected) - len(current), "not_yet_known": len(events) - len(known)}
    names = _names(known)
    gone = _struck_out({event.id: _about(event, names) for event in current if event.kind == STRUCK_OUT})
    current = sorted((event for event in current if event.id not in gone), key=lambda event: event.on)
    records = [Record.of(event) for event in current]
    _follow_up(records, kinds, names)
    complete = all(event.recorded_at is not None for event in current)
    return Chronology(records, left_out, complete, by_kind(records))


def by_kind(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records by their kind, in the order in which they stand."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.kind, []).append(record)
    return found


def _struck_out(strikes: Mapping[str, str]) -> set[str]:
    """What is taken out, given what each strike is about; one that is itself struck out takes nothing out."""
    undecided = dict.fromkeys(strikes, 0)
    for about in strikes.values():
        if about in undecided:
            undecided[about] += 1
    gone: set[str] = set()
    decided = [id for id, number in undecided.items() if not number]  # noqa: A001
    while decided:
        strike = decided.pop()
        about = strikes[strike]
        if strike not in gone:
            gone.add(about)
        if about in undecided:
            undecided[about] -= 1
            if not undecided[about]:
                decided.append(about)
    return gone


def _recorded(event: CaseEvent) -> int:
    return event.recorded_at if event.recorded_at is not None else end_of_day(event.on)


def _corrected(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """Events without those that another one corrects; a correction answers to the name of the first."""
    corrected_by = {event.corrects: event for event in events if event.corrects}
    ids = {event.id for event in events}
    found = []
    for event in events:
        if event.corrects in ids:
            continue
        stands = event
        seen = {event.id}
        while stands.id in corrected_by and corrected_by[stands.id].id not in seen:
            stands = corrected_by[stands.id]
            seen.add(stands.id)
        found.append(_named(stands, event.id))
    return found


def _names(events: Sequence[CaseEvent]) -> dict[str, str]:
    """The id that each event's record answers to: its own, or that of the first one it corrects."""
    corrects = {event.id: event.corrects for event in events}
    names = {}
    for event in events:
        name, seen = event.id, {event.id}
        while corrects[name] in corrects and corrects[name] not in seen:
            name = corrects[name]
            seen.add(name)
        names[event.id] = name
    return names


def _about(event: CaseEvent, names: Mapping[str, str]) -> str:
    """The record that a follow-up is about, whether it names the record or a correction of it."""
    about = str(event.data.get(ABOUT, ""))
    return names.get(about, about)


def _named(event: CaseEvent, first_id: str) -> CaseEvent:
    """The correction under the id of the event it stands for, so that what was about it still is."""
    return event if event.id == first_id else replace(event, id=first_id)


def _follow_up(records: Sequence[Record], kinds: Mapping[str, RecordKind], names: Mapping[str, str]) -> None:
    by_id = {record.id: record for record in records}
    for record in records:
        followed = by_id.get(_about(record.event, names))
        kind = kinds.get(record.kind)
        if followed is None or followed is record or kind is None:
            continue
        followed.lay_over(record)
