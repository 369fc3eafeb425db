"""Everything known of one pupil on one day, asked for by name.

Most facts are read straight from the pupil's measures. Those that depend on the child's
age, on marks that nobody has explained yet or on a period of evidence are worked out
here, once, when a rule first asks. Lists of marks are gathered only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from supportfirst.attendance.assessment.evidence_period import EvidencePeriod
from supportfirst.attendance.assessment.fact_names import FACT_NAMES, FactName
from supportfirst.attendance.assessment.finding import Fact
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.vocabulary.sessions import Session

LISTED_AT_MOST = 60  # a tree names marks where a person could still read them all


class SeenMark(NamedTuple):
    """One absence or late mark of a pupil, as it stood at the moment of the assessment."""

    session: Session
    symbol: str
    code: RegisterCode

    def as_json(self) -> dict[str, str]:
        return {"date": self.session.day.isoformat(), "session": self.session.half.name, "code": self.symbol}


@dataclass(slots=True)
class PupilFacts:
    """`measures` is the contract's object for the pupil; `seen` gives the marks when asked."""

    measures: dict[str, Any]
    on: date
    year_first: date
    of_school_age: bool | None
    age_missing: str  # what to supply when the age can't be told
    seen: Callable[[], Sequence[SeenMark]]
    unexplained_symbol: str  # the code for 'reason not yet established'
    unexplained_until: date  # a mark dated on or before this day has had its time
    ten_weeks_from: date | None  # Monday of the first of the ten latest school weeks
    planned: int  # sessions on roll in the whole school year
    evidence: Callable[[Sequence[SeenMark]], EvidencePeriod | None]
    _made: dict[str, Fact] = field(default_factory=dict)
    _evidence: EvidencePeriod | None = None
    _marks: Sequence[SeenMark] | None = None

    def fact(self, name: str) -> Fact:
        """The fact of that name. KeyError for a name that FACT_NAMES lacks: the pack was not checked."""
        if name not in self._made:
            told = FACT_NAMES[name]
            value = self._value(told)
            self._made[name] = Fact(
                name=name,
                value=value,
                words=told.words,
                origin=self._origin(told),
                missing=self._missing(told) if value is None else "",
            )
        return self._made[name]

    def listed(self, fact: Fact) -> tuple[dict[str, str], ...]:
        """The marks behind a fact, oldest first; empty where it has none or too many to read."""
        told = FACT_NAMES[fact.name]
        if not told.listed or not fact.value or fact.value > LISTED_AT_MOST:
            return ()
        if told.listed == "window":
            window = self.measures[fact.name.rpartition(".")[0]]["window"] or {}
            return tuple(window.get("sessions", ()))
        chosen = self._choosers()[told.listed]
        return tuple(mark.as_json() for mark in self.marks() if chosen(mark))

    def marks(self) -> Sequence[SeenMark]:
        if self._marks is None:
            self._marks = self.seen()
        return self._marks

    def _value(self, told: FactName) -> int | bool | None:
        match told.name.split("."):
            case ["compulsory_school_age"]:
                return self.of_school_age
            case ["planned_sessions_of_year"]:
                return self.planned
            case ["weekday_flagged"]:
                return len(self.measures["weekday_pattern"]["flagged"])
            case ["sessions_absent" | "days_absent_sessions"]:
                return int(self.measures["sessions_possible"] - self.measures["sessions_attended"])
            case ["n_unresolved" | "n_in_10_school_weeks"]:
                return self._unexplained(told.listed)
            case ["evidence_period", part]:
                return self._of_evidence(part)
            case path:
                found: Any = self.measures
                for step in path:
                    found = found[step]
                return found  # type: ignore[no-any-return]  # counts and yes/no by the measures' contract

    def _unexplained(self, listed: str) -> int:
        if not self.measures["sessions_by_code"].get(self.unexplained_symbol) and listed == "n_unresolved":
            return 0
        chosen = self._choosers()[listed]
        return sum(1 for mark in self.marks() if chosen(mark))

    def _of_evidence(self, part: str) -> int | None:
        if self._evidence is None:
            self._evidence = self.evidence(self.marks())
        return None if self._evidence is None else int(getattr(self._evidence, part))

    def _choosers(self) -> dict[str, Callable[[SeenMark], bool]]:
        def this_year(mark: SeenMark) -> bool:
            return mark.session.day >= self.year_first

        def unexplained(mark: SeenMark) -> bool:
            return mark.symbol == self.unexplained_symbol

        def in_evidence(mark: SeenMark) -> bool:
            period = self._evidence
            return period is not None and period.first_day <= mark.session.day <= period.last_day

        ten_weeks = self.ten_weeks_from or date.max
        return {
            "absence": lambda mark: this_year(mark) and mark.code.statistical_class.is_absence,
            "authorised": lambda mark: this_year(mark) and mark.code.statistical_class.name == "AUTHORISED",
            "unauthorised": lambda mark: (
                this_year(mark) and mark.code.statistical_class.name == "UNAUTHORISED"
            ),
            "late": lambda mark: this_year(mark) and mark.code.late,
            "n_unresolved": lambda mark: (
                this_year(mark) and unexplained(mark) and mark.session.day <= self.unexplained_until
            ),
            "n_in_10_school_weeks": lambda mark: unexplained(mark) and mark.session.day >= ten_weeks,
            "evidence": lambda mark: in_evidence(mark) and mark.code.statistical_class.name == "UNAUTHORISED",
            "evidence_n": lambda mark: in_evidence(mark) and unexplained(mark),
        }

    def _origin(self, told: FactName) -> str:
        if told.name == "compulsory_school_age":
            return f"date of birth in the pupils file, on {self.on.isoformat()}"
        if told.name.startswith("evidence_period") and self._evidence is not None:
            return f"register marks from {self._evidence.first_day} to {self._evidence.last_day}"
        return f"register marks up to {self.on.isoformat()}"

    def _missing(self, told: FactName) -> str:
        if told.name == "compulsory_school_age":
            return self.age_missing
        if told.name.startswith("evidence_period"):
            return "this pack names no period of evidence"
        return "no possible session to judge by"
