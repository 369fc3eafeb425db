"""The morning's list: who is not accounted for, in order of concern, with whom to call and what was tried.

A pupil leaves the list to call when somebody logs a contact of the day, when a message has left, or when a
parent has reported the absence; both stay in sight until the mark is settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.access.taken_over import without_family
from supportfirst.casework.bridge.absence_concerns import Concern, absence_concerns
from supportfirst.casework.bridge.absence_reports import REPORT as REPORT
from supportfirst.casework.bridge.absence_reports import covers as covers
from supportfirst.casework.bridge.absence_reports import is_late
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.day_values import reports_each_day
from supportfirst.casework.bridge.first_contact import FirstMorning, first_morning
from supportfirst.casework.bridge.markers_held import adults_who_died, has_died
from supportfirst.casework.bridge.no_contact import kept_from
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.unaccounted import Missing, missing_on
from supportfirst.casework.queries.morning_care import (
    LIAISON,
    Escalated,
    WorkerTold,
    escalations,
    is_of_absence,
    worker_told,
)
from supportfirst.casework.queries.replies import Answer, answers_of_day
from supportfirst.casework.queries.unsent_messages import unsent_messages
from supportfirst.casework.queries.who_told import who_told
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    AdultContact,
    CaseEvent,
    ContactKind,
    Enrolment,
    Link,
    Marker,
    MarkerKind,
    PupilFlag,
    School,
)

KEPT_BACK = "a restricted note"
CONTACTS = ("contact", "home_visit")


@dataclass(frozen=True, slots=True)
class Caller:
    """An adult who may be called about the child today."""

    adult: UUID
    name: str
    relationship: str
    telephones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A contact of the day, or a report from home."""

    what: str  # the channel, or “reported by …”
    outcome: str
    reason: str
    at: time | None
    by: str
    is_late: bool  # after the time by which home is to be asked
    heard: bool  # the child was seen, or home gave a reason
    failed: str = ""  # why a message did not leave; such a contact is none
    waits: bool = False  # a message that a worker is about to send: none yet either
    unclear: bool = False  # of one that failed: it may have left, and nobody can tell
    in_sample: bool = False  # a message that would have been sent: it counts as one that was


@dataclass(slots=True)
class Unaccounted:
    """One row of the list."""

    pupil: UUID
    enrolment: int
    name: str
    group: str
    session: str
    half: int
    mark: str
    sessions: int
    since: str = ""  # the mark of a later session: the child was missed, and is not missing by now
    concerns: tuple[str, ...] = ()  # in words, the gravest first
    gravest: int | None = None  # the place of that one in the pack's order
    has_worker: bool = False  # a social worker stands behind the child
    bereaved: bool = False
    callers: tuple[Caller, ...] = ()
    contacts: tuple[Tried, ...] = ()
    reports: tuple[Tried, ...] = ()
    workers_told: tuple[WorkerTold, ...] = ()
    escalated: tuple[Escalated, ...] = ()
    answers: tuple[Answer, ...] = ()  # replies to messages; they settle nothing by themselves
    earlier: date | None = None  # the last day on which home reported, where today has no report

    @property
    def is_to_call(self) -> bool:
        asked = self.reports or self._has_answered
        return not asked and all(each.failed or each.waits for each in self.contacts)

    @property
    def _has_answered(self) -> bool:
        """Somebody who was asked has: whoever else writes is shown, and the child is still to be called."""
        return bool({caller.adult for caller in self.callers} & {each.adult for each in self.answers})

    @property
    def owes_worker(self) -> bool:
        """The child has a social worker, who has not been told of today."""
        return self.has_worker and not self.workers_told

    @property
    def is_first_day(self) -> bool:
        """No earlier day of this run without a reason: home is asked for the first time."""
        return self.sessions <= self.half + 1

    @property
    def heard(self) -> bool:
        return bool(self.since or self.reports) or any(each.heard for each in self.contacts)


