"""A child's page of leave: each request whole, its decision or when it is due, the marks of refused days.

That a decision is overdue is said and nothing more: only a person decides, and each request by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import roles_held
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_sessions import ChildSession
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.leave_held import LeaveHeld, leave_of
from supportfirst.casework.bridge.leave_terms import (
    DECISION as DECISION,
)
from supportfirst.casework.bridge.leave_terms import (
    FULL_TIME,
    GRANTED,
    TOLD,
    LeaveTerms,
    leave_terms,
)
from supportfirst.casework.bridge.leave_terms import (
    PART_TIME as PART_TIME,
)
from supportfirst.casework.bridge.leave_terms import (
    REQUEST as REQUEST,
)
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_records import RecordLine, line_of_event
from supportfirst.casework.queries.kept_records import (
    followed_up,
    following,
    kept_records,
    record_line,
    sessions_to_yesterday,
)
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.models import CaseEvent, Enrolment, School


@dataclass(frozen=True, slots=True)
class RefusedSession:
    """One session of days for which leave was refused, and the mark that stands."""

    day: date
    half: int
    session: str
    symbol: str
    proposed: str  # the code that is proposed in its place; "" where it stands, or the child was there


@dataclass(frozen=True, slots=True)
class LeaveShown:
    held: LeaveHeld
    state: str
    due: str
    told: Sequence[tuple[str, str]]
    parents: Sequence[str]
    decided: Sequence[tuple[str, str]]
    decided_by: str
    later: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    sessions: Sequence[RefusedSession]

    @property
    def is_open(self) -> bool:
        return not self.held.decided

    @property
    def is_granted(self) -> bool:
        return self.held.decided == GRANTED


@dataclass(frozen=True, slots=True)
class TimetableShown:
    """A part-time timetable: exceptional, and for a time that ends."""

    on: date
    state: str
    warning: str
    told: Sequence[tuple[str, str]]
    later: Sequence[str]


@dataclass(frozen=True, slots=True)
class LeavePage(OfChild):
    terms: LeaveTerms
    requests: Sequence[LeaveShown]
    timetables: Sequence[TimetableShown]
    others: Sequence[tuple[KindAsked, RecordLine]]
    kept_back: int
    may_decide: bool
    deciders: str  # who may, as the pack calls them

    @property
    def to_record(self) -> Sequence[KindAsked]:
        return [kind for name, kind in self.terms.kinds.items() if name != DECISION]


@dataclass(frozen=True, slots=True)
class LeaveRecordPage(OfChild):
    """The form of one kind of record about leave; of a decision, with the request that it is about."""

    terms: LeaveTerms
    kind: KindAsked
    about: Sequence[tuple[str, str]]
    follows: bool
    callers: Sequence[Caller]
    shown: LeaveShown | None
    may_decide: bool
    deciders: str


def leave_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> LeavePage:
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = leave_terms(enrolment.school, actor.today)
    events, kept_back = kept_records(actor, enrolment, terms.kinds)
    shown = _requests(actor, enrolment, terms, events)
    others = [
        (terms.kinds[each.kind], line_of_event(each, terms.kinds[each.kind], may_be_read=True))
        for each in reversed(events)
        if each.kind not in (REQUEST, PART_TIME) and not each.data.get(ABOUT)
    ]
    may, deciders = _deciding(actor, enrolment.school, terms)
    timetables = [
        _timetable(each, events, terms, actor.today) for each in reversed(events) if each.kind == PART_TIME
    ]
    return LeavePage(enrolment, terms, shown, timetables, others, kept_back, may, deciders)


def leave_record_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, kind: str) -> LeaveRecordPage:
    """Raises NotThere for a child out of reach, for a kind that the pack lacks, and for a decision."""
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    terms = leave_terms(enrolment.school, actor.today)
    asked = terms.kinds.get(kind)
    if asked is None or kind == DECISION:
        raise NotThere
    events, _ = kept_records(actor, enrolment, terms.kinds)
    follows = terms.about.get(kind, ())
    about = followed_up(events, terms.kinds, follows)
    callers = callers_shown(actor, enrolment.school, enrolment.pupil_id)
    may, deciders = _deciding(actor, enrolment.school, terms)
    return LeaveRecordPage(enrolment, terms, asked, about, bool(follows), callers, None, may, deciders)


def decision_page(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, request_id: uuid.UUID
) -> LeaveRecordPage:
    """One request, to be decided by itself. Raises NotThere for one that is not the child's."""
    page = leave_page(actor, school_id, pupil_id)
    shown = next((each for each in page.requests if each.held.request.event == request_id), None)
    kind = page.terms.kinds.get(DECISION)
    if shown is None or kind is None:
        raise NotThere
    return LeaveRecordPage(
        page.enrolment,
        page.terms,
        kind,
        about=(),
        follows=False,
        callers=(),
        shown=shown,
        may_decide=page.may_decide,
        deciders=page.deciders,
    )


