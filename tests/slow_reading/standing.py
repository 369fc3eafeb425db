"""Which records stand for one pupil, as of a day and as known at a moment.

A record and the corrections of it are one record under the first one's name; a correction says the right day
of what it corrects, so it counts from the moment it is known. What strikes any of them out strikes the record
out, unless it is itself struck out. A follow-up lays its fields over the record. Within a day the order is
that of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.moments import end_of_day

STRUCK_OUT = "struck_out"


@dataclass
class SlowRecord:
    """One standing record: `fields` are its own and those of all that followed it up."""

    id: str
    kind: str
    on: date
    parents: tuple[str, ...]
    by: str  # the name of the person
    fields: dict[str, Any]
    order: tuple[date, int]  # its day, and its place in the file


def moment(event: CaseEvent) -> int:
    return end_of_day(event.on) if event.recorded_at is None else event.recorded_at


class SlowChronology:
    """The events of one pupil, read for a day."""

    def __init__(self, events: list[CaseEvent], on: date, known_at: int | None) -> None:
        self.known = {event.id: event for event in events if known_at is None or moment(event) <= known_at}
        self.place = {event.id: place for place, event in enumerate(events)}
        self.corrections: dict[str, str] = {event.corrects: event.id for event in self.known.values()}
        roots = [name for name, event in self.known.items() if event.corrects not in self.known]
        self.names = [name for name in roots if self.content(name).on <= on]

    def root(self, name: str) -> str:
        """The name of the record that an event is, or corrects."""
        while name in self.known and self.known[name].corrects in self.known:
            name = self.known[name].corrects
        return name

    def content(self, name: str) -> CaseEvent:
        """The event that stands for the record: its correction, or the correction of that, and so on."""
        return self.content(self.corrections[name]) if name in self.corrections else self.known[name]

    def is_struck(self, name: str) -> bool:
        strikes = [other for other in self.names if self.content(other).kind == STRUCK_OUT]
        about = [other for other in strikes if self.root(self.content(other).data.get("about", "")) == name]
        return any(not self.is_struck(other) for other in about)

    def records(self, up_to: date = date.max, without: set[str] | None = None) -> list[SlowRecord]:
        """Every standing record, in the order of their days, without those after a day or named."""
        standing = [name for name in self.names if not self.is_struck(name) and name not in (without or ())]
        standing = [name for name in standing if self.content(name).on <= up_to]
        contents = {name: self.content(name) for name in standing}
        made = {name: self._record(name, event) for name, event in contents.items()}
        for name in sorted(standing, key=lambda name: made[name].order):
            about = self.root(contents[name].data.get("about", ""))
            if about in made and contents[name].kind != STRUCK_OUT:
                made[about].fields |= {
                    **{key: held for key, held in contents[name].data.items() if key != "about"},
                    contents[name].kind: contents[name].on,
                }
        return sorted(made.values(), key=lambda record: record.order)

    def _record(self, name: str, event: CaseEvent) -> SlowRecord:
        order = (event.on, self.place[name])
        return SlowRecord(
            name, event.kind, event.on, event.parents, event.by_name, {**event.data, "on": event.on}, order
        )
