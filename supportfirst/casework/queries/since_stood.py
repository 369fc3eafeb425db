"""What was changed after a moment of the rows that a past page reads as they stood: then, now, and when.

Of the family for whoever may see it. Of a stay, a link or a calendar line both states are said; names of
people are today's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.as_they_stood import Was
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.store.models import (
    Adult,
    CalendarSpan,
    Enrolment,
    ExternalReference,
    Link,
    NamedPerson,
    Pupil,
    PupilFlag,
    School,
    TradedSpan,
)
from supportfirst.casework.store.what_stood import Kept

CHILD: tuple[type[Kept], ...] = (Pupil, Enrolment)
HOME: tuple[type[Kept], ...] = (PupilFlag, Link, Adult, ExternalReference)
SCHOOL: tuple[type[Kept], ...] = (School, CalendarSpan, TradedSpan, NamedPerson)
WITH: Mapping[type[Kept], tuple[str, ...]] = {Enrolment: ("school",), Link: ("adult",)}
WHAT: Mapping[type[Kept], str] = {
    CalendarSpan: "Calendar",
    ExternalReference: "Reference number",
    TradedSpan: "Traded service",
}
UNSAID = {"recorded_at", "ended_at", "group_id", "contact_order", "attendance_target"}  # said elsewhere
NOT_THERE, NOT_SAID = "not there", "not given"
WORDS = {
    "buys": "buys the traded service",
    "day_to_day_care": "day-to-day care",
    "first_day": "first day",
    "last_day": "last day",
    "natural_parent": "natural parent",
}


@dataclass(frozen=True, slots=True)
class StoodSince:
    what: str
    then: str
    now: str
    at: datetime  # of the last change


def stood_since(seen: AsSeen, *, home: bool) -> list[StoodSince]:
    """The oldest change first; a query for each kind of row that was changed, and none where none was."""
    if seen.stood is None:
        return []
    found: list[StoodSince] = []
    for model in (*CHILD, *(HOME if home else ()), *SCHOOL):
        told = seen.stood.of(model)
        if not told:
            continue
        held = model._default_manager.select_related(*WITH[model]) if model in WITH else model.objects.all()
        now = {str(row.pk): row for row in held.filter(pk__in=told)}
        for pk, was in told.items():
            found += _changes(model, now.get(pk), was)
    return sorted(found, key=lambda each: each.at)


def _changes(model: type[Kept], row: Kept | None, was: Was) -> Iterator[StoodSince]:
    held = None if row is None else row.held_values()
    if was.held is None or held is None:  # made or deleted since; both: nobody has to know
        if was.held is not held:
            yield StoodSince(
                _what(model, row, was.held), _whole(model, was.held), _whole(model, held), was.last
            )
        return
    for name in model.stood:
        if name not in UNSAID and was.held.get(name) != held[name]:
            what = _what(model, row, held)
            field = WORDS.get(name, name.replace("_", " "))
            said = field.capitalize() if model in (Pupil, School) else f"{what}, {field}"
            yield StoodSince(said, _told(was.held.get(name)), _told(held[name]), was.last)


def _what(model: type[Kept], row: Kept | None, held: Mapping[str, Any] | None) -> str:
    if isinstance(row, Enrolment):
        return f"On the roll of {row.school.name}"
    if isinstance(row, Link):
        return f"{row.adult.name} and the child"
    if isinstance(row, Adult):
        return row.name
    held = held or (row.held_values() if row is not None else {})
    if model is PupilFlag:
        return str(held.get("name", "")).replace("_", " ").capitalize()
    if model is NamedPerson:
        return f"Named person, {str(held.get('role', '')).replace('_', ' ')}"
    return WHAT.get(model, "Row")


def _whole(model: type[Kept], held: Mapping[str, Any] | None) -> str:
    """A row that was made or taken out, in one line."""
    if held is None:
        return NOT_THERE
    if model is ExternalReference:
        return f"{held['system']}: {held['number']}"
    days = _days(held.get("first_day"), held.get("last_day"))
    first = {CalendarSpan: held.get("kind"), NamedPerson: held.get("name")}.get(model)
    if model is PupilFlag:
        first = "yes" if held["holds"] else "no"
    if model is TradedSpan:
        first = "bought" if held["buys"] else "not bought"
    return f"{first}, {days}" if first else days


def _days(first: str | None, last: str | None) -> str:
    begun = f"from {_told(first)}" if first else "since ever"
    return f"{begun} to {_told(last)}" if last else f"{begun} on"


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return NOT_SAID
    try:
        return show_day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
