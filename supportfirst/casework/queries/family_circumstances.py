"""What bears on meeting a parent: each fact as it was last told, and at how many schools their children are.

A record that is silent about a fact leaves it as it was told before: only one that says otherwise ends it.
A fact that nobody recorded is shown as not known, never as no. Of other schools the count alone is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.bridge.same_child import same_adult_as
from supportfirst.casework.queries.child_records import CIRCUMSTANCES
from supportfirst.casework.queries.kept_records import kept_records
from supportfirst.casework.queries.unaccounted import Caller
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import CaseEvent, Enrolment, Link

BRINGS, COLLECTS, HOME_BY = "brings_until", "collects_from", "home_by"
TWO_SCHOOLS = 2
NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Told:
    """One fact, in the words that ask for it."""

    words: str
    said: str
    on: date | None  # the day it was told, where that is not the day of the newest record


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of one parent or carer."""

    adult: UUID
    name: str
    on: date | None = None  # the day of the newest record
    schools: int = 0  # at which this adult's children are
    told: Sequence[Told] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def runs_to_two(self) -> bool:
        return self.schools >= TWO_SCHOOLS

    @property
    def needs_no_journey(self) -> bool:
        """Poor health or little mobility: to meet by video or at home comes first."""
        return self.data.get("poor_health") is True

    @property
    def in_conflict(self) -> bool:
        """With another parent: each is met alone, and neither reads what the other said."""
        return self.data.get("conflict") is True

    @property
    def works_inflexibly(self) -> bool:
        return self.data.get("work_inflexible") is True

    def against(self, at: time, not_before: time | None) -> str:
        """Why this time of day is a bad one for them; empty where nothing speaks against it."""
        if not self.runs_to_two:
            return ""
        brings = self._time(BRINGS) or not_before
        collects, home = self._time(COLLECTS), self._time(HOME_BY)
        if brings is not None and at <= brings:
            return f"{self.name} has children at {self.schools} schools, and brings them at this time."
        if collects is not None and at >= collects and (home is None or at < home):
            return f"{self.name} has children at {self.schools} schools, and collects them at this time."
        if collects is None and at.hour >= 12:  # nobody can tell about an afternoon
            return (
                f"{self.name} has children at {self.schools} schools, "
                "and when they are collected is not known."
            )
        return ""

    def _time(self, name: str) -> time | None:
        try:
            return time.fromisoformat(str(self.data.get(name, "")))
        except ValueError:
            return None


def circumstances(
    actor: Actor, enrolment: Enrolment, callers: Sequence[Caller], kind: KindAsked | None
) -> Sequence[Circumstances]:
    """Of each adult who may be spoken to about the child, in their order."""
    if kind is None or not callers:
        return []
    schools = _schools([each.adult for each in callers], actor.today)
    of: dict[str, list[CaseEvent]] = {}
    events, _ = kept_records(actor, enrolment, [CIRCUMSTANCES])
    kept = same_adult_as(adult for each in events for adult in each.adults)
    for event in events:
        for adult in {kept[str(adult)] for adult in event.adults}:
            of.setdefault(adult, []).append(event)
    return [_one(each, of.get(str(each.adult), ()), schools.get(each.adult, 0), kind) for each in callers]


def _one(caller: Caller, events: Sequence[CaseEvent], schools: int, kind: KindAsked) -> Circumstances:
    """events: the oldest first."""
    data: dict[str, Any] = {}
    days: dict[str, date] = {}
    for event in events:
        said = {name: value for name, value in event.data.items() if value not in (None, "")}
        data |= said
        days |= dict.fromkeys(said, event.happened_on)
    newest = events[-1].happened_on if events else None
    return Circumstances(
        adult=caller.adult,
        name=caller.name,
        on=newest,
        schools=schools,
        told=[
            Told(
                words=each.words[:1].upper() + each.words[1:],
                said=_said(data.get(each.name)),
                on=None if days.get(each.name) == newest else days.get(each.name),
            )
            for each in kind.fields
        ],
        data=data,
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else NOT_KNOWN


def _schools(adults: Iterable[UUID], on: date) -> Mapping[UUID, int]:
    """At how many schools the children of each adult are on a day."""
    links = list(
        Link.objects.filter(in_force(on), adult__in=list(adults)).values_list("adult_id", "pupil_id")
    )
    held = Enrolment.objects.filter(in_force(on), pupil__in={pupil for _, pupil in links})
    at: dict[UUID, set[UUID]] = {}
    for pupil, school in held.values_list("pupil_id", "school_id"):
        at.setdefault(pupil, set()).add(school)
    found: dict[UUID, set[UUID]] = {}
    for adult, pupil in links:
        found.setdefault(adult, set()).update(at.get(pupil, ()))
    return {adult: len(schools) for adult, schools in found.items()}
