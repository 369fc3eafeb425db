"""A child's page of plans and contracts: what was agreed, how it went on, and how it ended.

What the register says since a contract began stands beside it, for its review.
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
from supportfirst.casework.bridge.contract_terms import ContractTerms, contract_terms
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_records import RecordLine, line_of_event
from supportfirst.casework.queries.kept_records import (
    following,
    kept_records,
    record_line,
    sessions_to_yesterday,
)
from supportfirst.casework.queries.letter_records import letter_that_is
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import CaseEvent, Membership, User

CONTRACT, REVIEW, BREACH = "attendance_contract", "contract_review", "contract_non_compliance"
WARNING, ENDED = "contract_warning", "contract_ended"
EXPLANATION, UNEXPLAINED = "explanation", ("none", "not_satisfactory")
MONTHS = 12


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


@dataclass(frozen=True, slots=True)
class ContractsPage(OfChild):
    terms: ContractTerms
    contracts: Sequence[ContractShown]
    others: Sequence[tuple[KindAsked, RecordLine]]
    kept_back: int


@dataclass(frozen=True, slots=True)
class ContractRecordPage(OfChild):
    terms: ContractTerms
    kind: KindAsked
    about: Sequence[tuple[str, str]]  # records that this one may follow up: id and words
    follows: bool
    callers: Sequence[Caller]
    staff: Sequence[User]  # of this school, who may lead a contract
    standing: Sequence[CaseEvent]

    @property
    def name(self) -> str:
        return self.enrolment.pupil.name

    @property
    def makes(self) -> bool:
        return self.kind.kind == CONTRACT


def contracts_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> ContractsPage:
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = contract_terms(enrolment.school, actor.today)
    events, kept_back = kept_records(actor, enrolment, terms.kinds)
    parents = callers_shown(actor, enrolment.school, enrolment.pupil_id)
    names = {str(each.adult): each.name for each in parents}
    made = [each for each in reversed(events) if each.kind == CONTRACT]
    sessions = sessions_to_yesterday(actor, enrolment) if made else ()
    contracts = [_contract(each, events, terms, names, sessions) for each in made]
    alone = [each for each in events if each.kind != CONTRACT and not each.data.get(ABOUT)]
    others = [
        (terms.kinds[each.kind], line_of_event(each, terms.kinds[each.kind], may_be_read=True))
        for each in alone
    ]
    return ContractsPage(enrolment, terms, contracts, others, kept_back)


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
    about = [
        (str(each.event), f"{terms.kinds[each.kind].title}, {show_day(each.happened_on)}")
        for each in events
        if each.kind in follows
    ]
    held = Membership.objects.filter(in_force(actor.today), school=enrolment.school).values("user")
    staff = User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")
    callers = callers_shown(actor, enrolment.school, enrolment.pupil_id)
    return ContractRecordPage(enrolment, terms, asked, about, bool(follows), callers, list(staff), events)


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
    if last < _months_after(first, terms.usual_least):
        return f"This contract is shorter than most. {usual}"
    if last > _months_after(first, terms.usual_most):
        return f"This contract is longer than most. {usual}"
    return ""


def _months_after(first: date, number: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(first.month - 1 + number, MONTHS)
    for day in (first.day, 30, 29, 28):
        try:
            return date(first.year + years, month + 1, min(day, first.day))
        except ValueError:
            continue
    raise AssertionError(first)


def _contract(
    event: CaseEvent,
    events: Sequence[CaseEvent],
    terms: ContractTerms,
    names: dict[str, str],
    sessions: Sequence[ChildSession],
) -> ContractShown:
    later = following(str(event.event), events)
    signed, gone = bool(event.data.get("signed_on")), any(each.kind == ENDED for each in later)
    state = "ended" if gone else "signed" if signed else "not signed by a parent"
    first, last = (_day(event.data.get(name)) for name in ("from", "to"))
    return ContractShown(
        terms.kinds[CONTRACT].title,
        event.happened_on,
        state,
        record_line(event, terms.kinds[event.kind]).told,
        [names.get(str(each), "a parent whose name you can't see") for each in event.adults],
        advice_on_length(terms, first, last) if first and last else "",
        _register(sessions, first or event.happened_on),
        [_step(each, terms) for each in later],
    )


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
