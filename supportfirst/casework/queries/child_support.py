"""A child's page of support: what gets in the way, what was offered and done about it, and its effect.

The effect of support is told as attendance of as many sessions after its beginning as before it; where
there are too few, or some without a mark, nobody can tell, and the page says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_sessions import ChildSession, totals_of
from supportfirst.casework.bridge.early_help_terms import early_help_terms
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.support_kinds import SupportTerms, support_terms
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_records import RecordLine
from supportfirst.casework.queries.early_help import EarlyHelpShown, early_help_shown
from supportfirst.casework.queries.kept_records import (
    following,
    kept_records,
    record_line,
    sessions_to_yesterday,
)
from supportfirst.casework.queries.service_referrals import ANSWER, REFERRAL, Referral, referrals_of
from supportfirst.casework.queries.support_directory import entries_of
from supportfirst.casework.store.models import CaseEvent

BARRIER, BARRIER_ENDED = "barrier", "barrier_ended"
OFFERED, STARTED, REVIEWED, ENDED = "support_offered", "support_started", "support_reviewed", "support_ended"
ASSESSMENT = "early_help_assessment"
STATES = {"declined": "declined", "waiting": "waiting", "accepted": "accepted", "no_reply": "no answer yet"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of support, and what became of it."""

    service: str
    on: date
    barrier: str  # blank: it is for no recorded barrier
    state: str
    in_writing: bool
    steps: Sequence[str]  # what happened, each with its day
    effect: str
    directory_entry: str  # attached to it; blank: none


@dataclass(frozen=True, slots=True)
class BarrierShown:
    name: str
    on: date
    line: RecordLine
    ended: bool


@dataclass(frozen=True, slots=True)
class Clock:
    submitted: date
    until: date | None  # None: the pack gives it no number of weeks


@dataclass(frozen=True, slots=True)
class SupportPage(OfChild):
    terms: SupportTerms
    barriers: Sequence[BarrierShown]
    offers: Sequence[Offer]
    referrals: Sequence[Referral]
    clocks: Sequence[Clock]
    early_help: EarlyHelpShown | None  # None: the pack tells of no states of it
    others: Sequence[tuple[KindAsked, Sequence[RecordLine]]]
    kept_back: int


@dataclass(frozen=True, slots=True)
class SupportRecordPage(OfChild):
    terms: SupportTerms
    kind: KindAsked
    about: Sequence[tuple[str, str]]  # records that this one may follow up: id and words
    follows: bool  # it follows up another record, and can't be made without one
    barriers: Sequence[str]  # of this child, that stand
    standing: Sequence[CaseEvent]
    directory: Sequence[str]  # entries that may be attached, by name


def support_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> SupportPage:
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = support_terms(enrolment.school, actor.today)
    events, kept_back = kept_records(actor, enrolment, terms.kinds)
    sessions = sessions_to_yesterday(actor, enrolment)
    shown = {BARRIER, BARRIER_ENDED, OFFERED, STARTED, REVIEWED, ENDED, REFERRAL, ANSWER}
    recorded = {each.kind for each in events}
    return SupportPage(
        enrolment,
        terms,
        [_barrier(each, events, terms) for each in events if each.kind == BARRIER],
        [_offer(each, events, terms, sessions) for each in events if each.kind == OFFERED],
        referrals_of(events, terms.kinds, actor.today),
        [_clock(each, terms) for each in events if each.kind == ASSESSMENT],
        early_help_shown(events, early_help_terms(enrolment.school, actor.today)),
        [
            (kind, [record_line(each, kind) for each in events if each.kind == name])
            for name, kind in terms.kinds.items()
            if name in recorded - shown
        ],
        kept_back,
    )


