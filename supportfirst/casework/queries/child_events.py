"""A child's chronology, newest first: what was done, by whom, where, with the words that may be read.

Of a restricted note everybody who sees the child is told that it is there; its words are for those whom
`access.confidence` lets read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import KEPT_BACK, readable
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.meeting_types import REPLACES
from supportfirst.casework.bridge.record_kinds import KindAsked, catalogue_words, kinds_of
from supportfirst.casework.bridge.same_child import same_adult_as, same_child
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.store.models import Adult, CaseEvent, Enrolment

NEWEST = 20
RESTRICTED = "restricted"  # in place of the kind of an event whose words may not be read


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a child as they were known at a moment, newest first, without what strikes out."""

    rows: Sequence[CaseEvent]
    struck: Mapping[UUID, CaseEvent]  # of them, those that were struck out by then, by what
    readable: Collection[UUID]  # of them, those whose words the reader may know

    @property
    def standing(self) -> Sequence[CaseEvent]:
        return [row for row in self.rows if row.event not in self.struck]

    def kind_of(self, row: CaseEvent) -> str:
        return row.kind if row.event in self.readable else RESTRICTED


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events of a chronology are asked for. Nothing said: all of them."""

    kinds: Collection[str] = ()
    first: date | None = None
    last: date | None = None
    by: UUID | None = None
    everything: bool = False  # the older ones too

    @property
    def narrows(self) -> bool:
        return bool(self.kinds or self.first or self.last or self.by)

    def takes(self, row: CaseEvent, kind: str) -> bool:
        return (
            (not self.kinds or kind in self.kinds)
            and (self.first is None or row.happened_on >= self.first)
            and (self.last is None or row.happened_on <= self.last)
            and (self.by is None or row.recorded_by_id == self.by)
        )


ALL_KINDS = Wanted()


@dataclass(frozen=True, slots=True)
class EventShown:
    id: UUID
    on: date
    at: time | None
    title: str
    restricted: bool
    kept_back: str  # said in place of the words
    told: Sequence[tuple[str, str]]  # what each field is, and what it holds
    with_whom: str
    by: str
    recorded_at: datetime
    school: str  # blank: the school whose page it is
    struck_out: str  # by whom, on which day and why it was struck out; "" where it stands
    may_strike: bool  # it is the reader's to strike out as a mistake


@dataclass(frozen=True, slots=True)
class KindCounted:
    kind: str
    title: str
    events: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chronology:
    events: Sequence[EventShown]
    more: int  # how many older ones there are, of those that were asked for
    every: int  # how many there are in all
    hidden: Sequence[KindCounted]  # what the filter keeps back, by kind
    kinds: Sequence[KindCounted]  # that there are
    people: Sequence[tuple[UUID, str]]  # who wrote any of them down
    wanted: Wanted


def events_of(actor: Actor, enrolment: Enrolment, moment: datetime | None = None) -> Events:
    """Five queries, however many events there are. moment: what was recorded later is not there."""
    return events_among(actor, every_event(enrolment), moment)


def every_event(enrolment: Enrolment) -> Sequence[CaseEvent]:
    """All that was ever written down of a child, newest first, with what strikes out.

    Hundreds of events are of a few people and schools, each of which is read once and not with every event.
    """
    rows = CaseEvent.objects.filter(pupil__in=same_child([enrolment.pupil_id]))
    held = rows.prefetch_related("recorded_by", "school")
    return list(held.order_by("-happened_on", "-recorded_at", "-serial"))


def events_among(actor: Actor, every: Iterable[CaseEvent], moment: datetime | None = None) -> Events:
    """Of what `every_event` gave, all that was known at a moment, or now; one query."""
    held = [row for row in every if moment is None or row.recorded_at <= moment]
    told = [row for row in held if row.strikes_out is None]
    struck = {row.strikes_out: row for row in reversed(held) if row.strikes_out is not None}
    return Events(told, struck, readable(actor, told))


def chronology(actor: Actor, enrolment: Enrolment, events: Events, wanted: Wanted) -> Chronology:
    """Those that are wanted, the newest of them where not everything is; four queries."""
    pack = pack_of(enrolment.school, actor.today)
    kinds = kinds_of(pack, actor.today)

    def counted(rows: Iterable[CaseEvent]) -> list[KindCounted]:
        found = Counter(map(events.kind_of, rows))
        told = [KindCounted(each, _title(each, kinds), n, each in wanted.kinds) for each, n in found.items()]
        return sorted(told, key=lambda each: each.title)

    asked = [row for row in events.rows if wanted.takes(row, events.kind_of(row))]
    taken = {row.event for row in asked}
    page = asked if wanted.everything else asked[:NEWEST]
    told = _Told(kinds, catalogue_words(pack), _adults(page), actor, enrolment)
    people = {row.recorded_by_id: row.recorded_by.name for row in events.rows}
    return Chronology(
        events=[
            told.event(row, events.struck.get(row.event), readable_here=row.event in events.readable)
            for row in page
        ],
        more=len(asked) - len(page),
        every=len(events.rows),
        hidden=counted(row for row in events.rows if row.event not in taken),
        kinds=counted(events.rows),
        people=sorted(people.items(), key=lambda each: each[1]),
        wanted=wanted,
    )


def _title(kind: str, kinds: Mapping[str, KindAsked]) -> str:
    if kind == RESTRICTED:
        return "Restricted note"
    return kinds[kind].title if kind in kinds else kind.replace("_", " ").capitalize()


def _adults(rows: Sequence[CaseEvent]) -> Mapping[str, str]:
    """The name of each adult whom an event names; one who was here twice has one name."""
    one = same_adult_as(adult for row in rows for adult in row.adults)
    names = {str(adult.pk): adult.name for adult in Adult.objects.filter(pk__in=set(one.values()))}
    return {each: names[kept] for each, kept in one.items() if kept in names}


@dataclass(frozen=True, slots=True)
class _Told:
    """Turns events into what is shown, with names for the ids in them."""

    kinds: Mapping[str, KindAsked]
    named: Mapping[str, str]  # titles of what a record may name in the pack
    adults: Mapping[str, str]
    actor: Actor
    enrolment: Enrolment

    def event(self, row: CaseEvent, strike: CaseEvent | None, *, readable_here: bool) -> EventShown:
        kind = self.kinds.get(row.kind)
        words = {field.name: field.words for field in kind.fields} if kind else {}
        told = [
            (words.get(name, name.replace("_", " ")).capitalize(), self._value(value))
            for name, value in row.data.items()
            if name not in (ABOUT, REPLACES)
        ]
        whom = dict.fromkeys(self.adults[str(adult)] for adult in row.adults if str(adult) in self.adults)
        here = row.school_id == self.enrolment.school_id
        return EventShown(
            id=row.event,
            on=row.happened_on,
            at=row.happened_at if readable_here else None,
            title=_title(row.kind, self.kinds) if readable_here else "Note",
            restricted=row.restricted,
            kept_back="" if readable_here else KEPT_BACK,
            told=told if readable_here else (),
            with_whom=", ".join(whom) if readable_here else "",
            by=str(row.recorded_by),
            recorded_at=row.recorded_at,
            school="" if here else row.school.name,
            struck_out="" if strike is None else _strike_words(strike, readable_here=readable_here),
            may_strike=strike is None and readable_here and here and may_strike_out(self.actor, row),
        )

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(self._value(each) for each in value)
        text = str(value)
        if text in self.named:
            return self.named[text]
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text.replace("_", " ") if text.islower() and " " not in text else text
        return show_day(day)


def may_strike_out(actor: Actor, event: CaseEvent) -> bool:
    """Whoever wrote it down, or may authorise an absence at its school: nobody else undoes a colleague's."""
    return event.recorded_by_id == actor.user.pk or may(actor, Right.AUTHORISE_ABSENCE, event.school)


def _strike_words(strike: CaseEvent, *, readable_here: bool) -> str:
    day = strike.recorded_at.astimezone(LONDON).date()
    because = f": {strike.data['reason']}" if readable_here and strike.data.get("reason") else ""
    return f"Struck out by {strike.recorded_by} on {show_day(day)}{because}"
