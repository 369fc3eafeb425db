"""A child's page of plans and contracts: what was agreed, how it went on, and how it ended.

What the register says since a contract began stands beside it, for its review.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.casebook.clocks import months_later
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import roles_held
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_sessions import ChildSession, totals_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.contract_terms import ContractTerms, contract_terms
from supportfirst.casework.bridge.ended_days import school_days
from supportfirst.casework.bridge.letter_prerequisites import why_not_yet
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_records import RecordLine, line_of_event
from supportfirst.casework.queries.contract_parties import (
    LETTER,
    PARENT,
    UNNAMED,
    Party,
    papers_of,
    parties_of,
    signatures,
    with_responsibility,
)
from supportfirst.casework.queries.kept_records import (
    followed_up,
    following,
    kept_records,
    record_line,
    sessions_to_yesterday,
)
from supportfirst.casework.queries.letter_records import letter_that_is
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import CaseEvent, Enrolment, Membership, School, User

CONTRACT, REVIEW, BREACH = "attendance_contract", "contract_review", "contract_non_compliance"
WARNING, ENDED, NOT_MADE = "contract_warning", "contract_ended", "contract_not_made"
REFUSED, MADE, REPLACES = "refused", "contract", "replaces"
ABSENT, MEETING, MEETING_NAME, INTERVENTION = (
    "parent_absent",
    "meeting",
    "contract",
    "attendance_intervention",
)
EXTENDED = "contract_extended"
IMPLEMENTED = "implemented without parent's agreement"
HOPED = "Expectation, not agreed"
ACTIVE, SIGNED, OVER = "active", "signed", "ended"
EXPLANATION, UNEXPLAINED = "explanation", ("none", "not_satisfactory")


@dataclass(frozen=True, slots=True)
class ContractShown:
    title: str
    on: date
    state: str
    told: Sequence[tuple[str, str]]
    parents: Sequence[str]
    advice: str  # on its length; blank where it is usual, or nothing is said of it
    register: str  # what the register says since it began
    later: Sequence[str]
    given: Sequence[str]  # papers, to whom and when
    outstanding: Sequence[str]  # signatures and papers
    days_inside: int | None  # school days in its period, where its length is fixed


@dataclass(frozen=True, slots=True)
class ContractsPage(OfChild):
    terms: ContractTerms
    contracts: Sequence[ContractShown]
    others: Sequence[tuple[KindAsked, RecordLine]]
    kept_back: int
    may_write: bool  # the reader has the role that writes contracts here
    answer: str  # what a file says of a contract, or of why there is none
    advice: str  # where no parent came, and no other way to meet was offered

    @property
    def offered(self) -> Mapping[str, KindAsked]:
        """The kinds of record; without a contract where the school makes none."""
        none = (CONTRACT,) if self.terms.excluded or not self.may_write else ()
        return {name: kind for name, kind in self.terms.kinds.items() if name not in none}


@dataclass(frozen=True, slots=True)
class ContractRecordPage(OfChild):
    terms: ContractTerms
    kind: KindAsked
    about: Sequence[tuple[str, str]]  # records that this one may follow up: id and words
    follows: bool
    callers: Sequence[Caller]
    staff: Sequence[User]  # of this school, who may lead a contract
    standing: Sequence[CaseEvent]
    may_write: bool = True
    waits_for: str = ""  # why none can be made yet
    helps: Sequence[str] = ()  # that the school named in the form that asked for one
    parties: Sequence[Party] = ()  # of every contract, and who else is made aware of one

    @property
    def refused(self) -> str:
        """Why a contract can't be made here, by this reader or now; "" where it can."""
        if self.terms.excluded:
            return self.terms.excluded
        if not self.may_write:
            who = self.terms.author_titles
            return f"A contract is written by: {who}. That is not your role here. Others may read it."
        return self.waits_for

    @property
    def running(self) -> Sequence[CaseEvent]:
        """Contracts that a new one may take the place of."""
        over = {str(each.data.get(ABOUT)) for each in self.standing if each.kind == ENDED}
        over |= {str(each.data.get(REPLACES)) for each in self.standing}
        return [each for each in self.standing if each.kind == CONTRACT and str(each.event) not in over]

    @property
    def makes(self) -> bool:
        return self.kind.kind == CONTRACT


