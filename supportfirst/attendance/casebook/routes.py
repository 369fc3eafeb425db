"""A legal route for one parent or pupil: open, shut or not to be told, with the earliest possible day.

A route is open only when all of four hold: what it asks of the case, every paper that its groups
ask for, no hold in force, and its day has come. Each is a branch of the reason, named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, Status, case_item_of
from supportfirst.attendance.assessment.finding import BY_RANK, RANK, Outcome, Reason
from supportfirst.attendance.assessment.ranks import CANNOT_TELL, MET, NOT_MET
from supportfirst.attendance.casebook.case import Scope
from supportfirst.attendance.casebook.judging import Held, joined, title_of
from supportfirst.attendance.packs.case_shape import HoldSeverity, Severity
from supportfirst.attendance.packs.shape import EvidenceTerms, HoldTerms, Pack, RouteTerms
from supportfirst.attendance.vocabulary.days import show_day

ONE_DAY = timedelta(days=1)
# Looked up once: these are asked for with every paper and hold around every route.
_NOT_ASKED, _NOT_IN_FORCE, _INFORMATION = Status.NOT_ASKED, Status.NOT_IN_FORCE, Severity.INFORMATION
_OPEN, _MISSING, _IN_FORCE = Status.OPEN, Status.MISSING, Status.IN_FORCE
_OUT_OF_VIEW = {CANNOT_TELL: Status.CANNOT_TELL, NOT_MET: Status.NOT_IN_VIEW}  # by the rank of `when`
_BY_WORST = {MET: Status.OPEN, CANNOT_TELL: Status.CANNOT_TELL, NOT_MET: Status.SHUT}
_RANK_OF_PAPER = {
    Status.MET: MET,
    Status.ANSWERED: MET,
    Status.CANNOT_TELL: CANNOT_TELL,
    Status.MISSING: NOT_MET,
}
KEPT = 2048  # how many papers, and how many lists of them, each with how it stands, have their words ready
REASON_TO_GO_ON, ITS_HOLD = "reason_to_go_on", "hold"


@dataclass(slots=True)
class Around:
    """What stands around the routes of one pupil: every hold and every item of evidence judged."""

    holds: Sequence[Held]
    evidence: Sequence[Held]
    _beside: dict[tuple[str, str], tuple[list[Held], list[Held]]] = field(default_factory=dict)

    def beside(self, held: Held, terms: RouteTerms) -> tuple[list[Held], list[Held]]:
        """The papers that a route asks for and the holds that stop it, found once for its status and tree."""
        key = held.rule.id, held.stands_for
        found = self._beside.get(key)
        if found is None:
            found = self._beside[key] = asked_for(held, terms, self), stopping(held, terms, self)
        return found


def route_status(held: Held, terms: RouteTerms, around: Around) -> Status:
    """How a route stands, without its reasons."""
    if held.concerns != MET:
        return _OUT_OF_VIEW[held.concerns]
    papers, stops = around.beside(held, terms)
    ranks = [held.rank(terms.opens)]
    ranks += [_RANK_OF_PAPER[each.status] for each in papers]
    ranks += [_hold_rank(each) for each in stops]
    ranks.append(_day_rank(held, terms))
    return _BY_WORST[min(ranks)]


def route_item(
    held: Held, terms: RouteTerms, status: Status, pack: Pack, extra: Mapping[str, str], *, around: Around
) -> CaseItem:
    """The route with its tree, the earliest possible day, who decides and where it is heard."""
    concerns = held.reason(held.rule.when)
    papers, stops = around.beside(held, terms)
    branches = (
        held.reason(terms.opens),
        _papers(papers, terms),
        _holds(stops),
        _day(held, terms),
    )
    parts = (concerns, *(branch for branch in branches if branch is not None))
    because = concerns.because if status is _OPEN else _deciding(parts)
    limit = held.facts.last_day(terms.limit) if terms.limit else None
    opens_on = earliest(held, terms, stops)
    shown = Status.SHUT if status is Status.NOT_IN_VIEW else status
    more: dict[str, Any] = {
        "status": str(shown),
        "parent_id": held.facts.scope.parent_id,
        "opens_on": opens_on.isoformat() if opens_on else None,
        "order": terms.order,
        "decided_by": title_of(terms.decided_by, pack),
        "hearing": terms.hearing,
        "missing": [each.key for each in papers if each.status is _MISSING],
        "stopped_by": [each.key for each in stops if each.status is _IN_FORCE],
    }
    if limit is not None:
        more |= {"proceed_by": limit.isoformat(), "days_left": (limit - held.facts.on).days}
    return case_item_of((joined(held, status, parts, because, extra), status, more))


def _deciding(parts: Sequence[Reason]) -> str:
    """What the branches say that stand worst."""
    ranks = [RANK[part.outcome] for part in parts]
    worst = min(ranks)
    return "; ".join([part.because for part, rank in zip(parts, ranks, strict=True) if rank == worst])


def earliest(held: Held, terms: RouteTerms, stops: Sequence[Held]) -> date | None:
    """The earliest possible day given every hold and the route's own day; None where none can be told."""
    days = [held.facts.day(terms.opens_on)] if terms.opens_on else []
    for each in stops:
        if each.status is _IN_FORCE and _terms(each).severity is HoldSeverity.BLOCK:
            until = _terms(each).until
            last = each.facts.last_day(until) if until else None
            days.append(last + ONE_DAY if last else None)
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def asked_for(held: Held, terms: RouteTerms, around: Around) -> list[Held]:
    """Papers that the route's groups ask for, of this parent or of the pupil, where a gap matters."""
    if not terms.needs:
        return []
    needs, scope = set(terms.needs), held.facts.scope
    return [
        each
        for each in around.evidence
        if each.status is not _NOT_ASKED
        and isinstance(each.rule.terms, EvidenceTerms)
        and not needs.isdisjoint(each.rule.terms.groups)
        and each.rule.terms.severity is not _INFORMATION
        and _same_parent(each, scope)
    ]


