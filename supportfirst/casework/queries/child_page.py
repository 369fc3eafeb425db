"""The page of a child at a school: everything that the reader's rights let them see, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.markers_held import standing_on
from supportfirst.casework.queries.as_seen import AsSeen, as_seen, as_seen_at
from supportfirst.casework.queries.child import OfChild, Reach, child_at, reaches_home
from supportfirst.casework.queries.child_alarms import ChildAlarms, child_alarms
from supportfirst.casework.queries.child_calendar import CalendarShown, child_calendar
from supportfirst.casework.queries.child_concerns import ChildConcerns, child_concerns
from supportfirst.casework.queries.child_contacts import ContactsShown, child_contacts
from supportfirst.casework.queries.child_due import DueShown, child_due
from supportfirst.casework.queries.child_events import (
    ALL_KINDS,
    Chronology,
    Wanted,
    chronology,
    events_among,
    every_event,
)
from supportfirst.casework.queries.child_family import (
    AdultShown,
    ParentThen,
    Sibling,
    adults_of,
    parents_then,
    siblings_of,
)
from supportfirst.casework.queries.child_figures import FiguresShown, child_figures
from supportfirst.casework.queries.child_flags import FlagShown, flags_of, flags_then
from supportfirst.casework.queries.child_identity import Identity, identity_of
from supportfirst.casework.queries.child_integrity import ChildIntegrity, child_integrity
from supportfirst.casework.queries.child_patterns import PatternsShown, child_patterns
from supportfirst.casework.queries.child_recognition import Recognition, child_recognition
from supportfirst.casework.queries.child_referral import ReferralSummary, referral_summary
from supportfirst.casework.queries.child_since import Since, since
from supportfirst.casework.queries.child_trend import TrendShown, child_trend
from supportfirst.casework.queries.decision_sheets import Decided, decisions_about
from supportfirst.casework.queries.reasons_shown import teller_of
from supportfirst.casework.queries.siblings_then import siblings_then
from supportfirst.casework.store.models import (
    CaseEvent,
    Enrolment,
    ExternalReference,
    Marker,
    MarkerKind,
    Message,
    PlannedAbsence,
)

PAST_PLANS = timedelta(days=14)
NEWEST_MESSAGES = 10


NOT_YET = "What became of it was not known then"


@dataclass(frozen=True, slots=True)
class MessageShown:
    at: datetime
    sent: bool
    channel: str
    adult: str
    subject: str
    state: str


@dataclass(frozen=True, slots=True)
class ChildPage(OfChild):
    """Parts that are not the reader's to see are None or empty; `sees_home` says which it is."""

    left: date | None  # the last day of a child who is on the roll no more
    stays: Sequence[Enrolment]  # at this school, newest first
    elsewhere: Sequence[str]  # other schools whose roll the child is on
    sees_home: bool  # parents, flags, chronology: whoever may reach parents
    sees_list: bool
    may_edit: bool
    may_call: bool
    may_note: bool
    may_export: bool
    sees_trail: bool  # who has looked at the record, and what was done with it
    bereaved: bool
    died: bool
    identity: Identity
    figures: FiguresShown | None  # None: not assessed
    due: DueShown | None  # None: not assessed, or not the reader's
    referral: ReferralSummary | None
    calendar: CalendarShown
    trend: TrendShown
    patterns: PatternsShown
    plans: Sequence[PlannedAbsence]
    flags: Sequence[FlagShown]
    references: Sequence[ExternalReference]
    seen: AsSeen
    since: Since | None  # what has changed since the moment; None: the page of now
    chronology: Chronology | None
    contacts: ContactsShown | None
    adults: Sequence[AdultShown]
    siblings: Sequence[Sibling]
    messages: Sequence[MessageShown]
    recognition: Recognition
    orders: bool  # an order of no contact is about
    concerns: ChildConcerns
    integrity: ChildIntegrity | None  # None: no mark is asked about
    alarms: ChildAlarms | None  # None: nothing that relied on the marks waits, or it is not the reader's
    decisions: Sequence[Decided] | None
    may_decide: bool
    parents_then: Sequence[ParentThen] | None = None  # of a past moment; None too where not the reader's

    @property
    def decided_by_key(self) -> Mapping[str, Decided]:
        """The newest decision about each prompt, by its key."""
        return {each.rule: each for each in reversed(self.decisions or ())}

    @property
    def left_told(self) -> date | None:
        """The last day that is said of a child who left: of a past moment, if it was known and over then."""
        if not self.seen.past:
            return self.left
        last = self.seen.enrolment.last_day
        return last if last is not None and last < self.seen.on else None

    @property
    def shows_parents(self) -> bool:
        """Whether there is a page of what a parent sees: of a child on roll alone."""
        return self.sees_home and self.left is None

    @property
    def may_share(self) -> bool:
        """Whether papers may be given to a parent, and that logged: of a child on roll alone."""
        return self.shows_parents and self.may_export and self.may_note

    @property
    def may_tell_front_door(self) -> bool:
        return self.shows_parents and self.may_export

    @property
    def has_plans(self) -> bool:
        return bool(self.plans)

    @property
    def sees_row(self) -> bool:
        """Whether there is a row of the worklist to explain, and it is the reader's to see."""
        return self.sees_list and self.figures is not None