def contracts_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> ContractsPage:
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = contract_terms(enrolment.school, actor.today)
    known, kept_back = kept_records(actor, enrolment, [*terms.kinds, *([LETTER] if terms.papers else [])])
    events = [each for each in known if each.kind != LETTER]
    parents = callers_shown(actor, enrolment.school, enrolment.pupil_id)
    names = {str(each.adult): each.name for each in parents}
    made = [each for each in reversed(events) if each.kind == CONTRACT]
    sessions = sessions_to_yesterday(actor, enrolment) if made else ()
    aware = with_responsibility(enrolment.pupil_id, names) if made and terms.told_to_all else []
    standing = _Standing(known, terms, names, sessions, enrolment.school, aware, actor.today)
    contracts = [_contract(each, standing) for each in made]
    alone = [each for each in events if each.kind != CONTRACT and not each.data.get(ABOUT)]
    others = [
        (terms.kinds[each.kind], line_of_event(each, terms.kinds[each.kind], may_be_read=True))
        for each in alone
    ]
    return ContractsPage(
        enrolment,
        terms,
        contracts,
        others,
        kept_back,
        _may_write(actor, enrolment, terms),
        _answer(contracts, events, terms),
        _advice(enrolment, events, terms),
    )


def contract_record_page(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, kind: str
) -> ContractRecordPage:
    """Raises NotThere for a child out of reach, and for a kind that the school's pack lacks."""
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = contract_terms(enrolment.school, actor.today)
    asked = terms.kinds.get(kind)
    if asked is None:
        raise NotThere
    events, _ = kept_records(actor, enrolment, terms.kinds)
    follows = terms.about.get(kind, ())
    about = followed_up(events, terms.kinds, follows)
    held = Membership.objects.filter(in_force(actor.today), school=enrolment.school).values("user")
    staff = User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")
    callers = callers_shown(actor, enrolment.school, enrolment.pupil_id)
    names = {str(each.adult): each.name for each in callers}
    parties = [
        party
        for each in events
        if each.kind == CONTRACT
        for party in parties_of(each, names, enrolment.school.name)
    ]
    parties += [Party(PARENT, adult, name) for adult, name in names.items()] if parties else []
    makes = kind == CONTRACT
    return ContractRecordPage(
        enrolment,
        terms,
        asked,
        about,
        bool(follows),
        callers,
        list(staff),
        events,
        may_write=not makes or _may_write(actor, enrolment, terms),
        waits_for=_waits_for(actor, enrolment, terms) if makes else "",
        helps=_helps(enrolment) if makes and terms.authors else (),
        parties=list(dict.fromkeys(parties)),
    )


def _may_write(actor: Actor, enrolment: Enrolment, terms: ContractTerms) -> bool:
    if not terms.authors:
        return True
    school = enrolment.school
    return roles_held(actor, school, pack_of(school, actor.today)).any_of(terms.authors)


def _waits_for(actor: Actor, enrolment: Enrolment, terms: ContractTerms) -> str:
    if not terms.only_after:
        return ""
    pack = pack_of(enrolment.school, actor.today)
    return why_not_yet(terms.only_after, [enrolment], pack, actor.today)


def _helps(enrolment: Enrolment) -> list[str]:
    """What the school has done, as the record behind its latest form names it."""
    held = CaseEvent.objects.filter(
        school=enrolment.school, pupil=enrolment.pupil_id, kind=INTERVENTION, restricted=False
    ).exclude(event__in=struck_out(enrolment.school))
    latest = held.order_by("serial").last()
    return [str(each) for each in latest.data.get("interventions", ())] if latest else []


def _advice(enrolment: Enrolment, events: Sequence[CaseEvent], terms: ContractTerms) -> str:
    none = [each for each in events if each.kind == NOT_MADE]
    if not terms.absent_advice or not none or none[-1].data.get("why") != ABSENT:
        return ""
    offered = CaseEvent.objects.filter(
        school=enrolment.school, pupil=enrolment.pupil_id, kind=MEETING, data__meeting=MEETING_NAME
    ).exclude(event__in=struck_out(enrolment.school))
    return terms.absent_advice if offered.count() <= terms.enough_meetings else ""


def warning_letter(page: ContractRecordPage, data: Mapping[str, object], on: date) -> str:
    """The letter that a missing or unsatisfactory explanation leads to; "" where a warning went before."""
    if data.get(EXPLANATION) not in UNEXPLAINED or any(each.kind == WARNING for each in page.standing):
        return ""
    return letter_that_is(page.school, WARNING, on)


