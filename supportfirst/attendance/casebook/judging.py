"""One rule of the casework held against one pupil, parent or record: how it stands, and why.

Whether a rule concerns anybody is found out first, without a tree; only what is listed gets
its reasons, its sentences and its marks. A hold, a missing paper and a date each have a branch
of their own in the tree of a route, so that nobody has to guess why it is shut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, Status, case_item_of
from supportfirst.attendance.assessment.engine import told, without_marks
from supportfirst.attendance.assessment.finding import Finding, Outcome, Reason, reason_of
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import CANNOT_TELL, MET, NOT_MET, Ranks
from supportfirst.attendance.casebook.case import PUPIL_SCOPE, Case, Scope
from supportfirst.attendance.casebook.case_facts import CaseFacts
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL
from supportfirst.attendance.packs.condition_shape import Condition
from supportfirst.attendance.packs.shape import (
    EvidenceTerms,
    HoldTerms,
    Pack,
    Rule,
    StepTerms,
)
from supportfirst.attendance.vocabulary.days import show_day

OUTCOME_OF = {
    Status.DUE: Outcome.MET,
    Status.DONE: Outcome.NOT_MET,
    Status.NOT_DUE: Outcome.NOT_MET,
    Status.IN_FORCE: Outcome.MET,
    Status.NOT_IN_FORCE: Outcome.NOT_MET,
    Status.MET: Outcome.MET,
    Status.ANSWERED: Outcome.MET,
    Status.MISSING: Outcome.NOT_MET,
    Status.NOT_ASKED: Outcome.NOT_MET,
    Status.OPEN: Outcome.MET,
    Status.SHUT: Outcome.NOT_MET,
    Status.NOT_IN_VIEW: Outcome.NOT_MET,
    Status.CANNOT_TELL: Outcome.CANNOT_TELL,
}
# How a rule stands by the rank of what settles it, made once: every pupil's rules ask for these.
_OF_DONE = {MET: Status.DONE, CANNOT_TELL: Status.CANNOT_TELL, NOT_MET: Status.DUE}
_NO_STEP = {CANNOT_TELL: Status.CANNOT_TELL, NOT_MET: Status.NOT_DUE}
_NO_HOLD = {CANNOT_TELL: Status.CANNOT_TELL, NOT_MET: Status.NOT_IN_FORCE}
_NO_PAPER = {CANNOT_TELL: Status.CANNOT_TELL, NOT_MET: Status.NOT_ASKED}
_DUE, _IN_FORCE, _NOT_IN_FORCE = Status.DUE, Status.IN_FORCE, Status.NOT_IN_FORCE
_PAPER_MET, _ANSWERED, _MISSING, _UNCLEAR = Status.MET, Status.ANSWERED, Status.MISSING, Status.CANNOT_TELL
_NOT_THERE = {Status.CANNOT_TELL: Status.MISSING, Status.NOT_ASKED: Status.MISSING}  # as what papers show
SAYS_ITS_TEXT = frozenset({Status.DUE, Status.IN_FORCE, Status.MISSING, Status.OPEN})
_HOLDS = Outcome.MET
_THERE = frozenset({Status.MET, Status.ANSWERED})
OPENING = {
    Status.DONE: "Done",
    Status.NOT_DUE: "Not due",
    Status.NOT_IN_FORCE: "Not in force",
    Status.MET: "There",
    Status.ANSWERED: "Answered by a reason",
    Status.NOT_ASKED: "Not asked for",
    Status.SHUT: "Shut",
    Status.NOT_IN_VIEW: "Not in view",
    Status.CANNOT_TELL: "Cannot tell yet",
}


_THE_PUPIL = (PUPIL_SCOPE,)


@dataclass(slots=True)
class Held:
    """A rule judged for a scope: its facts, the pack as its values are read, and how `when` came out.

    status: how it stands as one of its kind, once that is found; stages, prompts and lists have none.
    """

    rule: Rule
    facts: CaseFacts
    ranks: Ranks
    concerns: int  # the rank of `when`
    status: Status = field(init=False)

    @property
    def stands_for(self) -> str:
        return self.facts.scope.name

    @property
    def key(self) -> str:
        if self.facts.scope is PUPIL_SCOPE:  # most are: for nobody in particular
            return self.rule.id
        return f"{self.rule.id}@{self.stands_for}" if self.stands_for else self.rule.id

    def rank(self, condition: Condition) -> int:
        """How another condition of the rule comes out."""
        return self.ranks.of(condition, self.facts.known)

    def reason(self, condition: Condition) -> Reason:
        """The tree of a condition of the rule, with every mark."""
        return self.facts.reason(condition)


def scopes_of(each: str, case: Case) -> Sequence[Scope]:
    """For whom or what a rule is judged: once for the pupil, for each parent, or for each such record."""
    if each == PUPIL:
        return _THE_PUPIL
    if each == PARENT:
        return [Scope(parent=parent) for parent in case.parents or ()] or [Scope(unknown_parent=True)]
    if case.chronology is None:
        return ()
    return [Scope(record=record) for record in case.chronology.of([each])]


def hold(rule: Rule, facts: CaseFacts, scope: Scope) -> Held | None:
    """The rule held against a scope; None where it is not in force on the day as on which it is read."""
    view, day = facts.view(scope), facts.on
    if rule.values_on:
        read_on = view.day(rule.values_on)
        if read_on is not None:
            day = read_on
            view = facts.view(scope, read_on)
        if day not in rule.span:
            return None
    ranks = facts.reading.ranks(day)
    return Held(rule, view, ranks, ranks.of(rule.when, view.known))


def found(held: Held, extra: Mapping[str, str]) -> Finding:
    """The finding of the rule itself: does it concern them, and why; without marks where it does not."""
    reason = held.reason(held.rule.when)
    if reason.outcome is Outcome.NOT_MET:
        reason = without_marks(reason)
    return _finding(held, reason, extra)


def _finding(
    held: Held, reason: Reason, extra: Mapping[str, str], *, said: str = "", says_text: bool = False
) -> Finding:
    scope, asked_on = held.facts.scope, held.facts.on
    if scope is PUPIL_SCOPE:  # most are: for nobody in particular
        return told(
            held.rule, held.facts, held.ranks.day, reason, extra, asked_on, said=said, says_text=says_text
        )
    return told(
        held.rule,
        held.facts,
        held.ranks.day,
        reason,
        extra,
        asked_on,
        stands_for=scope.name,
        parent_id=scope.parent_id,
        record_id=scope.record.id if scope.record else None,
        said=said,
        says_text=says_text,
    )


# --- steps -----------------------------------------------------------------------------


def step_status(held: Held, terms: StepTerms) -> Status:
    if held.concerns != MET:
        return _NO_STEP[held.concerns]
    return _DUE if terms.done is None else _OF_DONE[held.rank(terms.done)]


def step_item(held: Held, terms: StepTerms, status: Status, pack: Pack, extra: Mapping[str, str]) -> CaseItem:
    """The step, by whom, by when, and whether that day is over."""
    due_on = _due_on(held, terms)
    concerns = held.reason(held.rule.when)
    parts, because = [concerns], concerns.because
    if terms.done is not None and held.concerns == MET:
        done = held.reason(terms.done)
        parts.append(Reason("Is it done?", done.outcome, done.because, parts=(done,)))
        because = concerns.because if status is _DUE else done.because
    finding = joined(held, status, tuple(parts), because, extra)
    more: dict[str, Any] = {
        "status": str(status),
        "due_on": _iso(due_on),
        "who": [title_of(role, pack) for role in terms.who],
        "overdue": due_on is not None and status is _DUE and due_on < held.facts.on,
        "brings": list(terms.brings),
    }
    return case_item_of((finding, status, more))


def _due_on(held: Held, terms: StepTerms) -> date | None:
    if terms.due is not None:
        return held.facts.last_day(terms.due)
    return held.facts.day(terms.due_date) if terms.due_date else None


# --- holds -----------------------------------------------------------------------------


def hold_status(held: Held, terms: HoldTerms) -> Status:
    if held.concerns != MET:
        return _NO_HOLD[held.concerns]
    until = held.facts.last_day(terms.until) if terms.until else None
    return _NOT_IN_FORCE if until is not None and until < held.facts.on else _IN_FORCE


def hold_item(held: Held, terms: HoldTerms, status: Status, pack: Pack, extra: Mapping[str, str]) -> CaseItem:
    """The hold, from when to when, whose it is, what it stops and how it is lifted."""
    until = held.facts.last_day(terms.until) if terms.until else None
    concerns = held.reason(held.rule.when)
    parts, because = [concerns], concerns.because
    if until is not None:
        over = until < held.facts.on
        because = f"its last day {'was' if over else 'is'} {show_day(until)}"
        parts.append(Reason("Does its time still run?", Outcome.NOT_MET if over else Outcome.MET, because))
    finding = joined(held, status, tuple(parts), because, extra)
    more: dict[str, Any] = {
        "status": str(status),
        "from": _iso(held.facts.day(terms.starts) if terms.starts else None),
        "until": _iso(until),
        "owner": title_of(terms.owner, pack),
        "stops": list(terms.stops),
        "severity": str(terms.severity),
        "lift": terms.lift,
    }
    return case_item_of((finding, status, more))


# --- evidence --------------------------------------------------------------------------


def evidence_status(held: Held, terms: EvidenceTerms) -> Status:
    if held.concerns != MET:
        return _NO_PAPER[held.concerns]
    met = held.rank(terms.met)
    if met == MET:
        return _PAPER_MET
    answered = NOT_MET
    if terms.answered is not None:
        answered = held.rank(terms.answered)
    if answered == MET:
        return _ANSWERED
    return _UNCLEAR if CANNOT_TELL in (met, answered) else _MISSING


def evidence_item(
    held: Held, terms: EvidenceTerms, status: Status, _: Pack, extra: Mapping[str, str]
) -> CaseItem:
    """The item, whether it is there, missing or answered by a reason, and the records that say so."""
    concerns = held.reason(held.rule.when)
    met = held.reason(terms.met)
    parts = [concerns, met]
    if terms.answered is not None:
        parts.append(held.reason(terms.answered))
    decided = parts[-1] if status is _ANSWERED else met
    more = held.ranks.day.once(_told_of_paper, held.rule)[status]
    if status in _THERE:
        more = {**more, "records": _records(decided)}
    because = concerns.because if held.concerns != MET else decided.because
    return case_item_of((joined(held, status, tuple(parts), because, extra), status, more))


def _told_of_paper(rule: Rule, day: PackDay) -> Mapping[Status, Mapping[str, Any]]:
    """What an item of evidence tells by how it stands: the same for all pupils, but for records behind it."""
    terms = rule.terms
    assert isinstance(terms, EvidenceTerms), rule.id
    same = {
        "severity": str(terms.severity),
        "records": [],
        "groups": list(terms.groups),
        "supplied_by": title_of(terms.supplied_by, day.pack),
        "document": terms.document,
    }
    return {status: {"status": str(_NOT_THERE.get(status, status)), **same} for status in Status}


def _records(reason: Reason) -> list[str]:
    """Ids of the records behind the parts of a reason that hold, each once."""
    found_ids: dict[str, None] = {}
    for fact in reason.facts:
        if fact.value:
            found_ids.update(dict.fromkeys(fact.records))
    for part in reason.parts:
        if part.outcome is _HOLDS:
            found_ids.update(dict.fromkeys(_records(part)))
    return list(found_ids)


# --- shared ----------------------------------------------------------------------------


def joined(
    held: Held, status: Status, parts: tuple[Reason, ...], because: str, extra: Mapping[str, str]
) -> Finding:
    """The finding with how it stands for its outcome, what was asked beneath it, and a sentence."""
    title = held.rule.title
    reason = reason_of((f"{title}:", OUTCOME_OF[status], because, (), None, None, True, parts))
    if status in SAYS_ITS_TEXT:
        return _finding(held, reason, extra, says_text=True)
    return _finding(held, reason, extra, said=f"{OPENING[status]}: {title}. {_capital(because)}.")


def title_of(entry: str, pack: Pack) -> str:
    """What a role or paper of the catalogue is called; its id where the catalogue has none."""
    return pack.entries[entry].title if entry in pack.entries else entry


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