def support_record_page(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, kind: str
) -> SupportRecordPage:
    """Raises NotThere for a child out of reach, and for a kind that the school's pack lacks."""
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = support_terms(enrolment.school, actor.today)
    asked = terms.kinds.get(kind)
    if asked is None:
        raise NotThere
    events, _ = kept_records(actor, enrolment, terms.kinds)
    follows = terms.about.get(kind, ())
    about = [(str(each.event), _named(each, terms)) for each in events if each.kind in follows]
    ended = {str(each.data.get(ABOUT)) for each in events if each.kind == BARRIER_ENDED}
    standing = [each for each in events if each.kind == BARRIER and str(each.event) not in ended]
    names = list(dict.fromkeys(str(each.data.get("barrier", "")) for each in standing))
    directory = entries_of(enrolment.school.authority_id) if kind == OFFERED else []
    entries = [each.name for each in directory]
    return SupportRecordPage(enrolment, terms, asked, about, bool(follows), names, events, entries)


def offer_state(offer: CaseEvent, later: Sequence[CaseEvent]) -> str:
    """How an offer stands: by what follows it (later), and where nothing does by the family's answer."""
    kinds = {each.kind for each in later}
    if ENDED in kinds:
        return "ended"
    if STARTED in kinds:
        return "active"
    return STATES.get(str(offer.data.get("answer", "")), STATES["no_reply"])


def effect_of(sessions: Sequence[ChildSession], start: date, last: date, least: int) -> str:
    """Attendance of as many sessions before a day as from it to another, in words."""
    counted = [each for each in sessions if each.statistical is None or each.statistical.is_possible]
    before = [each for each in counted if each.day < start]
    after = [each for each in counted if start <= each.day <= last]
    number = min(len(before), len(after))
    if number < least:
        return f"Cannot tell: {number} of the {least} sessions that are needed before and after."
    before, after = before[-number:], after[:number]
    unmarked = sum(each.code is None for each in [*before, *after])
    if unmarked:
        return f"Cannot tell: {unmarked} of the {2 * number} sessions before and after have no mark."
    then, now = totals_of(before), totals_of(after)
    return (
        f"Attended {then.attended} of {then.possible} sessions before, "
        f"and {now.attended} of {now.possible} sessions after."
    )


def _named(event: CaseEvent, terms: SupportTerms) -> str:
    named = event.data.get("service") or event.data.get("barrier") or ""
    kind = terms.kinds[event.kind].title
    return f"{kind}{f': {named}' if named else ''}, {show_day(event.happened_on)}"


def _barrier(event: CaseEvent, events: Sequence[CaseEvent], terms: SupportTerms) -> BarrierShown:
    ended = any(each.kind == BARRIER_ENDED and each.data.get(ABOUT) == str(event.event) for each in events)
    name = str(event.data.get("barrier", ""))
    return BarrierShown(name, event.happened_on, record_line(event, terms.kinds[BARRIER]), ended)


def _offer(
    event: CaseEvent, events: Sequence[CaseEvent], terms: SupportTerms, sessions: Sequence[ChildSession]
) -> Offer:
    later = following(str(event.event), events)
    started = next((each for each in later if each.kind == STARTED), None)
    ended = next((each for each in later if each.kind == ENDED), None)
    effect = ""
    if started is not None:
        last = date.max if ended is None else ended.happened_on
        effect = effect_of(sessions, started.happened_on, last, terms.least)
    return Offer(
        str(event.data.get("service", "")),
        event.happened_on,
        str(event.data.get("barrier", "")),
        offer_state(event, later),
        event.data.get("in_writing") is True,
        [_step(each, terms.kinds) for each in later],
        effect,
        str(event.data.get("directory_entry", "")),
    )


def _step(event: CaseEvent, kinds: Mapping[str, KindAsked]) -> str:
    told = event.data.get("progress") or event.data.get("result") or ""
    words = f" ({str(told).replace('_', ' ')})" if told else ""
    return f"{show_day(event.happened_on)}: {kinds[event.kind].title}{words}"


def _clock(event: CaseEvent, terms: SupportTerms) -> Clock:
    told = event.data.get("submitted_on")
    submitted = date.fromisoformat(told) if told else event.happened_on
    return Clock(submitted, terms.given_until(submitted))