def advice_on_length(terms: ContractTerms, first: date, last: date) -> str:
    """A sentence where a contract is shorter or longer than most; it is taken either way."""
    if terms.usual_least is None or terms.usual_most is None:
        return ""
    usual = f"Most last for {terms.usual_least} to {terms.usual_most} months."
    if last < months_later(first, terms.usual_least):
        return f"This contract is shorter than most. {usual}"
    if last > months_later(first, terms.usual_most):
        return f"This contract is longer than most. {usual}"
    return ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the page of one child stands on."""

    events: Sequence[CaseEvent]
    terms: ContractTerms
    names: Mapping[str, str]
    sessions: Sequence[ChildSession]
    school: School
    aware: Sequence[Party]
    on: date


def _contract(event: CaseEvent, held: _Standing) -> ContractShown:
    terms, events = held.terms, held.events
    later = following(str(event.event), [each for each in events if each.kind != LETTER])
    letters = [each for each in events if each.kind == LETTER and each.happened_on >= event.happened_on]
    parties = parties_of(event, held.names, held.school.name)
    signed = signatures(event, later, parties)
    unsigned = [f"Signature: {party.name}" for party, on in signed.items() if on is None]
    state = _state(event, later, events, terms, signed)
    labels = {each: each.replace("_", " ").capitalize() for each in terms.papers}
    papers = papers_of(later, letters, parties, held.aware, terms, labels)
    first, last = (_day(event.data.get(name)) for name in ("from", "to"))
    there = [f"Signed: {party.name}, {show_day(on)}" for party, on in signed.items() if on is not None]
    return ContractShown(
        terms.kinds[CONTRACT].title,
        event.happened_on,
        state,
        _told(event, terms),
        [held.names.get(str(each), UNNAMED) for each in event.adults],
        advice_on_length(terms, first, last) if first and last else "",
        _register(held.sessions, first or event.happened_on),
        [_step(each, terms) for each in later],
        [*there, *papers.given],
        [*(unsigned if terms.signed_by_all else ()), *papers.outstanding],
        _days_inside(event, later, held),
    )


def _told(event: CaseEvent, terms: ContractTerms) -> list[tuple[str, str]]:
    """Its fields; what it asks of a parent who was not there is told as no more than hoped for."""
    lines = list(record_line(event, terms.kinds[event.kind]).told)
    if not _without_parent(event, terms):
        return lines
    asks = next((each.words for each in terms.kinds[CONTRACT].fields if each.name == "requirements"), "")
    return [(HOPED if words.casefold() == asks.casefold() else words, value) for words, value in lines]


def _without_parent(event: CaseEvent, terms: ContractTerms) -> bool:
    return terms.as_expectation and event.data.get("parent_present") is False


def _days_inside(event: CaseEvent, later: Sequence[CaseEvent], held: _Standing) -> int | None:
    first, last = (_day(event.data.get(name)) for name in ("from", "to"))
    if held.terms.weeks is None or first is None or last is None:
        return None
    longer = [_day(each.data.get("extended_to")) for each in later if each.kind == EXTENDED]
    last = max([last, *(each for each in longer if each)])
    try:
        return len(school_days(held.school, pack_of(held.school, held.on), first, last))
    except CalendarUnusable:
        return None


def _state(
    event: CaseEvent,
    later: Sequence[CaseEvent],
    events: Sequence[CaseEvent],
    terms: ContractTerms,
    signed: Mapping[Party, date | None],
) -> str:
    if any(each.kind == ENDED for each in later):
        return OVER
    if any(each.data.get(REPLACES) == str(event.event) for each in events):
        return "replaced by another contract"
    by_parents = [on for party, on in signed.items() if party.role == PARENT]
    if _without_parent(event, terms):
        return IMPLEMENTED
    if not terms.signed_by_all:
        return SIGNED if by_parents and None not in by_parents else "not signed by a parent"
    if None not in signed.values():
        return ACTIVE
    refused = [each for each in events if each.kind == NOT_MADE and each.data.get("why") == REFUSED]
    if None in by_parents and any(each.serial > event.serial for each in refused):
        return "explored, not agreed"
    return "draft, not signed by everybody"


def _answer(contracts: Sequence[ContractShown], events: Sequence[CaseEvent], terms: ContractTerms) -> str:
    """Which of the answers of the pack applies now; "" where nothing is recorded."""
    if any(each.state in (ACTIVE, SIGNED, OVER) for each in contracts):
        return terms.answers.get(MADE, "")
    reasons = [str(each.data.get("why")) for each in events if each.kind == NOT_MADE]
    return terms.answers.get(reasons[-1], "") if reasons else ""


def _step(event: CaseEvent, terms: ContractTerms) -> str:
    told = "; ".join(f"{words}: {value}" for words, value in record_line(event, terms.kinds[event.kind]).told)
    return f"{show_day(event.happened_on)}: {terms.kinds[event.kind].title}{f' ({told})' if told else ''}"


def _register(sessions: Sequence[ChildSession], first: date) -> str:
    held = totals_of([each for each in sessions if each.day >= first])
    if not held.possible:
        return "The register has no marks since it began."
    absent = held.authorised + held.unauthorised
    return (
        f"Since it began: absent for {absent} of {held.possible} possible sessions, "
        f"of them {held.authorised} authorised and {held.unauthorised} unauthorised."
    )


def _day(told: object) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else None