def _deciding(actor: Actor, school: School, terms: LeaveTerms) -> tuple[bool, str]:
    pack = pack_of(school, actor.today)
    titles = [pack.entries[each].title for each in terms.decided_by if each in pack.entries]
    may = bool(terms.decided_by) and roles_held(actor, school, pack).any_of(terms.decided_by)
    return may, " or ".join(dict.fromkeys(titles)) or "the head teacher"


def _requests(
    actor: Actor, enrolment: Enrolment, terms: LeaveTerms, events: Sequence[CaseEvent]
) -> Sequence[LeaveShown]:
    pupil = enrolment.pupil_id
    readable = {each.event for each in events}
    found = leave_of(enrolment.school, list(same_child([pupil])))
    held = [each for leave in found.values() for each in leave if each.request.event in readable]
    names = (
        {str(each.adult): each.name for each in callers_shown(actor, enrolment.school, pupil)} if held else {}
    )
    marks = sessions_to_yesterday(actor, enrolment) if any(each.decided for each in held) else ()
    return [
        LeaveShown(
            each,
            *_state(actor, enrolment.school, terms, each),
            record_line(each.request, terms.kinds[REQUEST]).told,
            [names.get(str(adult), "a parent whose name you can't see") for adult in each.request.adults],
            record_line(each.decision, terms.kinds[DECISION]).told if each.decision is not None else (),
            each.decision.recorded_by.name if each.decision is not None else "",
            [
                (show_day(step.happened_on), record_line(step, terms.kinds[TOLD]).told)
                for step in following(str(each.request.event), events)
                if step.kind == TOLD
            ],
            [
                RefusedSession(
                    session.day,
                    session.half,
                    SESSION_WORDS[session.half],
                    session.symbol,
                    _proposed(terms, session),
                )
                for session in marks
                if each.refuses(session.day) and session.code is not None
            ],
        )
        for each in reversed(held)
    ]


def _state(actor: Actor, school: School, terms: LeaveTerms, held: LeaveHeld) -> tuple[str, str]:
    if held.decided:
        by_rule = held.decision is not None and held.decision.data.get("by_rule")
        return ("refused by the rule" if by_rule else held.decided), ""
    due = terms.decide_by(school, held.requested_on, held.first_day)
    if actor.today > due:
        return "overdue", (
            f"A decision was due by {show_day(due)} and is overdue. Nothing is decided by itself: "
            "it waits for a person."
        )
    return (
        "due today" if actor.today == due else "waiting"
    ), f"Decide by {show_day(due)}, and tell the parent."


def _timetable(
    event: CaseEvent, events: Sequence[CaseEvent], terms: LeaveTerms, today: date
) -> TimetableShown:
    later = following(str(event.event), events)
    ends = event.data.get("end_date")
    last = date.fromisoformat(ends) if ends else None
    warning = "A part-time timetable is exceptional and for a limited time, never a long-term solution."
    if any(each.kind == FULL_TIME for each in later):
        state, warning = "ended", ""
    elif last is None:
        state = "no last day"
    elif last < today:
        state = f"past its last day, {show_day(last)}"
        warning += " Record that the child is back full time, or agree on a new one."
    else:
        state = f"until {show_day(last)}"
    return TimetableShown(
        event.happened_on,
        state,
        warning,
        record_line(event, terms.kinds[PART_TIME]).told,
        [f"{show_day(each.happened_on)}: {terms.kinds[each.kind].title}{_found(each)}" for each in later],
    )


def _found(event: CaseEvent) -> str:
    return f" ({event.data['found']})" if event.data.get("found") else ""


def _proposed(terms: LeaveTerms, session: ChildSession) -> str:
    """An absence that is unexplained, or unauthorised otherwise; one with a reason of its own is left."""
    if session.statistical is not StatisticalClass.UNAUTHORISED or session.symbol == terms.refused_code:
        return ""
    return terms.refused_code