def child_page(
    actor: Actor, school_id: UUID, pupil_id: UUID, *, wanted: Wanted = ALL_KINDS, at: datetime | None = None
) -> ChildPage:
    """Raises NotThere. `wanted`: of the chronology. Whoever shows it has the reading audited.

    at: a past moment, as of which the page is to stand; raises MomentRefused.
    """
    enrolment = child_at(actor, school_id, pupil_id, or_left=True)
    school, today, reach = enrolment.school, actor.today, Reach(actor, enrolment)
    here, sees_list = reach.has(Right.SEE_PUPIL), reach.has(Right.SEE_WORKLIST)
    sees_home = reaches_home(actor, enrolment)
    adults = adults_of(pupil_id, today) if sees_home else []
    kinds = _markers(pupil_id, today)
    stays, away = _stays(enrolment)
    seen = _seen(actor, enrolment, stays[::-1], at)
    every = every_event(enrolment) if sees_home else None
    events = None if every is None else events_among(actor, every, at)
    recognition = child_recognition(actor, seen)
    page = ChildPage(
        enrolment=enrolment,
        left=None if here else enrolment.last_day,
        stays=stays,
        elsewhere=_elsewhere(actor, seen, away, here=here),
        sees_home=sees_home,
        sees_list=sees_list,
        may_edit=reach.has(Right.EDIT_PEOPLE),
        may_call=here and sees_home and may(actor, Right.LOG_CONTACT, school),
        may_note=sees_home and reach.has(Right.LOG_CONTACT),
        sees_trail=may(actor, Right.SEE_AUDIT, school),
        may_export=reach.has(Right.EXPORT) or left_for(actor, Right.EXPORT).filter(pk=enrolment.pk).exists(),
        bereaved=MarkerKind.BEREAVED in kinds,
        died=MarkerKind.DECEASED in kinds,
        identity=identity_of(seen, sees_list=sees_list),
        figures=child_figures(seen),
        due=child_due(actor, seen, teller_of(actor, enrolment, seen.moment, every))
        if here and sees_list
        else None,
        referral=referral_summary(seen) if here and sees_list else None,
        calendar=child_calendar(seen),
        trend=child_trend(seen, events, recognition.target),
        patterns=child_patterns(seen, events),
        plans=_plans(seen),
        flags=flags_of(pupil_id, today) if sees_home else (),
        references=references_seen(seen) if sees_home else (),
        seen=seen,
        since=None,
        chronology=chronology(actor, enrolment, events, wanted) if events else None,
        contacts=child_contacts(seen, events.standing, events.readable, adults) if events else None,
        adults=adults,
        siblings=siblings_seen(actor, seen) if sees_home else (),
        messages=_messages(seen) if sees_home else (),
        recognition=recognition,
        orders=any(adult.kept_from or adult.protected for adult in adults) or MarkerKind.NO_CONTACT in kinds,
        concerns=child_concerns(actor, seen),
        integrity=child_integrity(actor, seen),
        alarms=child_alarms(actor, seen),
        decisions=decisions_about(enrolment, seen.moment) if sees_home and sees_list else None,
        may_decide=sees_home and sees_list and reach.has(Right.ACT_ON_CASE),
    )
    return page if at is None else _as_it_stood(actor, page, every)


