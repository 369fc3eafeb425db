"""How each kind of fact of a pack is made, for one pupil, parent or record.

What is not known stays not known, with what to supply. A fact is made from the records of the
pupil or from other facts; those are asked of the same view, and made once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from supportfirst.attendance.assessment.finding import Fact
from supportfirst.attendance.assessment.pupil_facts import SeenMark
from supportfirst.attendance.assessment.ranks import CANNOT_TELL, MET, NOT_MET, Ranks, Value
from supportfirst.attendance.casebook.case import Case, Scope
from supportfirst.attendance.casebook.chronology import Record
from supportfirst.attendance.casebook.clocks import between
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.casebook.record_facts import Against, Answer, of_records, of_this, passing
from supportfirst.attendance.casebook.session_facts import sessions_of, window_days
from supportfirst.attendance.casebook.tracks import MOVE, TrackState
from supportfirst.attendance.casebook.unread import UNREAD, lost_after, lost_among
from supportfirst.attendance.packs.case_shape import PARENT, Counting
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

NO_HISTORY = "give a history file"
NO_PARENTS = "give a parents file with a row for this pupil"
NO_SCHOOL = "give a school file"
NO_PUPILS = "give a pupils file with a row for this pupil"
NOT_KNOWN_DAY = "a day that it is held against is not known"
CALENDAR_ENDS = "the calendar ends first; add the next terms"
FIRST_KNOWN, EARLIEST = "first known", "earliest"
ANY_STAGE, LEFT_TRACK = "", "none"
TRADED = "traded"
YES, NO, NONE_COUNTED = Answer(value=True), Answer(value=False), Answer(0)
HELD = {NOT_MET: NO, CANNOT_TELL: Answer(None), MET: YES}  # by rank
STAGE_UNKNOWN = Answer(None, (), "the stage can't be told yet")


class KnowsFigures(Protocol):
    """What the measures tell of a pupil."""

    @property
    def measures(self) -> Mapping[str, Any]: ...

    @property
    def known(self) -> Mapping[str, Value]: ...

    def marked(self, name: str) -> Fact: ...

    def marks_within(self, span: tuple[date, date]) -> Sequence[SeenMark]: ...


class NoFigures:
    """Of a pupil who is nobody: facts that rest on figures are never asked of a bare case."""

    measures: Mapping[str, Any] = {}
    known: Mapping[str, Value] = {}

    def marked(self, name: str) -> Fact:
        raise KeyError(name)

    def marks_within(self, span: tuple[date, date]) -> Sequence[SeenMark]:
        return ()


NO_FIGURES = NoFigures()


class CaseView(Protocol):
    """What other facts a fact may be made from: those of the same pupil, parent or record."""

    measures: KnowsFigures
    case: Case
    reading: Reading
    on: date
    values_day: date
    ranks: Ranks
    scope: Scope
    sessions: dict[str, list[SeenMark]]  # of each fact that counts sessions, those that it counted

    @property
    def known(self) -> Mapping[str, Value]: ...

    def day(self, name: str) -> date | None: ...

    def marked(self, name: str) -> Fact: ...

    def track(self, track: str) -> TrackState: ...

    def stage(self, track: str) -> tuple[str, bool]: ...


def _of_records(facts: CaseView, rule: FactRule, ask: OfRecords) -> Answer:
    chronology = facts.case.chronology
    if chronology is None:
        return Answer(None, (), NO_HISTORY)
    parent = facts.scope.parent
    if rule.each == PARENT and parent is None:
        return Answer(None, (), NO_PARENTS)
    if chronology.by_kind.keys().isdisjoint(ask.kinds):
        return Answer(None, (), UNREAD) if _lost(facts, ask.kinds) else of_records(ask, [])
    named = parent.id if rule.each == PARENT and parent is not None else ""
    records = passing(chronology, ask.kinds, ask.filters, named, _against(facts))
    if records and MOVE in ask.kinds:
        records = [record for record in records if record.kind != MOVE or _was_followed(facts, record)]
    if _lost(facts, ask.kinds, enough=ask.ask is RecordsAsk.ANY and bool(records)):
        return Answer(None, (), UNREAD)
    return Answer(None, (), NOT_KNOWN_DAY) if records is None else of_records(ask, records)


def _was_followed(facts: CaseView, move: Record) -> bool:
    """Whether a recorded move led anywhere; one that the table does not have is a fault and no move."""
    return any(made.record == move.id for made in facts.track(move.text("track") or "").reached)


def _lost(facts: CaseView, kinds: tuple[str, ...], *, enough: bool = False) -> bool:
    """Whether an event left out could change the answer; enough: one more of these kinds could not."""
    unread = facts.case.unread
    if not unread:
        return False
    return lost_after(kinds, unread, facts.reading.pack.records) or (not enough and lost_among(kinds, unread))


def _of_this(facts: CaseView, _: FactRule, ask: OfThis) -> Answer:
    record = facts.scope.record
    if record is None:
        return Answer(None, (), NO_HISTORY)
    lost = _lost(facts, (record.kind,), enough=True)
    return Answer(None, (record.id,), UNREAD) if lost else of_this(ask, record)


def _of_flag(facts: CaseView, _: FactRule, ask: OfFlag) -> Answer:
    pupil, known = facts.case.pupil, facts.case.flags_known
    if pupil is None or known is None:
        return Answer(None, (), NO_PUPILS)
    if ask.present:
        return NO if pupil.ehcp_reviewed_on is None else YES
    if ask.reviewed:
        return Answer(pupil.ehcp_reviewed_on, (), "the pupils file does not say when it was reviewed")
    if ask.flag not in known:
        return Answer(None, (), f"the pupils file has no column “{ask.flag}”")
    flags = pupil.flags  # of most pupils none
    holds = bool(flags) and any(flag.name == ask.flag and flag.holds_on(facts.on) for flag in flags)
    if not holds and ask.flag in pupil.unclear_flags:
        return Answer(None, (), f"“{ask.flag}” is neither said nor denied of this pupil")
    return YES if holds else NO


def _of_school(facts: CaseView, _: FactRule, ask: OfSchool) -> Answer:
    school = facts.case.school
    if school is None:
        return Answer(None, (), NO_SCHOOL)
    if ask.key == TRADED:
        return Answer(school.trades_on(facts.on), (), "the school file does not say “traded” for this day")
    held = str(getattr(school, ask.key)).strip().lower()
    return Answer(held in ask.equals if held else None, (), f"the school file leaves “{ask.key}” blank")


def _of_parent(facts: CaseView, _: FactRule, ask: OfParent) -> Answer:
    if facts.scope.parent is None:
        return Answer(None, (), NO_PARENTS)
    return Answer(getattr(facts.scope.parent, ask.key), (), f"the parents file leaves “{ask.key}” blank")


def _moved_to(facts: CaseView, _: FactRule, ask: MovedTo) -> Answer:
    if facts.case.chronology is None or _lost(facts, (MOVE,)):
        return Answer(None, (), NO_HISTORY if facts.case.chronology is None else UNREAD)
    state = facts.track(ask.track)
    led_to = state.stage or LEFT_TRACK
    moved = bool(state.reached) and ask.stage in (ANY_STAGE, led_to)
    return Answer(moved, tuple(step.record for step in state.reached[-1:]))


def _at_stage(facts: CaseView, _: FactRule, ask: AtStage) -> Answer:
    stages, all_told = ask.stages, True
    for track in facts.reading.tracks_of(stages):
        stage, told = facts.stage(track)
        if stage in stages:
            return YES
        all_told = all_told and told
    return NO if all_told else STAGE_UNKNOWN


def _named(facts: CaseView, _: FactRule, ask: NamedCondition) -> Answer:
    ranks, when = facts.ranks, ask.when
    rank = (ranks.made.get(id(when)) or ranks.ranker(when))(facts.known)  # as `Ranks.of`; most facts come by
    return HELD[rank]  # what is missing stands in the reasons beneath it


def _end_of(facts: CaseView, _: FactRule, ask: LastDay) -> Answer:
    clock, start = ask.clock, facts.day(ask.clock.start)
    begun = facts.marked(clock.start)
    if start is None:
        return Answer(None, (), begun.missing)
    return Answer(_last_day(facts, start, clock.length, clock.counting), begun.records, CALENDAR_ENDS)


def _last_day(facts: CaseView, start: date, length: str, counting: Counting) -> date | None:
    return facts.case.last_day(start, facts.reading.pack.values[length], counting, facts.values_day)


def _between(facts: CaseView, _: FactRule, ask: Between) -> Answer:
    start, end = facts.day(ask.start), facts.day(ask.end) if ask.end else facts.on
    if start is None or end is None:
        return Answer(None, (), facts.marked(ask.start if start is None else ask.end).missing)
    return Answer(
        between(start, end, ask.unit, calendar=facts.case.calendar), facts.marked(ask.start).records
    )


def _one_of(facts: CaseView, _: FactRule, ask: OneOf) -> Answer:
    known = [(day, name) for name in ask.dates if (day := facts.day(name)) is not None]
    if not known:
        return Answer(None, (), facts.marked(ask.dates[0]).missing)
    if ask.choose == FIRST_KNOWN:
        day, name = known[0]
    else:
        day, name = (min if ask.choose == EARLIEST else max)(known)
    return Answer(day, facts.marked(name).records)


def _of_sessions(facts: CaseView, rule: FactRule, ask: OfSessions) -> Answer:
    span = _span(facts, ask)
    if span is None:
        return Answer(None, (), "the days to count over are not known")
    covered: list[Record] | None = []
    if ask.not_in:
        chronology, parent = facts.case.chronology, facts.scope.parent
        if chronology is None or (rule.each == PARENT and parent is None):
            return Answer(None, (), NO_HISTORY if chronology is None else NO_PARENTS)
        if _lost(facts, ask.not_in):
            return Answer(None, (), UNREAD)
        if not chronology.by_kind.keys().isdisjoint(ask.not_in):
            named = parent.id if parent is not None else ""
            covered = passing(chronology, ask.not_in, ask.filters, named, _against(facts))
    if covered is None:
        return Answer(None, (), NOT_KNOWN_DAY)
    marks = sessions_of(facts.measures.marks_within(span), ask.counts, covered, ask.beside)
    facts.sessions[rule.id] = marks
    if not marks and not covered:
        return NONE_COUNTED
    return Answer(len(marks), tuple([record.id for record in covered]))


def _span(facts: CaseView, ask: OfSessions) -> tuple[date, date] | None:
    if not facts.measures.measures:
        return None  # no sessions of this day are known
    if ask.window:
        return window_days(facts.measures.measures[ask.window]["window"], facts.on)
    first = facts.day(ask.since) if ask.since else date.min
    last = facts.day(ask.until) if ask.until else facts.on
    return None if first is None or last is None else (first, min(last, facts.on))


def _against(facts: CaseView) -> Against:
    return Against(
        facts.day,
        lambda name: _pack_value(facts, name),
        lambda start, length: _still_runs(facts, start, length),
    )


def _pack_value(facts: CaseView, name: str) -> object:
    step = facts.reading.day(facts.values_day).step(name)
    return None if step is None else step.value


def _still_runs(facts: CaseView, start: date, length: str) -> bool | None:
    last = _last_day(facts, start, length, Counting.BEGINNING_WITH)
    if last is not None or _pack_value(facts, length) is None:
        return None if last is None else last >= facts.on
    days = facts.case.calendar.days  # it ends after the calendar does, so on a day of the calendar it runs
    return True if days and facts.on <= days[-1] else None


# How a fact is made for the pupil, parent or record of a view, by the kind of what it asks.
MAKERS: Mapping[type, Callable[[CaseView, FactRule, Any], Answer]] = {
    OfRecords: _of_records,
    OfThis: _of_this,
    OfFlag: _of_flag,
    OfSchool: _of_school,
    OfParent: _of_parent,
    MovedTo: _moved_to,
    AtStage: _at_stage,
    NamedCondition: _named,
    LastDay: _end_of,
    Between: _between,
    OneOf: _one_of,
    OfSessions: _of_sessions,
}
