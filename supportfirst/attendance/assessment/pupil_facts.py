"""Everything known of one pupil on one day, asked for by name.

Most facts are read straight from the pupil's measures. Those that depend on the child's
age, on marks that nobody has explained yet or on a period of evidence are worked out
here, once, when a rule first asks. Lists of marks are gathered only when asked for, and
are always whole: a reason that left marks out could not be checked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple
from weakref import ref

from supportfirst.attendance.assessment.evidence_period import EvidencePeriod
from supportfirst.attendance.assessment.fact_names import FACT_NAMES, FactName
from supportfirst.attendance.assessment.finding import Fact, Reason, fact_of
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import Value
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.measures.figures import WEEKDAY_NAMES
from supportfirst.attendance.vocabulary.sessions import Session

KEPT = 1024  # how many facts, each with its days, have their words ready
OWN_LISTS = frozenset({"window", "peak", "run"})  # a list that belongs to one fact alone


class MarkKind(NamedTuple):
    """What a code tells of every mark that shows it: read off it once, because facts ask again and again."""

    symbol: str
    code: RegisterCode
    absent: bool
    authorised: bool  # an absence, and not without leave
    unauthorised: bool
    late: bool
    to_threshold: bool  # counts to the national one

    @classmethod
    def of(cls, symbol: str, code: RegisterCode) -> MarkKind:
        """symbol: how the code is shown in that half of the day."""
        kind = code.statistical_class
        absent, without_leave = kind.is_absence, kind is StatisticalClass.UNAUTHORISED
        authorised = absent and not without_leave
        return cls(symbol, code, absent, authorised, without_leave, code.late, code.counts_to_threshold)


class SeenMark(NamedTuple):
    """One absence or late mark of a pupil, as it stood at the moment of the assessment."""

    symbol: str  # as `MarkKind`, from here
    code: RegisterCode
    absent: bool
    authorised: bool
    unauthorised: bool
    late: bool
    to_threshold: bool  # to here
    session: Session
    day: date
    shown: dict[str, str]

    @classmethod
    def of(cls, session: Session, kind: MarkKind, shown: Mapping[str, str]) -> SeenMark:
        """shown: the session as results list it, to which the mark adds its code."""
        return mark_of((*kind, session, session.day, {**shown, "code": kind.symbol}))

    def as_json(self) -> dict[str, str]:
        """The mark as results list it: the same object each time, not to be changed."""
        return self.shown


# A mark from all its fields at once, in order, as `fact_of` of a fact: a school has them by the thousand.
MarkFields = tuple[str, RegisterCode, bool, bool, bool, bool, bool, Session, date, dict[str, str]]
mark_of: Callable[[MarkFields], SeenMark] = partial(tuple.__new__, SeenMark)


def shown_session(session: Session) -> dict[str, str]:
    """The session as results list it: the same for all its marks."""
    return {"date": session.day.isoformat(), "session": session.half.name}


DAY, SHOWN = attrgetter("day"), attrgetter("shown")
ABSENT, AUTHORISED, UNAUTHORISED = attrgetter("absent"), attrgetter("authorised"), attrgetter("unauthorised")
LATE, TO_THRESHOLD = attrgetter("late"), attrgetter("to_threshold")
Chooser = Callable[[Iterable[SeenMark]], list[SeenMark]]  # those of some marks that a list takes


def being(kind: Callable[[SeenMark], object]) -> Chooser:
    """Marks of which something holds."""
    return lambda marks: list(filter(kind, marks))


def showing(symbols: Iterable[str]) -> Chooser:
    """Marks that show one of some symbols."""
    shown = frozenset(symbols)
    return lambda marks: [mark for mark in marks if mark.symbol in shown]


def within(marks: Sequence[SeenMark], first: date, last: date = date.max) -> Sequence[SeenMark]:
    """The marks from a first to a last day, both included, of marks that stand oldest first."""
    if not marks or (first <= marks[0].day and marks[-1].day <= last):
        return marks
    return marks[bisect_left(marks, first, key=DAY) : bisect_right(marks, last, key=DAY)]


@dataclass(slots=True, weakref_slot=True)
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
    illness_symbols: frozenset[str]
    window_symbols: Mapping[str, frozenset[str]]  # by window, the codes that it counts
    late_from: date | None  # first day of the window of late marks; None: the pack has none
    nothing_from: date  # first day of the weeks asked about when nobody has seen the pupil
    known: Mapping[str, Value] = field(init=False)  # bare values by the names of facts
    _marked: dict[str, Fact] = field(default_factory=dict)
    _evidence: EvidencePeriod | None = None
    _marks: Sequence[SeenMark] | None = None
    _listed: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)
    _within: dict[tuple[date, date], Sequence[SeenMark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = _OfPupil(ref(self))

    def marked(self, name: str) -> Fact:
        """The fact of that name, with every mark behind it. KeyError for a name that FACT_NAMES lacks."""
        fact = self._marked.get(name)
        if fact is None:
            told, value = FACT_NAMES[name], self.known[name]
            words, origin = _said_of(name, self._between(name), self.on)
            missing = self._missing(told) if value is None else ""
            marks = self._listed_for(told, value)
            fact = self._marked[name] = fact_of((name, value, words, origin, marks, (), missing))
        return fact

    def behind(self, name: str, day: PackDay) -> tuple[Reason, ...]:
        """No measure is made of a condition."""
        return ()

    def _listed_for(self, told: FactName, value: Value) -> tuple[dict[str, str], ...]:
        """Every mark behind a fact, oldest first; empty where it has none, is not known or is “no”."""
        if not told.listed or value is None or value is False:
            return ()
        key = told.name if told.listed in OWN_LISTS else told.listed
        if key not in self._listed:
            self._listed[key] = self._gathered(told)
        return self._listed[key]

    def _gathered(self, told: FactName) -> tuple[dict[str, str], ...]:
        if told.listed == "window":
            window = self.measures[told.name.rpartition(".")[0]]["window"] or {}
            return tuple(window.get("sessions", ()))
        if told.listed == "peak":
            symbols = self.window_symbols.get(told.name.rpartition(".")[0], frozenset())
            return tuple([mark.as_json() for mark in self.marks() if mark.symbol in symbols])
        if told.listed == "run":
            return self._of_run(self._at(told.name.split(".")[:-1]))
        return tuple(map(SHOWN, self._chosen(told.listed)))

    def _of_run(self, run: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
        """The absences from a run's first day to its last, on days that hold the run's own codes alone.

        A day of two kinds of absence may lie inside a run without being one of its days.
        """
        if not run["days"]:
            return ()
        first, last = date.fromisoformat(run["first_day"]), date.fromisoformat(run["last_day"])
        inside = [mark for mark in within(self.marks(), first, last) if mark.absent]
        mixed = {mark.day for mark in inside if mark.symbol not in run["codes"]}
        return tuple([mark.as_json() for mark in inside if mark.day not in mixed])

    def marks(self) -> Sequence[SeenMark]:
        if self._marks is None:
            self._marks = self.seen()
        return self._marks

    def marks_within(self, span: tuple[date, date]) -> Sequence[SeenMark]:
        """The marks from a first to a last day: facts of the casework ask for few spans, and often."""
        inside = self._within.get(span)
        if inside is None:
            inside = self._within[span] = within(self.marks(), *span)
        return inside

    def _at(self, path: Sequence[str]) -> Any:
        found: Any = self.measures
        for step in path:
            found = found[step]
        return found

    def _unexplained(self, listed: str) -> int:
        if not self.measures["sessions_by_code"].get(self.unexplained_symbol) and listed == "n_unresolved":
            return 0
        return len(self._chosen(listed))

    def _of_evidence(self, part: str) -> int | None:
        if self._evidence is None:
            self._evidence = self.evidence(self.marks())
        return None if self._evidence is None else int(getattr(self._evidence, part))

    def _chosen(self, listed: str) -> list[SeenMark]:
        """The marks of a list, by its name: from its first day, those that it takes."""
        first, chosen = _CHOOSERS[listed](self)
        return chosen(within(self.marks(), first))

    def of_weekdays(self, marks: Iterable[SeenMark]) -> list[SeenMark]:
        """Absences on a weekday that stands out."""
        weekdays = {WEEKDAY_NAMES.index(name) for name in self.measures["weekday_pattern"]["flagged"]}
        return [mark for mark in marks if mark.absent and mark.day.weekday() in weekdays]

    def unresolved(self, marks: Iterable[SeenMark]) -> list[SeenMark]:
        """Marks that have had their time, and still say that no reason is known."""
        symbol, until = self.unexplained_symbol, self.unexplained_until
        return [mark for mark in marks if mark.symbol == symbol and mark.day <= until]

    def in_evidence(self, marks: Iterable[SeenMark]) -> list[SeenMark]:
        """Marks in the period of evidence."""
        period = self._evidence
        if period is None:
            return []
        first, last = period.first_day, period.last_day
        return [mark for mark in marks if first <= mark.day <= last]

    def _between(self, name: str) -> tuple[str, str] | None:
        """The days that a count is taken from, where they are a window and not the whole year."""
        span_of = _SPANS.get(name)
        span = span_of(self) if span_of is not None else None
        return (span["first_day"], span["last_day"]) if span and span.get("first_day") else None

    def up_to_the_day(self, first: date | None) -> Mapping[str, str]:
        """The days from a first one, where there is one, to the day asked about."""
        return {"first_day": first.isoformat(), "last_day": self.on.isoformat()} if first else {}

    def days_of_evidence(self) -> Mapping[str, str]:
        """The days of the period of evidence, once it is found."""
        period = self._evidence
        if period is None:
            return {}
        return {"first_day": period.first_day.isoformat(), "last_day": period.last_day.isoformat()}

    def _missing(self, told: FactName) -> str:
        if told.name == "compulsory_school_age":
            return self.age_missing
        if told.name.startswith("evidence_period"):
            return "this pack names no period of evidence"
        return "no possible session to judge by"


def _recent_from(facts: PupilFacts) -> date:
    recent = facts.measures["recent"]["first_day"]
    return date.fromisoformat(recent) if recent else date.max


# By the name of a list of marks: the first day that it may begin on, and which marks it takes from there.
_CHOOSERS: Mapping[str, Callable[[PupilFacts], tuple[date, Chooser]]] = {
    "absence": lambda facts: (facts.year_first, being(ABSENT)),
    "authorised": lambda facts: (facts.year_first, being(AUTHORISED)),
    "unauthorised": lambda facts: (facts.year_first, being(UNAUTHORISED)),
    "late": lambda facts: (facts.year_first, being(LATE)),
    "late_in_window": lambda facts: (facts.late_from or date.max, being(LATE)),
    "illness": lambda facts: (date.min, showing(facts.illness_symbols)),
    "illness_this_year": lambda facts: (facts.year_first, showing(facts.illness_symbols)),
    "recent": lambda facts: (_recent_from(facts), being(ABSENT)),
    "weekdays": lambda facts: (facts.year_first, facts.of_weekdays),
    "nothing_lately": lambda facts: (facts.nothing_from, being(ABSENT)),
    "n_unresolved": lambda facts: (facts.year_first, facts.unresolved),
    "n_in_10_school_weeks": lambda facts: (
        facts.ten_weeks_from or date.max,
        showing([facts.unexplained_symbol]),
    ),
    "evidence": lambda facts: (date.min, lambda marks: facts.in_evidence(filter(UNAUTHORISED, marks))),
    "evidence_absent": lambda facts: (date.min, lambda marks: facts.in_evidence(filter(ABSENT, marks))),
    "evidence_n": lambda facts: (
        date.min,
        lambda marks: facts.in_evidence(showing([facts.unexplained_symbol])(marks)),
    ),
}


Spans = Callable[[PupilFacts], Mapping[str, Any] | None]  # a first and a last day, or none


def _span_of(told: FactName) -> Spans | None:
    """Where the days of a fact are, if they are a window and not the whole year."""
    if told.listed == "window":
        window = told.name.rpartition(".")[0]
        return lambda facts: facts.measures[window]["window"]
    if told.name.startswith("recent."):
        return lambda facts: facts.measures["recent"]
    if told.name.startswith("evidence_period."):
        return PupilFacts.days_of_evidence
    return {
        "late_in_window": lambda facts: facts.up_to_the_day(facts.late_from),
        "nothing_lately": lambda facts: facts.up_to_the_day(facts.nothing_from),
        "n_in_10_school_weeks": lambda facts: facts.up_to_the_day(facts.ten_weeks_from),
    }.get(told.listed)


_SPANS: Mapping[str, Spans] = {
    name: span for name, told in FACT_NAMES.items() if (span := _span_of(told)) is not None
}


def _missed(facts: PupilFacts) -> int:
    return int(facts.measures["sessions_possible"] - facts.measures["sessions_attended"])


Reader = Callable[[PupilFacts], int | bool | None]
_WORKED_OUT: Mapping[str, Reader] = {
    "compulsory_school_age": lambda facts: facts.of_school_age,
    "planned_sessions_of_year": lambda facts: facts.planned,
    "weekday_flagged": lambda facts: len(facts.measures["weekday_pattern"]["flagged"]),
    "sessions_absent": _missed,
    "days_absent_sessions": _missed,
    "n_unresolved": lambda facts: facts._unexplained("n_unresolved"),
    "n_in_10_school_weeks": lambda facts: facts._unexplained("n_in_10_school_weeks"),
}


def _reader(name: str) -> Reader:
    """How the fact of that name is read off a pupil: worked out, of the evidence, or a place in the measures.

    Every fact of every pupil comes by here, so a place one or two steps deep is reached without a loop.
    """
    path = name.split(".")
    if name in _WORKED_OUT:
        return _WORKED_OUT[name]
    if path[0] == "evidence_period":
        return lambda facts: facts._of_evidence(path[1])
    if len(path) == 1:
        return lambda facts: facts.measures[name]
    if len(path) == 2:
        first, second = path
        return lambda facts: facts.measures[first][second]
    return lambda facts: facts._at(path)


_READERS: Mapping[str, Reader] = {name: _reader(name) for name in FACT_NAMES}


class _OfPupil(dict[str, Value]):
    """The bare values of a pupil's facts, each read when it is first asked for.

    It holds the pupil weakly, as the pupil holds it: else the two would keep each other from going.
    """

    __slots__ = ("_facts",)

    def __init__(self, facts: ref[PupilFacts]) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, name: str) -> Value:
        facts = self._facts()
        assert facts is not None, f"{name} was asked for when its pupil was done with"
        value = self[name] = _READERS[name](facts)
        return value


@lru_cache(maxsize=KEPT)
def _said_of(name: str, between: tuple[str, str] | None, on: date) -> tuple[str, str]:
    """The words of a fact and where it comes from, the same for nearly every pupil of a school.

    Of a window the words say its days too, so that they can't say another length.
    """
    words = FACT_NAMES[name].words
    if name == "compulsory_school_age":
        return words, f"date of birth in the pupils file, on {on.isoformat()}"
    if between:
        first, last = between
        return f"{words} ({first} to {last})", f"register marks from {first} to {last}"
    return words, f"register marks up to {on.isoformat()}"
