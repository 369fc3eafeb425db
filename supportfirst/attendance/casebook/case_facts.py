"""Every fact that a rule of the casework may name, asked for by name: measures, records, flags, dates.

Measures come from the pupil's figures as ever; the facts that a pack makes are worked out here,
each once. A fact of a parent or of a record is asked of a view made for that parent or record,
which hands everything else on to the view of the pupil.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from supportfirst.attendance.assessment.conditions import show_day
from supportfirst.attendance.assessment.finding import Fact, Outcome
from supportfirst.attendance.assessment.pupil_facts import PupilFacts, SeenMark
from supportfirst.attendance.assessment.ranks import rank_of
from supportfirst.attendance.casebook.case import PUPIL_SCOPE, Case, Scope
from supportfirst.attendance.casebook.chronology import Record
from supportfirst.attendance.casebook.clocks import between, last_day
from supportfirst.attendance.casebook.record_facts import Against, Answer, Value, of_records, of_this, passing
from supportfirst.attendance.casebook.session_facts import sessions_of, window_days
from supportfirst.attendance.casebook.tracks import MOVE, TrackState, follow_moves
from supportfirst.attendance.casebook.unread import UNREAD, lost_after, lost_among
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL, Clock, Counting
from supportfirst.attendance.packs.condition_shape import Condition
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    FactRule,
    LastDay,
    MovedTo,
    NamedCondition,
    OfFlag,
    OfParent,
    OfRecords,
    OfSchool,
    OfSessions,
    OfThis,
    OneOf,
    RecordsAsk,
)
from supportfirst.attendance.packs.shape import Pack, RuleKind

NO_HISTORY = "give a history file"
NO_PARENTS = "give a parents file with a row for this pupil"
NO_SCHOOL = "give a school file"
NO_PUPILS = "give a pupils file with a row for this pupil"
NOT_KNOWN_DAY = "a day that it is held against is not known"
CALENDAR_ENDS = "the calendar ends first; add the next terms"
FIRST_KNOWN, EARLIEST, LATEST = "first known", "earliest", "latest"
ANY_STAGE, LEFT_TRACK = "", "none"
TRADED = "traded"


@dataclass(slots=True)
class CaseFacts:
    """One pupil's facts; `within` gives the view of a parent or record.

    values_day: the day as on which values are read; the day of the assessment unless a rule says another.
    """

    measures: PupilFacts
    case: Case
    pack: Pack
    on: date
    values_day: date
    scope: Scope = PUPIL_SCOPE
    above: CaseFacts | None = None  # the view of the pupil; None: this is it
    _answers: dict[str, Answer] = field(default_factory=dict)
    _made: dict[str, Fact] = field(default_factory=dict)
    _sessions: dict[str, list[SeenMark]] = field(default_factory=dict)
    _tracks: dict[str, TrackState] = field(default_factory=dict)
    _stages: dict[str, tuple[str, bool]] = field(default_factory=dict)
    _views: dict[tuple[str, bool, date | None], CaseFacts] = field(default_factory=dict)

    def view(self, scope: Scope, values_day: date | None = None) -> CaseFacts:
        """The view for a parent or a record; that of the pupil, on the day itself, is this one."""
        if self.above is not None:
            return self.above.view(scope, values_day)
        if scope is PUPIL_SCOPE and values_day is None:
            return self
        key = (scope.name, scope.record is not None, values_day)
        if key not in self._views:
            day = values_day or self.on
            self._views[key] = CaseFacts(self.measures, self.case, self.pack, self.on, day, scope, self)
        return self._views[key]

    # --- what conditions and texts ask ------------------------------------------------

    def value(self, name: str) -> Value:
        """The bare value of a fact; None: not known. KeyError for a name nobody knows."""
        rule = self.pack.facts.get(name)
        return self.measures.value(name) if rule is None else self._answer(rule).value

    def fact(self, name: str) -> Fact:
        """The fact with its words and origin. KeyError as `value`."""
        rule = self.pack.facts.get(name)
        if rule is None:
            return self.measures.fact(name)
        if name not in self._made:
            answer = self._answer(rule)
            missing = (rule.missing or answer.missing) if answer.value is None else ""
            self._made[name] = Fact(
                name, answer.value, rule.words, self._origin(rule), records=answer.records, missing=missing
            )
        return self._made[name]

    def listed(self, fact: Fact) -> tuple[dict[str, str], ...]:
        """The marks behind a fact, oldest first; empty where it has none."""
        rule = self.pack.facts.get(fact.name)
        if rule is None:
            return self.measures.listed(fact)
        holder = self._holder(rule)
        return tuple(mark.as_json() for mark in holder._sessions.get(fact.name, ()))

    def inner(self, name: str) -> Condition | None:
        rule = self.pack.facts.get(name)
        return rule.ask.when if rule is not None and isinstance(rule.ask, NamedCondition) else None

    def day(self, name: str) -> date | None:
        """A date fact; None where it is not known."""
        held = self.value(name)
        return held if isinstance(held, date) else None

    def last_day(self, clock: Clock) -> date | None:
        """The last day of a clock's period; None where its start or its end can't be told."""
        start = self.day(clock.start)
        return None if start is None else self._last_day(start, clock.length, clock.counting)

    # --- stages -----------------------------------------------------------------------

    def track(self, track: str) -> TrackState:
        """Where the recorded moves have led on a track."""
        top = self._top()
        if track not in top._tracks:
            top._tracks[track] = follow_moves(track, top.case.chronology, top.pack)
        return top._tracks[track]

    def stage(self, track: str) -> tuple[str, bool]:
        """The stage rule a pupil stands on ("" for none), and whether that can be told."""
        top = self._top()
        if track not in top._stages:
            top._stages[track] = "", False  # a stage that asks for itself can't be told
            top._stages[track] = top._judged_stage(track)
        return top._stages[track]

    def _judged_stage(self, track: str) -> tuple[str, bool]:
        met: tuple[int, str] | None = None
        unknown = False
        for rule in self.pack.rules:
            if rule.kind is not RuleKind.STAGE or rule.track != track or self.on not in rule.span:
                continue
            rank = rank_of(rule.when, self, self.pack, self.on)
            unknown = unknown or rank == Outcome.CANNOT_TELL.rank
            if rank == Outcome.MET.rank and (met is None or rule.order >= met[0]):
                met = rule.order, rule.id
        return ("", not unknown) if met is None else (met[1], True)

    # --- making -----------------------------------------------------------------------

    def _top(self) -> CaseFacts:
        return self if self.above is None else self.above

    def _holder(self, rule: FactRule) -> CaseFacts:
        """The view that a fact belongs to: the pupil's, unless it is of a parent or record."""
        return self._top() if rule.each == PUPIL else self

    def _answer(self, rule: FactRule) -> Answer:
        holder = self._holder(rule)
        if rule.id not in holder._answers:
            holder._answers[rule.id] = Answer(None)  # a fact that asks for itself is not known
            holder._answers[rule.id] = holder._make(rule)
        return holder._answers[rule.id]

    def _make(self, rule: FactRule) -> Answer:  # noqa: C901  (one line a kind of fact)
        match rule.ask:
            case OfRecords():
                return self._of_records(rule, rule.ask)
            case OfThis():
                return self._of_this(rule.ask)
            case OfFlag():
                return self._of_flag(rule.ask)
            case OfSchool():
                return self._of_school(rule.ask)
            case OfParent(key):
                held = None if self.scope.parent is None else getattr(self.scope.parent, key)
                missing = (
                    NO_PARENTS if self.scope.parent is None else f"the parents file leaves “{key}” blank"
                )
                return Answer(held, (), missing)
            case MovedTo():
                return self._moved_to(rule.ask)
            case AtStage(stages):
                return self._at_stage(stages)
            case NamedCondition(when):
                return self._named(when)
            case LastDay(clock):
                return self._end_of(clock)
            case Between():
                return self._between(rule.ask)
            case OneOf():
                return self._one_of(rule.ask)
            case OfSessions():
                return self._of_sessions(rule, rule.ask)

    def _of_records(self, rule: FactRule, ask: OfRecords) -> Answer:
        chronology = self.case.chronology
        if chronology is None:
            return Answer(None, (), NO_HISTORY)
        parent = self.scope.parent
        if rule.each == PARENT and parent is None:
            return Answer(None, (), NO_PARENTS)
        if chronology.by_kind.keys().isdisjoint(ask.kinds):
            return Answer(None, (), UNREAD) if self._lost(ask.kinds) else of_records(ask, [])
        named = parent.id if rule.each == PARENT and parent is not None else ""
        records = passing(chronology, ask.kinds, ask.filters, named, self._against())
        if self._lost(ask.kinds, enough=ask.ask is RecordsAsk.ANY and bool(records)):
            return Answer(None, (), UNREAD)
        return Answer(None, (), NOT_KNOWN_DAY) if records is None else of_records(ask, records)

    def _lost(self, kinds: tuple[str, ...], *, enough: bool = False) -> bool:
        """Whether an event left out could change the answer; enough: one more of these kinds could not."""
        unread = self.case.unread
        return lost_after(kinds, unread, self.pack.records) or (not enough and lost_among(kinds, unread))

    def _of_this(self, ask: OfThis) -> Answer:
        record = self.scope.record
        if record is None:
            return Answer(None, (), NO_HISTORY)
        lost = self._lost((record.kind,), enough=True)
        return Answer(None, (record.id,), UNREAD) if lost else of_this(ask, record)

    def _of_flag(self, ask: OfFlag) -> Answer:
        pupil, known = self.case.pupil, self.case.flags_known
        if pupil is None or known is None:
            return Answer(None, (), NO_PUPILS)
        if ask.reviewed:
            return Answer(pupil.ehcp_reviewed_on, (), "the pupils file does not say when it was reviewed")
        if ask.flag not in known:
            return Answer(None, (), f"the pupils file has no column “{ask.flag}”")
        holds = any(flag.name == ask.flag and flag.holds_on(self.on) for flag in pupil.flags)
        if not holds and ask.flag in pupil.unclear_flags:
            return Answer(None, (), f"the pupils file's cell for “{ask.flag}” can't be read")
        return Answer(holds)

    def _of_school(self, ask: OfSchool) -> Answer:
        school = self.case.school
        if school is None:
            return Answer(None, (), NO_SCHOOL)
        if ask.key == TRADED:
            return Answer(school.trades_on(self.on), (), "the school file does not say “traded” for this day")
        held = str(getattr(school, ask.key)).strip().lower()
        return Answer(held in ask.equals if held else None, (), f"the school file leaves “{ask.key}” blank")

    def _of_parent(self, key: str) -> Answer:
        if self.scope.parent is None:
            return Answer(None, (), NO_PARENTS)
        return Answer(getattr(self.scope.parent, key), (), f"the parents file leaves “{key}” blank")

    def _moved_to(self, ask: MovedTo) -> Answer:
        if self.case.chronology is None or self._lost((MOVE,)):
            return Answer(None, (), NO_HISTORY if self.case.chronology is None else UNREAD)
        state = self.track(ask.track)
        led_to = state.stage or LEFT_TRACK
        moved = bool(state.reached) and ask.stage in (ANY_STAGE, led_to)
        return Answer(moved, tuple(step.record for step in state.reached[-1:]))

    def _at_stage(self, stages: tuple[str, ...]) -> Answer:
        tracks = {rule.track for rule in self.pack.rules if rule.id in stages}
        held = [self.stage(track) for track in sorted(tracks)]
        if any(stage in stages for stage, _ in held):
            return Answer(value=True)
        none = False if all(told for _, told in held) else None
        return Answer(none, (), "the stage can't be told yet")

    def _named(self, when: Condition) -> Answer:
        rank = rank_of(when, self, self.pack, self.values_day)
        held = {Outcome.MET.rank: True, Outcome.NOT_MET.rank: False}.get(rank)
        return Answer(held, (), "a part of it is not known")

    def _end_of(self, clock: Clock) -> Answer:
        start = self.day(clock.start)
        if start is None:
            return Answer(None, (), self.fact(clock.start).missing)
        records = self.fact(clock.start).records
        return Answer(self._last_day(start, clock.length, clock.counting), records, CALENDAR_ENDS)

    def _last_day(self, start: date, length: str, counting: Counting) -> date | None:
        value = self.pack.values[length]
        step = value.on_or_none(self.values_day)
        if step is None or not isinstance(step.value, int):
            return None
        return last_day(
            start,
            step.value,
            value.unit,
            counting,
            calendar=self.case.calendar,
            bank_holidays=self.case.bank_holidays,
        )

    def _between(self, ask: Between) -> Answer:
        start, end = self.day(ask.start), self.day(ask.end) if ask.end else self.on
        if start is None or end is None:
            return Answer(None, (), self.fact(ask.start if start is None else ask.end).missing)
        return Answer(
            between(start, end, ask.unit, calendar=self.case.calendar), self.fact(ask.start).records
        )

    def _one_of(self, ask: OneOf) -> Answer:
        known = [(day, name) for name in ask.dates if (day := self.day(name)) is not None]
        if not known:
            return Answer(None, (), self.fact(ask.dates[0]).missing)
        if ask.choose == FIRST_KNOWN:
            day, name = known[0]
        else:
            day, name = (min if ask.choose == EARLIEST else max)(known)
        return Answer(day, self.fact(name).records)

    def _of_sessions(self, rule: FactRule, ask: OfSessions) -> Answer:
        span = self._span(ask)
        if span is None:
            return Answer(None, (), "the days to count over are not known")
        covered: list[Record] | None = []
        if ask.not_in:
            chronology, parent = self.case.chronology, self.scope.parent
            if chronology is None or (rule.each == PARENT and parent is None):
                return Answer(None, (), NO_HISTORY if chronology is None else NO_PARENTS)
            if self._lost(ask.not_in):
                return Answer(None, (), UNREAD)
            named = parent.id if parent is not None else ""
            covered = passing(chronology, ask.not_in, ask.filters, named, self._against())
        if covered is None:
            return Answer(None, (), NOT_KNOWN_DAY)
        marks = sessions_of(self.measures.marks(), ask.counts, span, covered, ask.beside)
        self._sessions[rule.id] = marks
        return Answer(len(marks), tuple(record.id for record in covered))

    def _span(self, ask: OfSessions) -> tuple[date, date] | None:
        if ask.window:
            return window_days(self.measures.measures[ask.window]["window"], self.on)
        first = self.day(ask.since) if ask.since else date.min
        last = self.day(ask.until) if ask.until else self.on
        return None if first is None or last is None else (first, min(last, self.on))

    def _against(self) -> Against:
        return Against(self.day, self._pack_value, self._still_runs)

    def _pack_value(self, name: str) -> object:
        step = self.pack.values[name].on_or_none(self.values_day)
        return None if step is None else step.value

    def _still_runs(self, start: date, length: str) -> bool | None:
        last = self._last_day(start, length, Counting.BEGINNING_WITH)
        if last is not None or self._pack_value(length) is None:
            return None if last is None else last >= self.on
        days = self.case.calendar.days  # it ends after the calendar does, so on a day of the calendar it runs
        return True if days and self.on <= days[-1] else None

    def _origin(self, rule: FactRule) -> str:
        match rule.ask:
            case OfFlag():
                return f"pupils file, on {show_day(self.on)}"
            case OfSchool():
                return "school file"
            case OfParent():
                return "parents file"
            case OfSessions():
                return f"register marks up to {show_day(self.on)}"
            case _:
                return f"records up to {show_day(self.on)}"