def _stays(enrolment: Enrolment) -> tuple[list[Enrolment], list[Enrolment]]:
    """The child's stays at the school, the newest first, and those at other schools."""
    held = Enrolment.objects.filter(pupil=enrolment.pupil_id).select_related("school", "group")
    every = list(held.order_by("-first_day"))
    return (
        [stay for stay in every if stay.school_id == enrolment.school_id],
        [stay for stay in every if stay.school_id != enrolment.school_id],
    )


def _elsewhere(actor: Actor, seen: AsSeen, away: Sequence[Enrolment], *, here: bool) -> list[str]:
    """The other schools whose roll the child was on, on the day that is shown.

    To which school a child went who left, only those are told whose child it is there as well.
    """
    if seen.stood is not None:
        away = [
            stay
            for stay in seen.stood.over(
                Enrolment, away, counts=lambda stay: stay.school_id != seen.enrolment.school_id
            )
            if stay.first_day <= seen.on
        ]
    away = [stay for stay in away if stay.last_day is None or stay.last_day >= seen.on]
    mine = set() if here else set(schools_for(actor, Right.SEE_PUPIL).values_list("pk", flat=True))
    return [stay.school.name for stay in away if here or stay.school_id in mine]


def _seen(actor: Actor, enrolment: Enrolment, stays: Sequence[Enrolment], at: datetime | None) -> AsSeen:
    return as_seen(actor, enrolment, stays) if at is None else as_seen_at(actor, enrolment, stays, at)


def _as_it_stood(actor: Actor, page: ChildPage, every: Sequence[CaseEvent] | None) -> ChildPage:
    """Without what is only known as it is held now, and without anything to do: nobody acts in the past."""
    now = None if every is None else events_among(actor, every)
    return replace(
        page,
        enrolment=page.seen.enrolment,
        stays=page.seen.stays[::-1],
        may_edit=False,
        may_call=False,
        may_note=False,
        may_export=False,
        flags=flags_then(page.seen) if page.sees_home else (),
        parents_then=parents_then(page.seen) if page.sees_home else None,
        adults=(),
        since=since(actor, page.seen, now, sees_list=page.sees_list),
    )


def _markers(pupil_id: UUID, today: date) -> set[str]:
    held = Marker.objects.filter(standing_on(today), pupil=pupil_id)
    return set(held.values_list("kind", flat=True))


def references_of(pupil_id: UUID) -> list[ExternalReference]:
    held = ExternalReference.objects.filter(pupil=pupil_id).select_related("noted_by")
    return list(held.order_by("system", "number"))


def siblings_seen(actor: Actor, seen: AsSeen) -> Sequence[Sibling]:
    return siblings_then(actor, seen) if seen.past else siblings_of(actor, seen.enrolment)


def references_seen(seen: AsSeen) -> list[ExternalReference]:
    """Those that were noted by the moment, and not taken away by then."""
    now = references_of(seen.enrolment.pupil_id)
    held = now if seen.stood is None else seen.stood.over(ExternalReference, now, counts=lambda _: True)
    return sorted(held, key=lambda each: (each.system, each.number))


def _plans(seen: AsSeen) -> list[PlannedAbsence]:
    held = PlannedAbsence.objects.filter(enrolment=seen.enrolment)
    if seen.past:
        stood = Q(withdrawn_at=None) | Q(withdrawn_at__gt=seen.moment)
        held = held.filter(stood, recorded_at__lte=seen.moment)
    else:
        held = held.filter(withdrawn_at=None)
    return list(held.filter(last_day__gte=seen.on - PAST_PLANS).order_by("first_day", "pk"))


def _messages(seen: AsSeen) -> list[MessageShown]:
    """At a past moment, a reply is the child's from when it was matched."""
    held = Message.objects.filter(pupil=seen.enrolment.pupil_id, school=seen.school)
    if seen.past:
        matched = Q(direction="out") | Q(settled_at__lte=seen.moment)
        held = held.filter(matched, asked_at__lte=seen.moment)
    return [
        MessageShown(
            each.asked_at,
            each.direction == "out",
            each.get_channel_display(),
            each.adult.name if each.adult else "",
            each.subject,
            _state(each, seen),
        )
        for each in held.select_related("adult").order_by("-asked_at")[:NEWEST_MESSAGES]
    ]


def _state(message: Message, seen: AsSeen) -> str:
    """Only the last state of a message is kept: what it was in between, nobody can tell."""
    if seen.past and (message.settled_at is None or message.settled_at > seen.moment):
        return NOT_YET
    return str(message.get_state_display())
