"""What is the same for every pupil who has no record of certain kinds, found out once for all of them.

Most of what a rule asks is of records, and most pupils have few kinds of them: whether a notice
was sent is “no” for each child without one, and so is the reason for it. Such facts are asked of
a bare case, in which nothing at all is recorded; a pupil's own facts begin from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from supportfirst.attendance.assessment.conditions import compiled
from supportfirst.attendance.assessment.finding import Reason
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import NOT_MET, Value
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.casebook.remembered import PlainFacts, Remembered, by_plain_facts
from supportfirst.attendance.casebook.tracks import MOVE
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL
from supportfirst.attendance.packs.condition_shape import AllOf, AnyOf, Condition, NoneOf
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    FactRule,
    LastDay,
    MovedTo,
    NamedCondition,
    OfRecords,
    OfSchool,
    OfSessions,
    OneOf,
)
from supportfirst.attendance.packs.naming import facts_of
from supportfirst.attendance.packs.shape import RouteTerms, Rule

if TYPE_CHECKING:
    from supportfirst.attendance.casebook.case_facts import CaseFacts

NOTHING: frozenset[str] = frozenset()
NO_KIND = ""


class GroundDay(PackDay):
    """The pack on the day itself, as it is read for pupils on one ground: what they share stands ready."""

    def __init__(self, day: PackDay, ground: Ground) -> None:
        vars(self).update(vars(day))  # all that is the same on every ground
        self.reasoners, self.equal_reasoners, self._once = {}, {}, {}  # these may hold the ground
        self._ground = ground

    def shared(self, condition: Condition) -> Callable[[CaseFacts], Reason] | None:
        return self._ground.shared(condition)


class Ground:
    """What a bare case tells a pupil with none of the kinds of record that it rests on."""

    def __init__(self, bare: CaseFacts, same: frozenset[str], resting: Resting, *, pupil: bool) -> None:
        self.bare = bare
        self.pupil = pupil  # not a parent's
        self.same = same  # names of the facts that are for the pupil as they are in the bare case
        self.values: dict[str, Value] = {name: bare.known[name] for name in same}
        self._resting = resting
        self._unmet: dict[int, bool] = {}
        self._stages: dict[str, Sequence[Rule]] = {}
        self.day = GroundDay(bare.pack_day, self)
        self._plain = PlainFacts(bare.reading.pack, same)
        self._items: dict[int, Remembered[Any] | None] = {}

    def shared(self, condition: Condition) -> Callable[[CaseFacts], Reason] | None:
        """The reason that is one for all pupils on the ground, for those alike, or for a pupil's parents."""
        named = self._resting.named_in(condition)
        if named <= self.same:
            same = self.bare.reason(condition)  # kept there, as it is one for all grounds too
            return lambda _: same
        plain = self._plain.beneath(named)
        if plain is not None:
            return by_plain_facts(compiled(condition, self.day), plain)
        if self.pupil or not self._resting.is_of_pupil(named):
            return None
        return lambda view: view.reason_of_pupil(condition)

    def remembered(self, rule: Rule) -> Remembered[Any] | None:
        """What was made of a rule for pupils on the ground, by its plain facts; None where it asks more."""
        key = id(rule)
        try:
            return self._items[key]
        except KeyError:
            plain = None if _asks_around(rule) else self._plain.beneath_rule(rule)
            made = self._items[key] = None if plain is None else Remembered(plain)
            return made

    def stages(self, track: str) -> Sequence[Rule]:
        """The stages of a track on which a pupil may be."""
        held = self._stages.get(track)
        if held is None:
            rules = self.bare.reading.stages.get(track, ())
            held = self._stages[track] = [rule for rule in rules if not self.is_unmet(rule.when)]
        return held

    @cached_property
    def tracks(self) -> Sequence[str]:
        """The tracks that have a stage on which a pupil may be."""
        return [track for track in self.bare.reading.pack.tracks if self.stages(track)]

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


