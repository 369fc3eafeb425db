"""Every rule of the casework held against one pupil: stages, prompts, steps, holds, evidence, routes.

Stages come first, because much depends on them; holds and papers before routes, which rest on
both. An item is listed when it concerns the pupil. Where that can't be told, it is listed for a
pupil with a case (a record, or a line that could lead towards a sanction and was crossed, or may
have been) and otherwise on request alone: else every child would carry a page of what nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from supportfirst.attendance.assessment.case_items import CaseItem, CaseItems, RecordSeen, Status
from supportfirst.attendance.assessment.finding import Finding, Outcome
from supportfirst.attendance.assessment.pupil_facts import PupilFacts
from supportfirst.attendance.assessment.ranks import CANNOT_TELL, MET, NOT_MET
from supportfirst.attendance.casebook.asking import Asked, Asking, any_shut
from supportfirst.attendance.casebook.case import Case, Scope
from supportfirst.attendance.casebook.case_facts import NO_PARENT, CaseFacts
from supportfirst.attendance.casebook.chronology import Chronology, standing
from supportfirst.attendance.casebook.ground import Grounds
from supportfirst.attendance.casebook.judging import (
    Held,
    evidence_item,
    evidence_status,
    found,
    hold,
    hold_item,
    hold_status,
    scopes_of,
    step_item,
    step_status,
)
from supportfirst.attendance.casebook.making import NO_FIGURES
from supportfirst.attendance.casebook.moves import moves_open, reached
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.casebook.routes import Around, route_item, route_status
from supportfirst.attendance.casebook.tracks import MOVE
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL
from supportfirst.attendance.packs.shape import (
    EvidenceTerms,
    HoldTerms,
    Pack,
    RouteTerms,
    Rule,
    RuleKind,
    StepTerms,
)
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent, School
from supportfirst.attendance.vocabulary.people import Pupil

T = TypeVar("T", StepTerms, HoldTerms, EvidenceTerms, RouteTerms)
NOTHING_RECORDED = Chronology(left_out={"after_on": 0, "not_yet_known": 0})
ANY_PARENT = Parent(id="any parent", upn="")  # of whom no record tells, and no file
UNCONCERNED = frozenset(
    {Status.NOT_DUE, Status.DONE, Status.NOT_IN_FORCE, Status.NOT_ASKED, Status.NOT_IN_VIEW}
)
# Looked up once: each is asked for with every pupil.
_OF_FINDINGS = (RuleKind.STAGE, RuleKind.PROMPT, RuleKind.LIST)
_STEP, _HOLD, _EVIDENCE, _ROUTE = RuleKind.STEP, RuleKind.HOLD, RuleKind.EVIDENCE, RuleKind.ROUTE


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """What was given beside the registers; `None` for a file that was not."""

    school: School | None = None
    parents: Sequence[Parent] | None = None
    history: Sequence[CaseEvent] | None = None
    flags_known: frozenset[str] | None = None
    unread: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by UPN: kinds of events left out


@dataclass(slots=True)
class Caseworker:
    """Judges pupils one by one against one pack on one day. known_at: microseconds since 1970 UTC.

    alike: one of the same school on the same day, whose reading of the pack is taken and not made again.
    """

    pack: Pack
    on: date
    known_at: int | None
    calendar: SchoolCalendar
    files: CaseFiles
    alike: Caseworker | None = None
    _reading: Reading = field(init=False)
    _asking: Asking = field(init=False)
    _grounds: Grounds = field(init=False)
    _events: dict[str, list[CaseEvent]] = field(default_factory=dict)
    _parents: dict[str, list[Parent]] = field(default_factory=dict)
    _stood: dict[str, Chronology] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.alike is None:
            self._reading = Reading(self.pack, self.on)
            self._asking = Asking(self._reading)
            self._grounds = Grounds(self._reading, self._bare())
        else:
            assert self._rests_on_the_same_as(self.alike), "a reading of another pack, day or school"
            self._reading, self._asking = self.alike._reading, self.alike._asking
            self._grounds = self.alike._grounds
        for event in self.files.history or ():
            self._events.setdefault(event.upn, []).append(event)
        for parent in self.files.parents or ():
            self._parents.setdefault(parent.upn, []).append(parent)

    def _rests_on_the_same_as(self, other: Caseworker) -> bool:
        """Whether a pupil of whom nothing is recorded is judged alike by both."""
        own, others = self.files, other.files
        return (
            self.pack is other.pack
            and self.on == other.on
            and self.calendar is other.calendar
            and own.school == others.school
            and own.flags_known == others.flags_known
            and (own.parents is None) == (others.parents is None)
            and (own.history is None) == (others.history is None)
        )

    def judge(
        self,
        upn: str,
        pupil: Pupil | None,
        measures: PupilFacts,
        *,
        extra: Mapping[str, str],
        found: Sequence[Finding],
        everything: bool,
    ) -> tuple[list[Finding], CaseItems]:
        """Further findings (stages, prompts, lists) and the items of the case.

        found: lines judged from the figures alone; one that could lead towards a sanction opens the case to
        view, as a record does, if it was crossed or may have been (no date of birth, for one).
        everything: every rule, whether it concerns the pupil or not.
        """
        case = self.case_of(upn, pupil)
        facts = CaseFacts(measures, case, self._reading, self.on, grounds=self._grounds)
        in_view = bool(case.chronology and case.chronology.records) or any(
            line.rule.legal and line.outcome is not Outcome.NOT_MET for line in found
        )
        asked = self._rules_to_ask(facts, everything=everything)
        judging = _Pupil(facts, self.pack, extra, asked, in_view, everything)
        findings = judging.findings()
        holds, on_hold = judging.holds()
        papers, listed_papers = judging.evidence()
        around = Around(holds, papers)
        moved = case.chronology is not None and MOVE in case.chronology.by_kind
        faults = self._faults(facts) if moved else []
        items = CaseItems(
            steps=judging.steps(),
            holds=on_hold,
            evidence=listed_papers,
            routes=judging.routes(around),
            moves=moves_open(facts, everything=everything),
            reached=reached(facts) if moved else {},
            faults=faults,
            records=self._records(case),
            parents=None if case.parents is None else tuple(parent.id for parent in case.parents),
        )
        facts.let_go()
        return findings, items

    def _rules_to_ask(self, facts: CaseFacts, *, everything: bool) -> Asked:
        if everything:
            return self._asking.every()
        chronology = facts.case.chronology
        recorded = chronology.by_kind if chronology is not None else {}
        return self._asking.asked(facts.ground, facts.ground_of_parents(), recorded, facts.known)

    def _faults(self, facts: CaseFacts) -> list[str]:
        """Recorded moves that could not be followed."""
        faults = [fault for track in self.pack.tracks for fault in facts.track(track).faults]
        return faults + self._reading.tracks.moves_on_none(facts.case.chronology)

    def _records(self, case: Case) -> dict[str, RecordSeen]:
        records = case.chronology.records if case.chronology else ()
        return {
            record.id: RecordSeen(
                self.pack.records[record.kind].title, record.on, record.parents, record.kind, record.fields
            )
            for record in records
        }

    def left_out(self) -> dict[str, int]:
        """Events of the history that do not count on this day, as known at this moment."""
        total = {"after_on": 0, "not_yet_known": 0}
        for upn in self._events:
            held = self._standing(upn).left_out
            total = {key: total[key] + held[key] for key in total}
        return total

    def moments_complete(self) -> bool:
        return all(self._standing(upn).moments_complete for upn in self._events)

    def _standing(self, upn: str) -> Chronology:
        """A pupil's records as they stand, worked out once."""
        events = self._events.get(upn)
        if events is None:
            return NOTHING_RECORDED
        if upn not in self._stood:
            self._stood[upn] = standing(events, self.pack.records, on=self.on, known_at=self.known_at)
        return self._stood[upn]

    def _bare(self) -> dict[str, CaseFacts]:
        """The case of a pupil of whom nothing is recorded or measured, and its views."""
        case = self.case_of("", None)
        facts = CaseFacts(NO_FIGURES, case, self._reading, self.on)
        return {
            PUPIL: facts,
            PARENT: facts.view(Scope(parent=ANY_PARENT)),
            NO_PARENT: facts.view(Scope(unknown_parent=True)),
        }

    def case_of(self, upn: str, pupil: Pupil | None) -> Case:
        """What is known of a pupil's case, beside the figures."""
        chronology = None
        if self.files.history is not None:
            chronology = self._standing(upn)
        parents = None if self.files.parents is None else self._parents.get(upn, ())
        return Case(
            chronology=chronology,
            parents=parents,
            school=self.files.school,
            pupil=pupil,
            flags_known=self.files.flags_known,
            calendar=self.calendar,
            bank_holidays=self.pack.bank_holidays,
            unread=self.files.unread.get(upn, frozenset()),
        )


