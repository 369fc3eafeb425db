"""A child's chronology, newest first: what was done, by whom, where, with the words that may be read.

Of a restricted note everybody who sees the child is told that it is there; its words are for those whom
`access.confidence` lets read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import KEPT_BACK, readable
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.bridge.same_child import same_adult_as, same_child
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.store.models import Adult, CaseEvent, Enrolment

NEWEST = 20


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
    struck_out: bool


@dataclass(frozen=True, slots=True)
class Chronology:
    events: Sequence[EventShown]
    more: int  # how many older ones there are


def chronology(actor: Actor, enrolment: Enrolment, *, everything: bool = False) -> Chronology:
    """Six queries, however many events there are."""
    pupils = same_child([enrolment.pupil_id])
    rows = CaseEvent.objects.filter(pupil__in=pupils).select_related("recorded_by", "school")
    ordered = list(rows.order_by("-happened_on", "-recorded_at", "-serial"))
    struck = {row.strikes_out for row in ordered if row.strikes_out is not None}
    told = [row for row in ordered if row.strikes_out is None]
    page = told if everything else told[:NEWEST]
    may_read = readable(actor, page)
    adults = _adults(page)
    kinds = record_kinds(enrolment.school, actor.today)
    shown = [
        _event(row, row.event in may_read, row.event in struck, kinds.get(row.kind), adults, enrolment)
        for row in page
    ]
    return Chronology(shown, len(told) - len(page))


def _adults(rows: Sequence[CaseEvent]) -> Mapping[str, str]:
    """The name of each adult whom an event names; one who was here twice has one name."""
    one = same_adult_as(adult for row in rows for adult in row.adults)
    names = {str(adult.pk): adult.name for adult in Adult.objects.filter(pk__in=set(one.values()))}
    return {each: names[kept] for each, kept in one.items() if kept in names}


def _event(
    row: CaseEvent,
    readable_here: bool,  # noqa: FBT001
    struck: bool,  # noqa: FBT001
    kind: KindAsked | None,
    adults: Mapping[str, str],
    enrolment: Enrolment,
) -> EventShown:
    words = {field.name: field.words for field in kind.fields} if kind else {}
    told = [
        (words.get(name, name.replace("_", " ")).capitalize(), _value(value))
        for name, value in row.data.items()
        if name != ABOUT
    ]
    named = dict.fromkeys(adults[str(adult)] for adult in row.adults if str(adult) in adults)
    return EventShown(
        id=row.event,
        on=row.happened_on,
        at=row.happened_at if readable_here else None,
        title=(kind.title if kind else row.kind.replace("_", " ").capitalize()) if readable_here else "Note",
        restricted=row.restricted,
        kept_back="" if readable_here else KEPT_BACK,
        told=told if readable_here else (),
        with_whom=", ".join(named) if readable_here else "",
        by=str(row.recorded_by),
        recorded_at=row.recorded_at,
        school=row.school.name if row.school_id != enrolment.school_id else "",
        struck_out=struck,
    )


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    text = str(value)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text.replace("_", " ") if text.islower() and " " not in text else text
    return f"{day.day} {day:%B %Y}"