def stopping(held: Held, terms: RouteTerms, around: Around) -> list[Held]:
    """Holds that stop this route, by its id or a group, for this parent or the pupil."""
    names, scope = {held.rule.id, *terms.groups}, held.facts.scope
    return [
        each
        for each in around.holds
        if each.status is not _NOT_IN_FORCE
        and not names.isdisjoint(_terms(each).stops)
        and _same_parent(each, scope)
    ]


def _same_parent(other: Held, scope: Scope) -> bool:
    """Not where it is another parent's: of that parent, or of a record whose kind must name its parents.

    A record of any other kind, such as support for the family, concerns the child whoever it names.
    """
    theirs = other.facts.scope
    if scope.parent is None:
        return True
    if theirs.parent is not None:
        return theirs.parent.id == scope.parent.id
    record = theirs.record
    if record is None or not other.facts.reading.pack.records[record.kind].for_parent:
        return True
    return scope.parent.id in record.parents


def _terms(judged: Held) -> HoldTerms:
    terms = judged.rule.terms
    assert isinstance(terms, HoldTerms), judged.rule.id
    return terms


def _hold_rank(each: Held) -> int:
    if _terms(each).severity is HoldSeverity.CAUTION and reason_to_go_on(each):
        return MET
    return CANNOT_TELL if each.status is Status.CANNOT_TELL else 0


def reason_to_go_on(each: Held) -> str:
    """The record of a reason to go on in spite of a caution; "" where there is none."""
    chronology = each.facts.case.chronology
    for record in chronology.of([REASON_TO_GO_ON]) if chronology else ():
        if record.text(ITS_HOLD) in (each.rule.id, each.key):
            return record.id
    return ""


def _day_rank(held: Held, terms: RouteTerms) -> int:
    if not terms.opens_on:
        return MET
    day = held.facts.day(terms.opens_on)
    return CANNOT_TELL if day is None else MET if day <= held.facts.on else 0


def _papers(asked: Sequence[Held], terms: RouteTerms) -> Reason | None:
    if not terms.needs:
        return None
    return _of_papers(tuple([(each.rule.title, each.status) for each in asked]))


@lru_cache(maxsize=KEPT)
def _of_papers(papers: tuple[tuple[str, Status], ...]) -> Reason:
    """The branch of all papers: a school's pupils show few ways in which these stand."""
    ranks = [_RANK_OF_PAPER[status] for _, status in papers]
    parts = tuple([_of_paper(title, status) for title, status in papers])
    outcome = BY_RANK[min(ranks, default=MET)]
    titles = [title for title, _ in papers]
    because = "; ".join(_lacking(titles, ranks)) or "every paper that is asked for is there or answered"
    return Reason("Is every paper there that a referral needs?", outcome, because, parts=parts)


@lru_cache(maxsize=KEPT)
def _of_paper(title: str, status: Status) -> Reason:
    """The branch of one paper: the same for every pupil with whom it stands so."""
    return Reason(f"Is it there: {title}?", BY_RANK[_RANK_OF_PAPER[status]], _WORDS[status])


def _lacking(titles: Sequence[str], ranks: Sequence[int]) -> Iterator[str]:
    """The papers that are missing, and apart from them those of which nothing can be told."""
    lacking = [(title, rank) for title, rank in zip(titles, ranks, strict=True) if rank != MET]
    if missing := [title for title, rank in lacking if rank != CANNOT_TELL]:
        yield f"not there: {', '.join(missing)}"
    if unclear := [title for title, rank in lacking if rank == CANNOT_TELL]:
        yield f"it cannot be told whether these are needed and there: {', '.join(unclear)}"


def _holds(stops: Sequence[Held]) -> Reason | None:
    if not stops:
        return None
    ranks = [_hold_rank(each) for each in stops]
    parts = tuple(
        Reason(f"Is it clear of: {each.rule.title}?", BY_RANK[rank], _of_hold(each))
        for each, rank in zip(stops, ranks, strict=True)
    )
    on_hold = [part for part in parts if part.outcome is not Outcome.MET]
    because = "; ".join(part.because for part in on_hold) or "every caution has a reason to go on"
    return Reason("Is nothing on hold?", BY_RANK[min(ranks)], because, parts=parts)


def _of_hold(each: Held) -> str:
    title = each.rule.title
    recorded = reason_to_go_on(each)
    if recorded and _terms(each).severity is HoldSeverity.CAUTION:
        return f"a reason to go on is recorded ({recorded})"
    if each.status is Status.CANNOT_TELL:
        return f"it cannot be told whether this hold is in force: {title}"
    until = _terms(each).until
    last = each.facts.last_day(until) if until else None
    return f"on hold until {show_day(last)}: {title}" if last else f"on hold until it is lifted: {title}"


def _day(held: Held, terms: RouteTerms) -> Reason | None:
    if not terms.opens_on:
        return None
    fact = held.facts.marked(terms.opens_on)
    outcome = BY_RANK[_day_rank(held, terms)]
    because = (
        f"{fact.words}: {show_day(fact.value)}"
        if isinstance(fact.value, date)
        else f"not known: {fact.words}"
    )
    return Reason("Has its day come?", outcome, because, (fact,))


_WORDS = {
    Status.MET: "it is there",
    Status.ANSWERED: "answered by a recorded reason",
    Status.MISSING: "it is missing",
    Status.CANNOT_TELL: "it cannot be told",
}