@dataclass(slots=True)
class _Pupil:
    facts: CaseFacts
    pack: Pack
    extra: Mapping[str, str]
    asked: Asked
    in_view: bool
    everything: bool
    scopes: dict[str, Sequence[Scope]] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        return [
            self._found(held)
            for kind in _OF_FINDINGS
            for held in self._held(kind)
            if self._listed_by(held.concerns)
        ]

    def steps(self) -> list[CaseItem]:
        return self._judged(_STEP, StepTerms, step_status, step_item)[1]

    def holds(self) -> tuple[list[Held], list[CaseItem]]:
        return self._judged(_HOLD, HoldTerms, hold_status, hold_item)

    def evidence(self) -> tuple[list[Held], list[CaseItem]]:
        return self._judged(_EVIDENCE, EvidenceTerms, evidence_status, evidence_item)

    def routes(self, around: Around) -> list[CaseItem]:
        status_of, item_of = partial(route_status, around=around), partial(route_item, around=around)
        _, items = self._judged(_ROUTE, RouteTerms, status_of, item_of)
        return sorted(items, key=lambda item: int(item.more["order"]))

    def _judged(
        self,
        kind: RuleKind,
        terms_of: type[T],
        status_of: Callable[[Held, T], Status],
        item_of: Callable[[Held, T, Status, Pack, Mapping[str, str]], CaseItem],
    ) -> tuple[list[Held], list[CaseItem]]:
        """The rules of a kind with how each stands, and the items of those that are to be listed."""
        judged, items = self._held(kind), []
        for held in judged:
            terms = held.rule.terms
            assert isinstance(terms, terms_of), held.rule.id
            held.status = status = status_of(held, terms)
            if self.everything or (status not in UNCONCERNED and self._listed_by(held.concerns)):
                items.append(self._item(held, terms, status, item_of))
        return judged, items

    def _found(self, held: Held) -> Finding:
        """The finding of a rule: that of another pupil of whom the same is known, if it rests on no more."""
        ground = held.facts.ground
        remembered = None if ground is None else ground.remembered(held.rule)
        if remembered is None:
            return found(held, self.extra)
        key = remembered.key(held.facts)
        made: Finding = remembered.get(key) or remembered.keep(key, found(held, self.extra))
        return made

    def _item(
        self,
        held: Held,
        terms: T,
        status: Status,
        item_of: Callable[[Held, T, Status, Pack, Mapping[str, str]], CaseItem],
    ) -> CaseItem:
        """The item of a rule, as `_found`."""
        ground = held.facts.ground
        remembered = None if ground is None else ground.remembered(held.rule)
        if remembered is None:
            return item_of(held, terms, status, self.pack, self.extra)
        key = remembered.key(held.facts, status)
        made: CaseItem | None = remembered.get(key)
        if made is None:
            made = item_of(held, terms, status, self.pack, self.extra)
            remembered.keep(key, made)
        return made

    def _held(self, kind: RuleKind) -> list[Held]:
        found: list[Held] = []
        facts = self.facts
        known, ranks = facts.known, facts.ranks
        for rule, gates, concerns in self.asked.get(kind, ()):
            if gates and any_shut(gates, known):
                continue
            if concerns is None:
                found += self._held_apart(rule)
                continue
            # As `hold`, with nothing made for the many that do not concern the pupil.
            rank = concerns(known)
            if rank != NOT_MET:
                found.append(Held(rule, facts, ranks, rank))
        return found

    def _held_apart(self, rule: Rule) -> Iterator[Held]:
        """A rule of parents or records, or of another day, for each of those whom it concerns."""
        facts, ranks = self.facts, self.facts.ranks
        for scope in self._scopes(rule.each):
            if rule.values_on or self.everything:
                held = hold(rule, facts, scope)
                if held is not None and (self.everything or held.concerns != NOT_MET):
                    yield held
                continue
            view = facts.view(scope)
            concerns = ranks.of(rule.when, view.known)
            if concerns != NOT_MET:
                yield Held(rule, view, ranks, concerns)

    def _scopes(self, each: str) -> Sequence[Scope]:
        if each not in self.scopes:
            self.scopes[each] = scopes_of(each, self.facts.case)
        return self.scopes[each]

    def _listed_by(self, concerns: int) -> bool:
        """A rule that may concern a pupil, for all that is known, is listed only where there is a case."""
        return self.everything or concerns == MET or (concerns == CANNOT_TELL and self.in_view)
