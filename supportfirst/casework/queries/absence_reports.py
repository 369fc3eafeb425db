"""Reports of absence: what was reported for today, who is due to be asked again, and one child's form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import Q

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.absence_reports import REPORT, covers, is_late, span_of
from supportfirst.casework.bridge.absence_runs import Run, runs_on
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.day_values import contact_due_on_day, reports_each_day
from supportfirst.casework.bridge.first_contact import FirstMorning, first_morning
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.planned import plans_of_day
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.late_desk import NAMES
from supportfirst.casework.queries.morning_page import may_contact
from supportfirst.casework.queries.unaccounted import CONTACTS, KEPT_BACK, row_of
from supportfirst.casework.queries.who_told import who_told
from supportfirst.casework.store.models import CaseEvent, Enrolment, Marker, MarkerKind, PlannedKind, School

MOST_FOUND = 20
# Somebody has decided where the child is on these days: home is not asked how long it lasts.
DECIDED = (PlannedKind.LEAVE, PlannedKind.EXCLUSION, PlannedKind.PROVIDER, PlannedKind.OFF_SITE)


@dataclass(frozen=True, slots=True)
class Reported:
    """One report that speaks of today."""

    pupil: UUID
    name: str
    on: date
    at: time | None
    method: str
    reporter: str
    reason: str
    days: str
    is_late: bool
    by: str


@dataclass(frozen=True, slots=True)
class DueContact:
    """A child who is away for so long that somebody asks how long it will last."""

    pupil: UUID
    name: str
    group: str
    days: int
    since: date
    last_heard: date | None


@dataclass(frozen=True, slots=True)
class ReportsPage:
    school: School
    day: date
    times: FirstMorning
    reports: Sequence[Reported]
    due: Sequence[DueContact]
    due_on_day: int | None
    each_day: bool
    found: Sequence[Enrolment]
    more: bool
    may_see: bool  # the children's own pages


@dataclass(frozen=True, slots=True)
class ReportForm:
    """One child of whom an absence is reported."""

    school: School
    enrolment: Enrolment
    methods: Sequence[str]
    times: FirstMorning
    each_day: bool
    to_call: bool  # the child is on the list to call already
    bereaved: bool


def reports_page(actor: Actor, school_id: UUID, typed: str = "") -> ReportsPage | None:
    """None where the school's contacts are not the actor's. The queries do not grow with the children."""
    school = schools_for(actor, Right.LOG_CONTACT).filter(pk=school_id).select_related("authority").first()
    if school is None or not may_contact(actor, school):
        return None
    day = actor.today
    pack = pack_of(school, day)
    times, each_day = first_morning(school, pack, day), reports_each_day(pack, day)
    events = [each for each in _events(school, Q(kind=REPORT)) if covers(each, day, each_day=each_day)]
    found = _named(school, day, typed) if typed.strip() else []
    return ReportsPage(
        school=school,
        day=day,
        times=times,
        reports=[_reported(each, times) for each in reversed(events)],
        due=_due(school, pack, day),
        due_on_day=contact_due_on_day(pack, day),
        each_day=each_day,
        found=found[:MOST_FOUND],
        more=len(found) > MOST_FOUND,
        may_see=may(actor, Right.SEE_PUPIL, school),
    )


def report_form(actor: Actor, school_id: UUID, pupil_id: UUID) -> ReportForm | None:
    day = actor.today
    held = Enrolment.objects.filter(school_id=school_id, pupil_id=pupil_id, first_day__lte=day)
    enrolment = (
        held.exclude(last_day__lt=day).select_related("school__authority", "pupil", "group").order_by("-pk")
    ).first()
    if enrolment is None or not may_contact(actor, enrolment.school):
        return None
    school = enrolment.school
    pack = pack_of(school, day)
    method = next(each for each in record_kinds(school, day)[REPORT].fields if each.name == "method")
    row = row_of(school, day, pupil_id)
    bereaved = Marker.objects.filter(pupil=pupil_id, kind=MarkerKind.BEREAVED, first_day__lte=day)
    return ReportForm(
        school=school,
        enrolment=enrolment,
        methods=method.choices,
        times=first_morning(school, pack, day),
        each_day=reports_each_day(pack, day),
        to_call=row is not None and row.is_to_call,
        bereaved=bereaved.exclude(last_day__lt=day).exists(),
    )


def _named(school: School, day: date, typed: str) -> Sequence[Enrolment]:
    held = Enrolment.objects.filter(school=school, first_day__lte=day).exclude(last_day__lt=day)
    held = held.exclude(of_the_dead("pupil")).select_related("pupil", "group")
    for word in typed.split():
        anywhere = Q()
        for name in NAMES:
            anywhere |= Q(**{f"pupil__{name}__icontains": word})
        held = held.filter(anywhere)
    return list(held.order_by("pupil__legal_surname", "pupil__legal_forename", "pk")[: MOST_FOUND + 1])


def _events(school: School, wanted: Q) -> Sequence[CaseEvent]:
    """In the order of their recording, without those struck out."""
    held = CaseEvent.objects.filter(wanted, school=school).exclude(event__in=struck_out(school))
    return list(held.select_related("pupil", "recorded_by").order_by("serial"))


def _reported(event: CaseEvent, times: FirstMorning) -> Reported:
    first, last = span_of(event)
    data = event.data
    return Reported(
        pupil=event.pupil_id,
        name=event.pupil.name,
        on=event.happened_on,
        at=event.happened_at,
        method=str(data.get("method", "")).replace("_", " "),
        reporter=who_told(event),
        reason=KEPT_BACK if event.restricted else str(data.get("reason", "")),
        days=show_day(first) if first == last else f"{show_day(first)} to {show_day(last)}",
        is_late=is_late(event, times.report_by),
        by=event.recorded_by.name,
    )


def _due(school: School, pack: Pack, day: date) -> Sequence[DueContact]:
    """Children away to the day on which somebody is to have been in touch, and not heard of since.

    The day on which home was last heard of is day 1, so that a long absence is asked about again and again.
    """
    number = contact_due_on_day(pack, day)
    if number is None:
        return []
    runs = {each: run for each, run in runs_on(school, pack, day).items() if len(run.days) >= number}
    decided = {plan.enrolment_id for plan in plans_of_day(school, day, runs) if plan.kind in DECIDED}
    held = Enrolment.objects.filter(pk__in=set(runs) - decided).select_related("pupil", "group")
    enrolments = list(held.order_by("pupil__legal_surname", "pupil__legal_forename", "pk"))
    heard = _heard(school, {each.pupil_id: runs[each.pk] for each in enrolments})
    due = []
    for each in enrolments:
        run, last = runs[each.pk], heard.get(each.pupil_id)
        since = bisect_left(run.days, last) if last else 0
        if len(run.days) - since >= number:
            group = each.group.name if each.group else ""
            due.append(DueContact(each.pupil_id, each.pupil.name, group, len(run.days), run.first, last))
    return due


def _heard(school: School, runs: Mapping[UUID, Run]) -> Mapping[UUID, date]:
    """The last day within each run on which home reported, or was reached."""
    first = min((run.first for run in runs.values()), default=date.max)
    same = same_child(runs)
    wanted = Q(pupil__in=same, happened_on__gte=first) & (Q(kind=REPORT) | Q(kind__in=CONTACTS))
    found: dict[UUID, date] = {}
    for event in _events(school, wanted):
        spoken = event.kind == REPORT or event.data.get("outcome") in ("reached", "seen")
        child = same[event.pupil_id]
        if spoken and event.happened_on >= runs[child].first:
            found[child] = max(event.happened_on, found.get(child, event.happened_on))
    return found