@dataclass(slots=True)
class Morning:
    day: date
    times: FirstMorning
    to_call: list[Unaccounted] = field(default_factory=list)
    in_hand: list[Unaccounted] = field(default_factory=list)  # called or reported, and the mark not settled


def morning(school: School, day: date) -> Morning:
    """The list of a school on a day. The number of queries does not grow with the pupils."""
    pack = pack_of(school, day)
    missing = {each.enrolment: each for each in missing_on(school, pack, day)}
    told = Morning(day, first_morning(school, pack, day))
    rows = _rows(missing)
    _add_flags(rows, day, absence_concerns(pack, day))
    for pupil, callers in callers_of(rows, day, school).items():
        rows[pupil].callers = callers
    _add_events(rows, school, told.times, each_day=reports_each_day(pack, day))
    for pupil, escalated in escalations(school, rows, day).items():
        rows[pupil].escalated = escalated
    for pupil, answers in answers_of_day(school, rows, day).items():
        rows[pupil].answers = answers
    for row in sorted(rows.values(), key=_concern):
        (told.to_call if row.is_to_call else told.in_hand).append(row)
    return told


def row_of(school: School, day: date, pupil: UUID) -> Unaccounted | None:
    """One pupil's row; None where they are accounted for, or not at the school."""
    told = morning(school, day)
    return next((row for row in (*told.to_call, *told.in_hand) if row.pupil == pupil), None)


def callers_of_child(school: School, pupil: UUID, day: date) -> tuple[Caller, ...]:
    """Whom a contact about a child may be with, on the list or off it; nobody where the child died."""
    if has_died(pupil):
        return ()
    return callers_of([pupil], day, school).get(pupil, ())


def callers_shown(actor: Actor, school: School, pupil: UUID) -> tuple[Caller, ...]:
    """The adults of a child at a school by name, for those alone who may see contacts there."""
    if not may(actor, Right.SEE_CONTACTS, school):
        return ()
    return callers_of([pupil], actor.today, school).get(pupil, ())


def is_bereaved(pupil: UUID, day: date) -> bool:
    held = Marker.objects.filter(in_force(day), pupil=pupil, kind=MarkerKind.BEREAVED)
    return held.exists()


def _concern(row: Unaccounted) -> tuple[bool, int, int, str]:
    """Children at risk first, then those longest unexplained."""
    return row.gravest is None, row.gravest or 0, -row.sessions, row.name


def _rows(missing: Mapping[int, Missing]) -> dict[UUID, Unaccounted]:
    held = Enrolment.objects.filter(id__in=missing).select_related("pupil", "group")
    return {
        each.pupil_id: Unaccounted(
            pupil=each.pupil_id,
            enrolment=each.id,
            name=each.pupil.name,
            group=each.group.name if each.group else "",
            session=SESSION_WORDS[missing[each.id].half],
            half=missing[each.id].half,
            mark=missing[each.id].mark,
            sessions=missing[each.id].sessions,
            since=missing[each.id].since,
        )
        for each in held
    }


def _add_flags(rows: Mapping[UUID, Unaccounted], day: date, concerns: Sequence[Concern]) -> None:
    known = {each.flag: each for each in concerns}
    held = PupilFlag.objects.filter(in_force(day), pupil_id__in=rows, holds=True, name__in=known)
    found: dict[UUID, set[Concern]] = defaultdict(set)
    for flag in held:
        found[flag.pupil_id].add(known[flag.name])
    for pupil, theirs in found.items():
        in_order = sorted(theirs, key=lambda each: each.place)
        rows[pupil].concerns = tuple(each.words for each in in_order)
        rows[pupil].gravest = in_order[0].place
        rows[pupil].has_worker = any(each.has_worker for each in in_order)
    for pupil in Marker.objects.filter(
        in_force(day), pupil_id__in=rows, kind=MarkerKind.BEREAVED
    ).values_list("pupil_id", flat=True):
        if pupil is not None:
            rows[pupil].bereaved = True


