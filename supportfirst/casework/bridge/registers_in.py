"""Which classes have their register of a session: the one rule for lists, chasing and the morning.

A class's register is taken when everybody who is due has an entry, wherever it came from: the class's own
register, a file, the door, a correction. Until then it is not taken, or in part, and the class is waited for.

Whoever has no mark is looked for by name where the class had its register: its own was handed in, or a file
has half of the class at least. One that has less is no register of it: nobody can say yet who is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from supportfirst.casework.bridge.register_rows import enrolments_of
from supportfirst.casework.bridge.school_days import HALVES
from supportfirst.casework.store.models import Amendment, RegisterDocument, School, Source


class Taken(NamedTuple):
    """When, and by whom."""

    at: datetime
    by: str


@dataclass(slots=True)
class ClassSession:
    """One class and session."""

    due: int = 0  # children
    without: int = 0  # of these, how many have no entry; one that was struck out is an entry
    own: Taken | None = None  # the class's own register
    filed: int = 0  # of those due, how many stand in a file
    last: Taken | None = None  # whatever gave the last of the entries

    @property
    def taken(self) -> Taken | None:
        """Who took it and when; None where somebody who is due has no entry."""
        return None if self.without else self.own or self.last

    @property
    def is_begun(self) -> bool:
        """A register of some of the class: one child signed in at the door is none."""
        return self.own is not None or self.filed > 0

    @property
    def had_register(self) -> bool:
        """Whether whoever has no mark is missing from it, and not only not marked yet."""
        has_half = self.filed > 0 and self.due <= 2 * (self.due - self.without)
        return self.own is not None or has_half or self.taken is not None


class _Entries(NamedTuple):
    """What one document or amendment has of a session."""

    school: UUID
    group: UUID | None
    half: int
    is_register: bool  # of a class, or a file's, which is of no class
    enrolments: Iterable[int]
    taken: Taken


class RegistersIn:
    """The sessions of a day at some schools. `groups`: the class of everybody who is due. Two queries."""

    def __init__(self, schools: Iterable[School], day: date, groups: Mapping[int, UUID]) -> None:
        self.groups = groups
        self._sessions: dict[tuple[UUID, int], ClassSession] = defaultdict(ClassSession)
        self._halves: dict[UUID, set[int]] = defaultdict(set)
        seen: list[set[int]] = [set() for _ in HALVES]
        asked = list(schools)
        for entries in (*_documents(asked, day), *_amendments(asked, day)):
            self._add(entries, seen[entries.half])
        for enrolment, group in groups.items():
            for half in HALVES:
                session = self._sessions[group, half]
                session.due += 1
                session.without += enrolment not in seen[half]

    def of(self, group: UUID, half: int) -> ClassSession:
        return self._sessions[group, half]

    def halves(self, school: UUID, group: UUID | None) -> Collection[int]:
        """Those in which a child without a mark is looked for by name; of no class, with any register."""
        if group is None:
            return self._halves[school]
        return [half for half in HALVES if self._sessions[group, half].had_register]

    def _add(self, entries: _Entries, seen: set[int]) -> None:
        half = entries.half
        if entries.is_register:
            self._halves[entries.school].add(half)
        if entries.group is not None:
            session = self._sessions[entries.group, half]
            session.own = session.own or entries.taken
        for enrolment in entries.enrolments:
            group = self.groups.get(enrolment)
            if group is None or enrolment in seen:
                continue
            seen.add(enrolment)
            session = self._sessions[group, half]
            session.filed += entries.is_register
            if session.last is None or session.last.at < entries.taken.at:
                session.last = entries.taken


def _documents(schools: Collection[School], day: date) -> Iterator[_Entries]:
    held = RegisterDocument.objects.filter(school__in=schools, day=day).order_by("school", "serial")
    rows = held.values_list(
        *("school_id", "group_id", "half", "source", "pupils"),
        *("recorded_at", "recorded_by__name", "recorded_by__title"),
    )
    for school, group, half, source, pupils, at, name, title in rows:
        by = f"{name}, {title}" if name else ""
        yield _Entries(school, group, half, source != Source.DOOR, enrolments_of(pupils), Taken(at, by))


def _amendments(schools: Collection[School], day: date) -> Iterator[_Entries]:
    """An entry each, also of a child whom no document has."""
    held = Amendment.objects.filter(school__in=schools, day=day).order_by("school", "serial")
    rows = held.values_list("school_id", "half", "enrolment_id", "recorded_at", "name", "title")
    for school, half, enrolment, at, name, title in rows:
        taken = Taken(at, f"{name}, {title}")
        yield _Entries(school, None, half, is_register=False, enrolments=[enrolment], taken=taken)
