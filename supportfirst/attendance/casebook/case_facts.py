"""Every fact that a rule of the casework may name, asked for by name: measures, records, flags, dates.

Measures come from the pupil's figures as ever; the facts that a pack makes are worked out once
each (`making.py`). A fact of a parent or of a record is asked of a view made for that parent or
record, which hands everything else on to the view of the pupil. What would be the same for every
pupil without such records is taken from the ground (`ground.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from supportfirst.attendance.assessment.conditions import Reasoner, judge, reasoner_for
from supportfirst.attendance.assessment.finding import Fact, Outcome, Reason, fact_of
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.pupil_facts import SHOWN, SeenMark
from supportfirst.attendance.assessment.ranks import CANNOT_TELL, MET, Known, Ranks, Value
from supportfirst.attendance.casebook.case import PUPIL_SCOPE, Case, Scope
from supportfirst.attendance.casebook.chronology import Record
from supportfirst.attendance.casebook.earlier import EARLIER_FIGURES, before
from supportfirst.attendance.casebook.ground import Ground, Grounds
from supportfirst.attendance.casebook.making import MAKERS, KnowsFigures
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.casebook.record_facts import Answer
from supportfirst.attendance.casebook.tracks import MOVE, UNMOVED, TrackState
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL, Clock
from supportfirst.attendance.packs.condition_shape import Condition
from supportfirst.attendance.packs.fact_shape import (
    FactRule,
    MovedTo,
    NamedCondition,
    OfFlag,
    OfParent,
    OfRecords,
    OfSchool,
    OfSessions,
    OfThis,
)
from supportfirst.attendance.packs.shape import Move
from supportfirst.attendance.vocabulary.days import show_day

NO_ANSWER = Answer(None)
NO_PARENT = "no parent"  # the view for a parent where none is known


class _Known(Known):
    """What is known of one view; a fact that is not there yet is worked out by the view."""

    __slots__ = ("_measured", "_rules")

    def __init__(self, view: CaseFacts, before: Mapping[str, Value] | None) -> None:
        super().__init__(view.worked_out, before)
        self._rules, self._measured = view.reading.pack.facts, view.measures.known

    def __missing__(self, name: str) -> Value:
        # Measures are by far the most, and the same for every view: they are read past it.
        value = self[name] = self._work_out(name) if name in self._rules else self._measured[name]
        return value


@dataclass(slots=True)
class CaseFacts:
    """One pupil's facts; `view` gives those of a parent or record.

    values_day: the day as on which values are read; the day of the assessment unless a rule says another.
    """

    measures: KnowsFigures
    case: Case
    reading: Reading
    values_day: date
    scope: Scope = PUPIL_SCOPE
    above: CaseFacts | None = None  # the view of the pupil; None: this is it
    grounds: Grounds | None = None  # None: every fact is worked out for this pupil alone
    on: date = field(init=False)
    ranks: Ranks = field(init=False)  # conditions as functions, as values are read here
    pack_day: PackDay = field(init=False)  # the pack, as values are read here
    known: Known = field(init=False)  # bare values, by the names of facts
    sessions: dict[str, list[SeenMark]] = field(default_factory=dict)  # those that a fact counted
    # What is the same for every pupil without such records; None where nothing is taken from there.
    ground: Ground | None = field(init=False)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _marked: dict[str, Fact] = field(default_factory=dict)
    _behind: dict[tuple[str, date], tuple[Reason, ...]] = field(default_factory=dict)  # as on other days
    _tracks: dict[str, TrackState] = field(default_factory=dict)
    _stages: dict[str, tuple[str, bool]] = field(default_factory=dict)
    _reasons: dict[Reasoner, Reason] = field(default_factory=dict)
    _views: dict[tuple[str, bool, date | None], CaseFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.on = self.reading.on
        self.ranks = self.reading.ranks(self.values_day)
        self.ground = ground = self._lying_beneath()
        self.pack_day = self.ranks.day if ground is None else ground.day
        self.known = _Known(self, None if ground is None else ground.values)

    def view(self, scope: Scope, values_day: date | None = None) -> CaseFacts:
        """The view for a parent or a record; that of the pupil, on the day itself, is this one."""
        if self.above is not None:
            return self.above.view(scope, values_day)
        if scope is PUPIL_SCOPE and values_day is None:
            return self
        key = (scope.name, scope.record is not None, values_day)
        view = self._views.get(key)
        if view is None:
            day = values_day or self.on
            view = CaseFacts(self.measures, self.case, self.reading, day, scope, self, self.grounds)
            self._views[key] = view
        return view

    def let_go(self) -> None:
        """Untie what points back here, so that the memory goes without the collector."""
        for view in self._views.values():
            view.known.let_go()
        self._views.clear()
        self.known.let_go()

    # --- what conditions and texts ask ------------------------------------------------

    def marked(self, name: str) -> Fact:
        """The fact with its words, its origin and the marks behind it. KeyError for a name nobody knows."""
        fact = self._marked.get(name)
        if fact is None:
            fact = self._marked[name] = self._told(name)
        return fact

    def behind(self, name: str, day: PackDay) -> tuple[Reason, ...]:
        """The reason for a fact that a pack made of a condition; none for any other."""
        rule = self.reading.pack.facts.get(name)
        if rule is None or not isinstance(rule.ask, NamedCondition):
            return ()
        holder = self._holder(rule)
        if day.on == holder.values_day:
            return (holder.reason(rule.ask.when),)
        key = name, day.on
        behind = holder._behind.get(key)
        if behind is None:
            behind = holder._behind[key] = (judge(rule.ask.when, holder, day),)
        return behind

    def reason(self, condition: Condition) -> Reason:
        """The tree of a condition, with every mark; one for all conditions that ask the same."""
        held = self.pack_day.reasoners.get(id(condition))
        reasoner = reasoner_for(condition, self.pack_day) if held is None else held[1]
        reason = self._reasons.get(reasoner)
        if reason is None:
            reason = self._reasons[reasoner] = reasoner(self)
        return reason

    def reason_of_pupil(self, condition: Condition) -> Reason:
        """The reason for a condition that names facts of the pupil alone: one for all their parents."""
        return self._top().reason(condition)

    def ground_of_parents(self) -> Ground | None:
        """The ground of the views of the pupil's parents, or of the one for a parent where none is known."""
        if self.grounds is None or self.ground is None:
            return None
        return self.grounds.of(self._kinds(), PARENT if self.case.parents else NO_PARENT)

    def day(self, name: str) -> date | None:
        """A date fact; None where it is not known."""
        held = self.known[name]
        return held if isinstance(held, date) else None

    def last_day(self, clock: Clock) -> date | None:
        """The last day of a clock's period; None where its start or its end can't be told."""
        start = self.day(clock.start)
        if start is None:
            return None
        day = self.reading.day(self.values_day)
        return self.case.last_day(start, day.pack.values[clock.length], clock.counting, day.on)

    # --- stages -----------------------------------------------------------------------

    def track(self, track: str) -> TrackState:
        """Where the recorded moves have led on a track."""
        top = self._top()
        if top.case.chronology is None or MOVE not in top.case.chronology.by_kind:
            return UNMOVED
        if track not in top._tracks:
            top._tracks[track] = top.reading.tracks.follow(track, top.case.chronology, top._forbids)
        return top._tracks[track]

    def _forbids(self, move: Move, record: Record, so_far: TrackState) -> str:
        """What plainly did not allow a move on the day it was made; "" where nothing did."""
        if move.when is None:
            return ""
        reading = self.reading.earlier(record.on)
        then = CaseFacts(EARLIER_FIGURES, before(self.case, record), reading, record.on)
        then._tracks[move.track] = so_far
        reason = judge(move.when, then, reading.day(record.on))
        then.let_go()
        return reason.because if reason.outcome is Outcome.NOT_MET else ""

    def stage(self, track: str) -> tuple[str, bool]:
        """The stage rule a pupil stands on ("" for none), and whether that can be told."""
        top = self if self.above is None else self.above
        stage = top._stages.get(track)
        if stage is None:
            top._stages[track] = "", False  # a stage that asks for itself can't be told
            stage = top._stages[track] = top._judged_stage(track)
        return stage

    def tracks_in_view(self) -> Collection[str]:
        """Tracks on which the pupil may stand: without a move, no others than numbers and flags may open."""
        ground, chronology = self.ground, self.case.chronology
        if ground is None or (chronology is not None and MOVE in chronology.by_kind):
            return self.reading.pack.tracks
        return ground.tracks

    def _judged_stage(self, track: str) -> tuple[str, bool]:
        met: tuple[int, str] | None = None
        unknown = False
        ranks, known, ground = self.ranks, self.known, self.ground
        for rule in self.reading.stages.get(track, ()) if ground is None else ground.stages(track):
            rank = ranks.of(rule.when, known)
            unknown = unknown or rank == CANNOT_TELL
            if rank == MET and (met is None or rule.order >= met[0]):
                met = rule.order, rule.id
        return ("", not unknown) if met is None else (met[1], True)

    # --- making -----------------------------------------------------------------------

    def _top(self) -> CaseFacts:
        return self if self.above is None else self.above

    def _holder(self, rule: FactRule) -> CaseFacts:
        """The view that a fact belongs to: the pupil's, unless it is of a parent or record."""
        return self if self.above is None or rule.each != PUPIL else self.above

    def _lying_beneath(self) -> Ground | None:
        """The ground of this view: none where an event was left out, or values are read as on another day."""
        if self.grounds is None or self.case.unread or self.values_day != self.on:
            return None
        of_parent = PARENT if self.scope.parent is not None else PUPIL
        return self.grounds.of(self._kinds(), NO_PARENT if self.scope.unknown_parent else of_parent)

    def _kinds(self) -> frozenset[str]:
        """The kinds of record that the pupil has."""
        chronology = self.case.chronology
        return frozenset(chronology.by_kind) if chronology is not None else frozenset()

    def worked_out(self, name: str) -> Value:
        """The bare value of a fact that the pack makes, asked for once by `known`."""
        rule = self.reading.pack.facts[name]
        if self.above is not None and rule.each == PUPIL:
            return self.above.known[name]
        answer = self._answers.get(name)  # as `_answer`, without a call: nearly every fact comes by here
        if answer is None:
            answer = self._made(rule)
        return answer.value

    def _answer(self, rule: FactRule) -> Answer:
        """A made fact with the records behind it, worked out once by the view that it belongs to."""
        answer = self._answers.get(rule.id)
        return self._made(rule) if answer is None else answer

    def _made(self, rule: FactRule) -> Answer:
        self._answers[rule.id] = NO_ANSWER  # a fact that asks for itself is not known
        answer = self._answers[rule.id] = MAKERS[type(rule.ask)](self, rule, rule.ask)
        return answer

    def _told(self, name: str) -> Fact:
        rule = self.reading.pack.facts.get(name)
        if rule is None:
            return self.measures.marked(name)
        if self.ground is not None and name in self.ground.same:
            return self.ground.bare.marked(name)
        if self.above is not None and rule.each == PUPIL:
            return self.above.marked(name)
        value, records, missing = self._answer(rule)
        counted = self.sessions.get(name)
        if value is None:
            missing = rule.missing or missing
        elif not counted and not records:
            return self._plain(rule, value)
        else:
            missing = ""
        marks = tuple(map(SHOWN, counted)) if counted else ()
        return fact_of((name, value, rule.words, self._origin(rule), marks, records, missing))

    def _plain(self, rule: FactRule, value: Value) -> Fact:
        """A fact with nothing behind it: one for all pupils of whom the same is known."""
        told = self.reading.plain[self.case.chronology is None]
        key = rule.id, value
        fact = told.get(key)
        if fact is None:
            fact = told[key] = fact_of((rule.id, value, rule.words, self._origin(rule), (), (), ""))
        return fact

    def _origin(self, rule: FactRule) -> str:
        no_history = self.case.chronology is None
        told = self.reading.origins[no_history]
        origin = told.get(rule.id)
        if origin is None:
            origin = told[rule.id] = _origin_of(rule, self.on, no_history=no_history)
        return origin


def _origin_of(rule: FactRule, on: date, *, no_history: bool) -> str:
    match rule.ask:
        case OfFlag():
            return f"pupils file, on {show_day(on)}"
        case OfSchool():
            return "school file"
        case OfParent():
            return "parents file"
        case OfSessions():
            return f"register marks up to {show_day(on)}"
        case OfRecords() | OfThis() | MovedTo() if no_history:
            return "no history file was given"
        case OfRecords() | OfThis() | MovedTo():
            return f"records up to {show_day(on)}"
        case _:
            return f"worked out from other facts, on {show_day(on)}"