def _asks_around(rule: Rule) -> bool:
    """Whether more than facts of the pupil makes it: whom it stands for, another day, or other items."""
    return bool(rule.values_on) or rule.each != PUPIL or isinstance(rule.terms, RouteTerms)


class Grounds:
    """The ground for each set of kinds of record that a pupil has. `bare`: the bare case, by its view."""

    def __init__(self, reading: Reading, bare: dict[str, CaseFacts]) -> None:
        self._bare = bare
        self._resting = Resting(reading, bare)
        self._made: dict[tuple[frozenset[str], str], Ground] = {}

    def of(self, kinds: frozenset[str], view: str) -> Ground:
        """For a pupil with records of these kinds alone; view: a key of `bare`."""
        key = kinds, view
        ground = self._made.get(key)
        if ground is None:
            same = self._resting.on_others_than(kinds, parents=view != PUPIL)
            ground = self._made[key] = Ground(self._bare[view], same, self._resting, pupil=view == PUPIL)
        return ground


class Resting:
    """Of each fact of a pack, the kinds of record that it rests on. `bare`: as of `Grounds`."""

    def __init__(self, reading: Reading, bare: dict[str, CaseFacts]) -> None:
        self._reading = reading
        self._bare = bare
        self._kinds: dict[str, frozenset[str] | None] = {}
        self._named: dict[int, frozenset[str]] = {}
        self._on_records: dict[bool, dict[str, frozenset[str]]] = {}  # by whether of parents too

    def kinds(self, name: str) -> frozenset[str] | None:
        """The kinds, through every fact behind it; None where it rests on something of the pupil's own."""
        if name not in self._kinds:
            self._kinds[name] = None  # a fact that asks for itself is worked out for each pupil
            rule = self._reading.pack.facts.get(name)
            self._kinds[name] = None if rule is None else self._behind(rule)
        return self._kinds[name]

    def on_others_than(self, kinds: Collection[str], *, parents: bool) -> frozenset[str]:
        """Facts of the pupil, or of a parent too, that rest on none of these kinds, nor on anything else."""
        if parents not in self._on_records:
            self._on_records[parents] = self._by_kind(parents=parents)
        by_kind = self._on_records[parents]
        return by_kind[NO_KIND].difference(*[by_kind.get(kind, NOTHING) for kind in kinds])

    def _by_kind(self, *, parents: bool) -> dict[str, frozenset[str]]:
        """The facts that rest on records alone, by each kind that they rest on; all of them under no kind."""
        found: dict[str, set[str]] = {NO_KIND: set()}
        for name, rule in self._reading.pack.facts.items():
            kinds = self.kinds(name)
            if kinds is not None and (rule.each == PUPIL or (parents and rule.each == PARENT)):
                for kind in (NO_KIND, *kinds):
                    found.setdefault(kind, set()).add(name)
        return {kind: frozenset(names) for kind, names in found.items()}

    def named_in(self, condition: Condition) -> frozenset[str]:
        """Every fact that a condition names."""
        key = id(condition)
        named = self._named.get(key)
        if named is None:
            parts = condition.parts if isinstance(condition, AllOf | AnyOf | NoneOf) else ()
            named = NOTHING.union(*map(self.named_in, parts)) if parts else frozenset(facts_of(condition))
            self._named[key] = named
        return named

    def is_of_pupil(self, names: Collection[str]) -> bool:
        """Whether all these facts are the pupil's own, whichever parent is asked about."""
        rules = self._reading.pack.facts
        return all(name not in rules or rules[name].each == PUPIL for name in names)

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
            case OfSessions():
                return self._of_no_days(rule.ask, self._bare[PARENT if rule.each == PARENT else PUPIL])
            case _:
                return None

    def _of_no_days(self, ask: OfSessions, bare: CaseFacts) -> frozenset[str] | None:
        """The kinds without which nobody knows from or until when to count, whatever the marks."""
        for name in (ask.since, ask.until):
            if name and bare.day(name) is None and (kinds := self.kinds(name)) is not None:
                return kinds
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