def callers_of(
    pupils: Iterable[UUID], day: date, school: School | None = None
) -> Mapping[UUID, tuple[Caller, ...]]:
    """Adults in their order, but for those who died and those who may not be spoken to about the child.

    school: who asks; of a child whose family it is not shown yet there is none.
    """
    ids = set(pupils)
    if school is not None and ids:
        ids -= without_family(school.pk, ids, day)
    links = list(
        Link.objects.filter(in_force(day), pupil_id__in=ids, adult__merged_into=None)
        .select_related("adult")
        .order_by("contact_order", "adult__legal_surname", "adult_id")
    )
    adults = {link.adult_id for link in links}
    died = adults_who_died(adults)
    away = kept_from(links, day)
    telephones = _telephones(adults, day)
    found: dict[UUID, tuple[Caller, ...]] = {}
    for link in links:
        if link.adult_id in died or (link.pupil_id, link.adult_id) in away:
            continue
        caller = Caller(
            link.adult_id, link.adult.name, link.relationship, tuple(telephones.get(link.adult_id, ()))
        )
        found[link.pupil_id] = (*found.get(link.pupil_id, ()), caller)
    return found


def _telephones(adults: Iterable[UUID], day: date) -> Mapping[UUID, Sequence[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for each in AdultContact.objects.filter(
        in_force(day), adult_id__in=adults, kind=ContactKind.TELEPHONE
    ).order_by("id"):
        found[each.adult_id].append(each.value)
    return found


def _add_events(
    rows: Mapping[UUID, Unaccounted], school: School, times: FirstMorning, *, each_day: bool
) -> None:
    day = times.day
    same = same_child(rows)  # of two rows that were one child, what the gone one had is the kept one's
    events = list(
        CaseEvent.objects.filter(school=school, pupil_id__in=same, happened_on__lte=day)
        .filter(Q(kind__in=(*CONTACTS, LIAISON), happened_on=day) | Q(kind=REPORT))
        .select_related("recorded_by")
        .order_by("serial")
    )
    struck = set(
        CaseEvent.objects.filter(school=school, pupil_id__in=same, strikes_out__isnull=False).values_list(
            "strikes_out", flat=True
        )
    )
    unsent = unsent_messages(school, same)
    for event in events:
        if event.event in struck:
            continue
        row = rows[same[event.pupil_id]]
        if event.kind in CONTACTS:
            tried, message = _tried(event, times), unsent.get(event.submission)
            if message is not None and message.in_sample:
                tried = replace(tried, in_sample=True)
            elif message is not None:
                tried = replace(tried, failed=message.why, waits=not message.why, unclear=message.unclear)
            row.contacts = (*row.contacts, tried)
        elif is_of_absence(event):
            row.workers_told = (*row.workers_told, worker_told(event))
        elif event.kind == LIAISON:
            continue
        elif covers(event, day, each_day=each_day):
            row.reports = (*row.reports, _tried(event, times))
        elif event.happened_on < day:
            row.earlier = event.happened_on


def _tried(event: CaseEvent, times: FirstMorning) -> Tried:
    data = {"reason": KEPT_BACK, "reason_found": KEPT_BACK} if event.restricted else event.data
    teller = who_told(event)
    report = event.kind == REPORT
    late = ", late," if report and is_late(event, times.report_by) else ""
    return Tried(
        what=f"reported{late}{' by ' if teller else ''}{teller}"
        if report
        else str(data.get("channel", "home visit")),
        outcome=str(data.get("outcome", "")).replace("_", " "),
        reason=str(data.get("reason" if report else "reason_found", "")),
        at=event.happened_at,
        by=event.recorded_by.name,
        is_late=times.is_late(event.happened_at),
        heard=report or _heard(event.data),
    )


def _heard(data: Mapping[str, Any]) -> bool:
    """Whether a contact says where the child is: seen, or somebody at home gave a reason."""
    reached = data.get("outcome") == "reached" and bool(data.get("reason_found"))
    return data.get("child_seen") is True or data.get("outcome") == "seen" or reached
