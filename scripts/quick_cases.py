"""A worked case judged again and again, quickly: its figures once, then only how the named items stand.

`casebook.worked_cases` judges a case as a user's command would, with every reason. Thousands of
mutants need less: whether anything that the case expects comes out otherwise. A test holds the
two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.binding import Binding, bind
from supportfirst.attendance.assessment.case_items import CaseItems, Status
from supportfirst.attendance.assessment.finding import BY_RANK, Finding
from supportfirst.attendance.assessment.pupil_facts import PupilFacts
from supportfirst.attendance.casebook.case import Case
from supportfirst.attendance.casebook.case_facts import CaseFacts
from supportfirst.attendance.casebook.caseworker import Caseworker
from supportfirst.attendance.casebook.judging import (
    Held,
    evidence_status,
    hold,
    hold_item,
    hold_status,
    scopes_of,
    step_item,
    step_status,
)
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.casebook.routes import Around, earliest, route_status, stopping
from supportfirst.attendance.casebook.worked_cases import (
    assessed,
    assessment_of,
    cases_otherwise,
    stated_otherwise,
)
from supportfirst.attendance.cli.explain import Reader, in_words
from supportfirst.attendance.packs.shape import (
    EvidenceTerms,
    HoldTerms,
    Pack,
    RouteTerms,
    Rule,
    RuleKind,
    StepTerms,
)
from supportfirst.attendance.packs.worked_cases import WorkedCase, history_json, rule_of
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.people import Pupil

LISTED = (RuleKind.STAGE, RuleKind.PROMPT, RuleKind.LIST)


@dataclass(slots=True)
class _Caught:
    """Stands in for the caseworker once, and keeps what it would have been given."""

    real: Caseworker
    pupil: Pupil | None = None
    measures: PupilFacts | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    def judge(
        self, _upn: str, pupil: Pupil | None, measures: PupilFacts, *, extra: Mapping[str, str], **_: Any
    ) -> tuple[list[Finding], CaseItems]:
        self.pupil, self.measures, self.extra = pupil, measures, extra
        return [], CaseItems()

    def left_out(self) -> dict[str, int]:
        return {}

    def moments_complete(self) -> bool:
        return True


@dataclass(slots=True)
class QuickCase:
    """One case whose figures are kept; `otherwise` tells whether a pack gives anything else than expected."""

    case: WorkedCase
    pack: Pack
    _caught: _Caught = field(init=False)
    _binding: Binding = field(init=False)
    _case: Case = field(init=False)

    def __post_init__(self) -> None:
        caught: list[_Caught] = []

        def catch(real: Caseworker) -> _Caught:
            caught.append(_Caught(real))
            return caught[0]

        assessed(self.pack, self.case, through=catch, everything=False)
        self._caught = caught[0]
        self._binding = self._bound(self.pack)
        self._case = self._caught.real.case_of(self.case.upn, self._caught.pupil)

    def otherwise(self, pack: Pack) -> bool:
        """Whether an outcome, a date or a measure of the case comes out otherwise under another pack."""
        try:
            bound = self._bound(pack)
        except AttendanceError:  # as check-pack: a value that the measures cannot use
            return True
        if self._caught.measures is None or bound != self._binding:
            return next(cases_otherwise(pack, [self.case]), None) is not None
        statuses = _Statuses(pack, self.case.on, self._caught.measures, self._case, self._caught.extra)
        for key, expected in self.case.expected.items():
            if statuses.of(key) != expected:
                return True
        if next(stated_otherwise(pack, self.case), None):
            return True
        return any(
            statuses.dated(key).get(name, "missing") != (wanted.isoformat() if wanted else None)
            for key, dates in self.case.dates.items()
            for name, wanted in dates.items()
        )

    def shown_otherwise(self, pack: Pack) -> bool:
        """Whether `explain` leaves out what the case shows to a reader, or says what the case hides."""
        case = self.case
        readers = ((Reader.OFFICER, case.shows, case.hides), (Reader.PARENT, case.shows_parent, ()))
        try:
            return any(
                _reads_otherwise(explained(pack, case, reader), shown, hidden)
                for reader, shown, hidden in readers
                if shown or hidden
            )
        except AttendanceError:
            return True

    def _bound(self, pack: Pack) -> Binding:
        """What the figures rest on; the pack itself and its rules aside."""
        bound = bind(pack, self.case.on, self._caught.real.calendar)
        return replace(bound, pack=self.pack, rules=())


@dataclass(slots=True)
class _Statuses:
    pack: Pack
    on: date
    measures: PupilFacts
    case: Case
    extra: Mapping[str, str]
    _facts: CaseFacts = field(init=False)
    _rules: dict[str, Rule] = field(init=False)
    _around: Around | None = None

    def __post_init__(self) -> None:
        self._facts = CaseFacts(self.measures, self.case, Reading(self.pack, self.on), self.on)
        self._rules = {rule.id: rule for rule in self.pack.rules}

    def of(self, key: str) -> str:
        """How the item of a key stands, in the words of worked cases."""
        held = self._held(key)
        if held is None:
            return "not judged on this day"
        if held.rule.kind in LISTED:
            return BY_RANK[held.concerns].value
        return self._status(held).value

    def dated(self, key: str) -> dict[str, Any]:
        """The dates of the item of a key, JSON-ready."""
        held = self._held(key)
        if held is None:
            return {}
        terms = held.rule.terms
        if isinstance(terms, StepTerms):
            return dict(step_item(held, terms, Status.DUE, self.pack, self.extra).more)
        if isinstance(terms, HoldTerms):
            return dict(hold_item(held, terms, Status.IN_FORCE, self.pack, self.extra).more)
        if isinstance(terms, RouteTerms):
            day = earliest(held, terms, stopping(held, terms, self.around()))
            return {"opens_on": day.isoformat() if day else None}
        return {}

    def _status(self, held: Held) -> Status:
        terms = held.rule.terms
        if isinstance(terms, StepTerms):
            return step_status(held, terms)
        if isinstance(terms, HoldTerms):
            return hold_status(held, terms)
        if isinstance(terms, EvidenceTerms):
            return evidence_status(held, terms)
        assert isinstance(terms, RouteTerms)
        return route_status(held, terms, self.around())

    def around(self) -> Around:
        if self._around is None:
            self._around = Around(self._standing(RuleKind.HOLD), self._standing(RuleKind.EVIDENCE))
        return self._around

    def _standing(self, kind: RuleKind) -> list[Held]:
        """What is held of a kind, each with how it stands."""
        found = list(self._all(kind))
        for held in found:
            held.status = self._status(held)
        return found

    def _all(self, kind: RuleKind) -> Iterator[Held]:
        for rule in self.pack.rules:
            if rule.kind is kind:
                yield from self._of_rule(rule)

    def _of_rule(self, rule: Rule) -> Iterator[Held]:
        if not rule.values_on and self.on not in rule.span:
            return
        for scope in scopes_of(rule.each, self.case):
            held = hold(rule, self._facts, scope)
            if held is not None:
                yield held

    def _held(self, key: str) -> Held | None:
        rule = self._rules.get(rule_of(key))
        found = self._of_rule(rule) if rule is not None else iter(())
        return next((held for held in found if held.key == key), None)


def explained(pack: Pack, case: WorkedCase, reader: Reader) -> str:
    """What `explain` says of the case's pupil to one reader, on one line; a parent is the first of them."""
    assessment = assessment_of(pack, case)
    parents = case.files.parents
    lines = in_words(
        assessment,
        assessment.pupils[0],
        reader=reader,
        parent=parents[0].id if parents and reader is Reader.PARENT else None,
        told_history=history_json(case) is not None,
    )
    return _flat("\n".join(lines))


def _reads_otherwise(told: str, shown: Sequence[str], hidden: Sequence[str]) -> bool:
    return not all(_flat(each) in told for each in shown) or any(_flat(each) in told for each in hidden)


def _flat(text: str) -> str:
    return " ".join(text.split())


def quick(cases: Sequence[WorkedCase], pack: Pack) -> list[QuickCase]:
    return [QuickCase(case, pack) for case in cases]
