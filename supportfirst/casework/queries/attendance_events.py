"""Events about attendance: those of a school, and the calendar of those whose schools they are.

A kind that the pack asks for in each term is warned of for every term of the school year that has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.event_kinds import EventTerms, event_terms, terms_of_year
from supportfirst.casework.store.models import AttendanceEvent, CalendarSpan, School, SpanKind


@dataclass(frozen=True, slots=True)
class EventShown:
    event: AttendanceEvent
    kind: str
    schools: Sequence[str]
    may_change: bool  # whoever acts on cases at every school that it is for

    @property
    def materials(self) -> Sequence[str]:
        return [line for line in self.event.materials.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class EventsPage:
    school: School
    terms: EventTerms
    events: Sequence[EventShown]  # of this school year, the newest first


@dataclass(frozen=True, slots=True)
class NewEvent:
    school: School
    terms: EventTerms
    others: Sequence[School]  # further schools of the authority for which it can be


@dataclass(frozen=True, slots=True)
class OneEvent:
    school: School
    shown: EventShown


@dataclass(frozen=True, slots=True)
class TermShown:
    words: str
    missing: Sequence[str]  # kinds that the pack asks for, and of which this term has none
    events: Sequence[EventShown]


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """Of one authority. `by`: the school by whose terms the year is cut; blank: none has written its own."""

    authority: str
    by: str
    asked: Sequence[str]
    terms: Sequence[TermShown]
    events: Sequence[EventShown]  # where no term is known
    school: School  # from which an event is scheduled


def events_page(actor: Actor, school_id: UUID) -> EventsPage:
    school = _school(actor, school_id)
    terms = event_terms(school, actor.today)
    events = _standing(actor).filter(schools=school)
    return EventsPage(school, terms, _shown(events, terms, _reached(actor)))


def new_event(actor: Actor, school_id: UUID) -> NewEvent:
    school = _school(actor, school_id)
    others = schools_for(actor, Right.ACT_ON_CASE).filter(authority=school.authority).exclude(pk=school.pk)
    return NewEvent(school, event_terms(school, actor.today), list(others))


def one_event(actor: Actor, school_id: UUID, event_id: UUID) -> OneEvent:
    """Raises NotThere for one that was taken back, and for one that is not the actor's to change."""
    school = _school(actor, school_id)
    events = AttendanceEvent.objects.filter(pk=event_id, schools=school, taken_back_at=None)
    shown = _shown(events, event_terms(school, actor.today), _reached(actor))
    if not shown or not shown[0].may_change:
        raise NotThere
    return OneEvent(school, shown[0])


def calendars(actor: Actor) -> Sequence[CalendarShown]:
    """One of each authority at which the actor acts on cases. Raises NotThere where there is none."""
    schools = list(schools_for(actor, Right.ACT_ON_CASE).select_related("authority"))
    if not schools:
        raise NotThere
    by_authority: dict[UUID, list[School]] = {}
    for each in schools:
        by_authority.setdefault(each.authority_id, []).append(each)
    told = CalendarSpan.objects.filter(kind=SpanKind.TERM, school__in=schools)
    with_terms = set(told.values_list("school", flat=True))
    return [_calendar(actor, held, with_terms) for held in by_authority.values()]


def _calendar(actor: Actor, schools: Sequence[School], with_terms: set[UUID]) -> CalendarShown:
    by = next((each for each in schools if each.pk in with_terms), None)
    lead = by or schools[0]
    terms = event_terms(lead, actor.today)
    events = _standing(actor).filter(schools__in=schools).distinct()
    shown = _shown(events, terms, {each.pk for each in schools})
    year = terms_of_year(lead, actor.today)
    ends = [*(each.first for each in year[1:]), None][: len(year)]
    found = []
    for term, end in zip(year, ends, strict=True):
        here = [
            each
            for each in shown
            if each.event.happens_on >= term.first and (end is None or each.event.happens_on < end)
        ]
        kinds = {each.event.kind for each in here}
        missing = [terms.kinds[name] for name in terms.each_term if name not in kinds]
        found.append(TermShown(term.words, missing, here))
    asked = [terms.kinds[name] for name in terms.each_term]
    placed = {each.event.pk for term in found for each in term.events}
    rest = [each for each in shown if each.event.pk not in placed]
    return CalendarShown(lead.authority.name, by.name if by and year else "", asked, found, rest, lead)


def _school(actor: Actor, school_id: UUID) -> School:
    held = schools_for(actor, Right.ACT_ON_CASE).filter(pk=school_id)
    school = held.select_related("authority").first()
    if school is None:
        raise NotThere
    return school


def _reached(actor: Actor) -> set[UUID]:
    return set(schools_for(actor, Right.ACT_ON_CASE).values_list("pk", flat=True))


def _standing(actor: Actor) -> QuerySet[AttendanceEvent]:
    since = first_day_of_year(actor.today)
    return AttendanceEvent.objects.filter(taken_back_at=None, happens_on__gte=since)


def _shown(events: QuerySet[AttendanceEvent], terms: EventTerms, reached: set[UUID]) -> Sequence[EventShown]:
    """Three queries, however many events. Of other schools that it is for, only how many is told."""
    rows = events.select_related("made_by").prefetch_related("schools").order_by("-happens_on", "-made_at")
    found = []
    for each in rows:
        named = sorted(school.name for school in each.schools.all() if school.pk in reached)
        more = sum(school.pk not in reached for school in each.schools.all())
        names = [*named, *([f"{more} more"] if more else [])]
        kind = terms.kinds.get(each.kind, each.kind.replace("_", " "))
        found.append(EventShown(each, kind, names, not more))
    return found
