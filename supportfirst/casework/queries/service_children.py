"""What a partner service sees of the children whom it works with: how attendance stands, and whom to ask.

No document, chronology, note, parent, address or contact of a family is read here: whoever needs these asks
the school, whose named people stand on each child's page.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import (
    flags_of_service,
    flags_today,
    holds_somewhere,
    served_children,
)
from supportfirst.casework.bridge.markers_held import has_died, of_the_dead
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.queries.child_family import adults_of
from supportfirst.casework.queries.child_flags import flag_words
from supportfirst.casework.queries.parents_see import ToSpeakTo, attendance_contacts
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Assessed, Enrolment, Marker, MarkerKind, School

PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """Something due, or a hold: its title and its last day, and how a hold is lifted."""

    title: str
    last_day: date | None
    overdue: bool
    lift: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A stored assessment, in words."""

    possible: int
    attended: int
    known_at: datetime
    being_assessed: bool
    stages: Sequence[str]
    due: Sequence[Step]
    holds: Sequence[Step]

    @property
    def attendance(self) -> str:
        """Sessions first: a percentage alone hides how few they may be."""
        if not self.possible:
            return "No session has counted yet"
        plural = "" if self.possible == 1 else "s"
        share = exact_percentage(self.attended, self.possible)
        return f"{self.attended} of {self.possible} session{plural} attended ({share})"


@dataclass(frozen=True, slots=True)
class ServiceChild:
    """One child of the list. `standing` is None until the child was assessed."""

    enrolment: Enrolment
    because: Sequence[str]  # the flags that bring the child here
    standing: Standing | None
    bereaved: bool


@dataclass(frozen=True, slots=True)
class ServiceList:
    children: Sequence[ServiceChild]
    number: int  # of this page, from 1
    has_more: bool

    @property
    def named(self) -> list[tuple[uuid.UUID, uuid.UUID]]:
        """School and child of every line, for the audit trail."""
        return [(each.enrolment.school_id, each.enrolment.pupil_id) for each in self.children]


@dataclass(frozen=True, slots=True)
class ServicePage:
    child: ServiceChild
    contacts: Sequence[ToSpeakTo]
    died: bool
    orders: bool  # an order of no contact is about

    @property
    def school(self) -> School:
        return self.child.enrolment.school


def service_list(actor: Actor, number: int = 1) -> ServiceList:
    """By school and name. Raises NotThere for whoever is of no service."""
    if not holds_somewhere(actor, Right.SEE_OWN_SERVICE):
        raise NotThere
    held = (
        served_children(actor)
        .exclude(of_the_dead("pupil"))
        .select_related("school", "pupil", "group")
        .order_by("school__name", "pupil__legal_surname", "pupil__legal_forename", "pk")
    )
    first = (number - 1) * PAGE
    rows = list(held[first : first + PAGE + 1])
    return ServiceList(_children(actor, rows[:PAGE]), number, len(rows) > PAGE)


def service_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> ServicePage:
    """Raises NotThere for a child whom no service of the reader's works with today."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_OWN_SERVICE)
    kinds = _markers(actor, [pupil_id])[pupil_id]
    adults = adults_of(pupil_id, actor.today)
    return ServicePage(
        child=_children(actor, [enrolment])[0],
        contacts=attendance_contacts(actor, enrolment.school),
        died=has_died(pupil_id),
        orders=MarkerKind.NO_CONTACT in kinds or any(each.kept_from or each.protected for each in adults),
    )


def _children(actor: Actor, rows: Sequence[Enrolment]) -> list[ServiceChild]:
    """In three queries, however many there are."""
    pupils = [each.pupil_id for each in rows]
    stored = Assessed.objects.filter(enrolment__in=rows).defer("document").order_by("on")
    standings = {each.enrolment_id: _standing(each) for each in stored}
    flags = defaultdict(list)
    for flag in flags_today(actor).filter(pupil__in=pupils).order_by("name"):
        flags[flag.pupil_id].append(flag.name)
    markers = _markers(actor, pupils)
    service = {each.school_id: flags_of_service(actor, each.school) for each in rows}
    return [
        ServiceChild(
            each,
            _once(flag_words(name) for name in flags[each.pupil_id] if name in service[each.school_id]),
            standings.get(each.pk),
            MarkerKind.BEREAVED in markers[each.pupil_id],
        )
        for each in rows
    ]


def _markers(actor: Actor, pupils: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, set[str]]:
    found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    held = Marker.objects.filter(in_force(actor.today), pupil__in=pupils)
    for pupil_id, kind in held.values_list("pupil_id", "kind"):
        found[pupil_id].add(kind)
    return found


def _standing(row: Assessed) -> Standing:
    kinds: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for reason in row.reasons:
        kinds[reason["kind"]].append(reason)
    return Standing(
        possible=row.sessions_possible,
        attended=row.sessions_attended,
        known_at=row.known_at,
        being_assessed=row.stale_since is not None,
        stages=_once(each["title"] for each in kinds["stage"]),
        due=_once(_step(each, "by") for each in kinds["due"]),
        holds=_once(_step(each, "until") for each in kinds["hold"]),
    )


def _step(reason: Mapping[str, Any], last_day: str) -> Step:
    """A step that is due of each parent is one line: whose turn it is, is the school's to know."""
    day = reason.get(last_day)
    return Step(
        reason["title"],
        date.fromisoformat(day) if day else None,
        bool(reason.get("overdue")),
        reason.get("lift") or "",
    )


def _once(things: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(things))
