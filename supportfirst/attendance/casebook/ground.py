"""What is the same for every pupil who has no record of certain kinds, found out once for all of them.

Most of what a rule asks is of records, and most pupils have few kinds of them: whether a notice
was sent is “no” for each child without one, and so is the reason for it. Such facts are asked of
a bare case, in which nothing at all is recorded; a pupil's own facts begin from there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from supportfirst.attendance.assessment.conditions import judge
from supportfirst.attendance.assessment.finding import Reason
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import NOT_MET, Value
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.casebook.tracks import MOVE
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL
from supportfirst.attendance.packs.condition_shape import AllOf, Condition
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    FactRule,
    LastDay,
    MovedTo,
    NamedCondition,
    OfRecords,
    OfSchool,
    OneOf,
)
from supportfirst.attendance.packs.naming import facts_of

if TYPE_CHECKING:
    from supportfirst.attendance.casebook.case_facts import CaseFacts

NOTHING: frozenset[str] = frozenset()


class Ground:
    """What a bare case tells a pupil with none of the kinds of record that it rests on."""

    def __init__(self, bare: CaseFacts, same: frozenset[str], resting: Resting) -> None:
        self.bare = bare
        self.same = same  # names of the facts that are for the pupil as they are in the bare case
        self.values: dict[str, Value] = {name: bare.known[name] for name in same}
        self._resting = resting
        self._reasons: dict[int, Reason | None] = {}
        self._unmet: dict[int, bool] = {}

    def reason(self, condition: Condition, day: PackDay) -> Reason | None:
        """The reason for a condition that names no other facts, on the day itself; None for any other."""
        key = id(condition)
        if key not in self._reasons:
            told = self._resting.named_in(condition) <= self.same
            self._reasons[key] = judge(condition, self.bare, day) if told else None
        return self._reasons[key]

    def is_unmet(self, condition: Condition) -> bool:
        """Whether a condition can't be met on the day itself, whatever else there is to know of the pupil."""
        key = id(condition)
        if key not in self._unmet:
            self._unmet[key] = self._cannot_be_met(condition)
        return self._unmet[key]

    def _cannot_be_met(self, condition: Condition) -> bool:
        if isinstance(condition, AllOf) and any(self._cannot_be_met(part) for part in condition.parts):
            return True
        if not self._resting.named_in(condition) <= self.same:
            return False
        return self.bare.reading.ranks(self.bare.on).of(condition, self.values) == NOT_MET


class Grounds:
    """The ground for each set of kinds of record that a pupil has. `bare`: the bare case, by its view."""

    def __init__(self, reading: Reading, bare: dict[str, CaseFacts]) -> None:
        self._bare = bare
        self._resting = Resting(reading)
        self._made: dict[tuple[frozenset[str], str], Ground] = {}

    def of(self, kinds: frozenset[str], view: str) -> Ground:
        """For a pupil with records of these kinds alone; view: a key of `bare`."""
        key = kinds, view
        if key not in self._made:
            same = frozenset(self._resting.on_others_than(kinds, parents=view != PUPIL))
            self._made[key] = Ground(self._bare[view], same, self._resting)
        return self._made[key]


class Resting:
    """Of each fact of a pack, the kinds of record that it rests on."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._kinds: dict[str, frozenset[str] | None] = {}
        self._named: dict[int, frozenset[str]] = {}

    def kinds(self, name: str) -> frozenset[str] | None:
        """The kinds, through every fact behind it; None where it rests on something of the pupil's own."""
        if name not in self._kinds:
            self._kinds[name] = None  # a fact that asks for itself is worked out for each pupil
            rule = self._reading.pack.facts.get(name)
            self._kinds[name] = None if rule is None else self._behind(rule)
        return self._kinds[name]

    def on_others_than(self, kinds: Collection[str], *, parents: bool) -> Iterator[str]:
        """Facts of the pupil, or of a parent too, that rest on none of these kinds, nor on anything else."""
        for name, rule in self._reading.pack.facts.items():
            if rule.each == PUPIL or (parents and rule.each == PARENT):
                behind = self.kinds(name)
                if behind is not None and behind.isdisjoint(kinds):
                    yield name

    def named_in(self, condition: Condition) -> frozenset[str]:
        """Every fact that a condition names."""
        key = id(condition)
        if key not in self._named:
            self._named[key] = frozenset(facts_of(condition))
        return self._named[key]

    def _behind(self, rule: FactRule) -> frozenset[str] | None:
        match rule.ask:
            case OfRecords():
                return frozenset(rule.ask.kinds)
            case MovedTo():
                return frozenset({MOVE})
            case OfSchool():
                return NOTHING
            case NamedCondition(when):
                return self._all(self.named_in(when))
            case AtStage(stages):
                return self._all(self._of_stages(stages))
            case LastDay(clock):
                return self.kinds(clock.start)
            case Between(start, end, _):
                return self._all([start, end] if end else [start])
            case OneOf(_, dates):
                return self._all(dates)
            case _:
                return None

    def _all(self, names: Collection[str]) -> frozenset[str] | None:
        found: frozenset[str] = NOTHING
        for name in names:
            kinds = self.kinds(name)
            if kinds is None:
                return None
            found |= kinds
        return found

    def _of_stages(self, stages: Collection[str]) -> set[str]:
        """Facts that any stage of the same tracks names: which stage it is depends on all of them."""
        tracks = {self._reading.track_of[stage] for stage in stages if stage in self._reading.track_of}
        rules = [rule for track in tracks for rule in self._reading.stages.get(track, ())]
        return {name for rule in rules for name in self.named_in(rule.when)}
