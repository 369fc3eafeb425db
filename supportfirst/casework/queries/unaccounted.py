"""The morning's list: who is not accounted for, in order of concern, with whom to call and what was tried.

A pupil leaves the list to call when somebody logs a contact of the day, or when a parent has reported
the absence; both stay in sight until the mark is settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.school_files import in_force
from supportfirst.casework.bridge.unaccounted import Missing, missing_on
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

MIDDAY = time(12)
KEPT_BACK = "a restricted note"
CONTACTS = ("contact", "home_visit")
REPORT = "absence_reported"
# Children of whom an unexplained absence says most, the gravest first; names as in a pupils file.
OF_CONCERN = {
    "child_protection": "child protection plan",
    "looked_after": "looked after",
    "child_in_need": "child in need",
    "social_worker": "has a social worker",
    "young_carer": "young carer",
}


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
    after_midday: bool


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
    concerns: tuple[str, ...] = ()
    bereaved: bool = False
    callers: tuple[Caller, ...] = ()
    contacts: tuple[Tried, ...] = ()
    reports: tuple[Tried, ...] = ()

    @property
    def is_to_call(self) -> bool:
        return not self.contacts and not self.reports


@dataclass(slots=True)
class Morning:
    day: date
    to_call: list[Unaccounted] = field(default_factory=list)
    in_hand: list[Unaccounted] = field(default_factory=list)  # called or reported, and the mark not settled


def morning(school: School, day: date) -> Morning:
    """The list of a school on a day. The number of queries does not grow with the pupils."""
    missing = {each.enrolment: each for each in missing_on(school, pack_of(school, day), day)}
    rows = _rows(missing)
    _add_flags(rows, day)
    _add_callers(rows, day)
    _add_events(rows, school, day)
    told = Morning(day)
    for row in sorted(rows.values(), key=_concern):
        (told.to_call if row.is_to_call else told.in_hand).append(row)
    return told


def row_of(school: School, day: date, pupil: UUID) -> Unaccounted | None:
    """One pupil's row; None where they are accounted for, or not at the school."""
    told = morning(school, day)
    return next((row for row in (*told.to_call, *told.in_hand) if row.pupil == pupil), None)


def _concern(row: Unaccounted) -> tuple[int, int, str]:
    """Children at risk first, then those longest unexplained."""
    order = list(OF_CONCERN.values())
    gravest = min((order.index(each) for each in row.concerns), default=len(order))
    return gravest, -row.sessions, row.name


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
        )
        for each in held
    }


def _add_flags(rows: Mapping[UUID, Unaccounted], day: date) -> None:
    flags = PupilFlag.objects.filter(in_force(day), pupil_id__in=rows, holds=True, name__in=OF_CONCERN)
    for flag in flags:
        row = rows[flag.pupil_id]
        row.concerns = (*row.concerns, OF_CONCERN[flag.name])
    for pupil in Marker.objects.filter(
        in_force(day), pupil_id__in=rows, kind=MarkerKind.BEREAVED
    ).values_list("pupil_id", flat=True):
        if pupil is not None:
            rows[pupil].bereaved = True


def _add_callers(rows: Mapping[UUID, Unaccounted], day: date) -> None:
    """Adults in their order, but for those who died and those who may not be spoken to about the child."""
    links = list(
        Link.objects.filter(in_force(day), pupil_id__in=rows)
        .select_related("adult")
        .order_by("contact_order", "adult__legal_surname", "adult_id")
    )
    adults = {link.adult_id for link in links}
    died = set(
        Marker.objects.filter(adult_id__in=adults, kind=MarkerKind.DECEASED).values_list(
            "adult_id", flat=True
        )
    )
    kept_from = _kept_from(links, day)
    telephones = _telephones(adults, day)
    for link in links:
        if link.adult_id in died or (link.pupil_id, link.adult_id) in kept_from:
            continue
        caller = Caller(
            link.adult_id, link.adult.name, link.relationship, tuple(telephones.get(link.adult_id, ()))
        )
        row = rows[link.pupil_id]
        row.callers = (*row.callers, caller)


def _kept_from(links: Sequence[Link], day: date) -> set[tuple[UUID, UUID]]:
    """Pairs of a child and an adult whom an order keeps from the child, or from another adult of the child.

    Whoever is told that the child is missing from school is told where the child goes, and with whom.
    """
    children: dict[UUID, set[UUID]] = defaultdict(set)
    for link in links:
        children[link.adult_id].add(link.pupil_id)
    orders = Marker.objects.filter(
        in_force(day),
        Q(pupil__in={link.pupil_id for link in links}) | Q(adult__in=children),
        kind=MarkerKind.NO_CONTACT,
        against__isnull=False,
    )
    found = set()
    for pupil, adult, against in orders.values_list("pupil_id", "adult_id", "against_id"):
        protected = children[adult] if adult is not None else {pupil} if pupil is not None else set()
        found |= {(child, against) for child in protected if against is not None}
    return found


def _telephones(adults: Iterable[UUID], day: date) -> Mapping[UUID, Sequence[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for each in AdultContact.objects.filter(
        in_force(day), adult_id__in=adults, kind=ContactKind.TELEPHONE
    ).order_by("id"):
        found[each.adult_id].append(each.value)
    return found


def _add_events(rows: Mapping[UUID, Unaccounted], school: School, day: date) -> None:
    events = list(
        CaseEvent.objects.filter(school=school, pupil_id__in=rows, happened_on__lte=day)
        .filter(Q(kind__in=CONTACTS, happened_on=day) | Q(kind=REPORT))
        .select_related("recorded_by")
        .order_by("serial")
    )
    struck = set(
        CaseEvent.objects.filter(school=school, pupil_id__in=rows, strikes_out__isnull=False).values_list(
            "strikes_out", flat=True
        )
    )
    for event in events:
        if event.event in struck:
            continue
        row = rows[event.pupil_id]
        if event.kind in CONTACTS:
            row.contacts = (*row.contacts, _tried(event))
        elif _covers(event, day):
            row.reports = (*row.reports, _tried(event))


def _covers(report: CaseEvent, day: date) -> bool:
    """Whether a report speaks of the day: one that names no last day speaks of its first alone."""
    first = str(report.data.get("first_day", report.happened_on.isoformat()))
    return first <= day.isoformat() <= str(report.data.get("last_day", first))


def _tried(event: CaseEvent) -> Tried:
    data = (
        {"reason": KEPT_BACK, "reason_found": KEPT_BACK, "reporter": ""} if event.restricted else event.data
    )
    report = event.kind == REPORT
    return Tried(
        what=f"reported by {data.get('reporter', '')}" if report else str(data.get("channel", "home visit")),
        outcome=str(data.get("outcome", "")).replace("_", " "),
        reason=str(data.get("reason" if report else "reason_found", "")),
        at=event.happened_at,
        by=event.recorded_by.name,
        after_midday=event.happened_at is not None and event.happened_at >= MIDDAY,
    )
