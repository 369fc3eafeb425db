"""What is made once for all pupils of whom the same few things are known, and not once for each of them.

A fact is plain where its bare value says all of it: no mark and no record stands behind it, and its words
and origin are one for the school. A flag of the child, an answer about a parent, a stage and the age are
plain, and so is a condition made of them. What rests on plain facts alone (a reason, a whole item with its
sentences) is the same wherever these are the same, and only a value that is known says all: why one is not
known may differ from pupil to pupil, so then nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from supportfirst.attendance.assessment.ranks import Value
from supportfirst.attendance.assessment.slots import DERIVED, SLOT_NAMES, SUPPLIED, VALUE
from supportfirst.attendance.packs.fact_shape import AtStage, FactRule, NamedCondition, OfFlag, OfParent
from supportfirst.attendance.packs.naming import facts_of, names_in
from supportfirst.attendance.packs.shape import Pack, Rule

MOST = 256  # how much one remembers; a few yes-or-no facts have fewer ways to come out
PLAIN_MEASURES = frozenset({"compulsory_school_age"})  # other measures have marks, or are of many values
ON = "on"

Made = TypeVar("Made")


class KnowsValues(Protocol):
    @property
    def known(self) -> Mapping[str, Value]: ...


class Remembered(Generic[Made]):
    """What was made for pupils, by the values of the plain facts that it rests on."""

    __slots__ = ("_kept", "_names")

    def __init__(self, names: Collection[str]) -> None:
        self._names = tuple(names)
        self._kept: dict[tuple[Hashable, ...], Made] = {}

    def key(self, facts: KnowsValues, more: Hashable = None) -> tuple[Hashable, ...]:
        """The values, in the order of the names; more: what else the thing made depends on."""
        return more, *map(facts.known.__getitem__, self._names)

    def get(self, key: tuple[Hashable, ...]) -> Made | None:
        """What was made under a key; None where nothing is remembered of it."""
        return self._kept.get(key)

    def keep(self, key: tuple[Hashable, ...], made: Made) -> Made:
        """Remember it, if every value is known and there is room."""
        if None not in key[1:] and len(self._kept) < MOST:
            self._kept[key] = made
        return made


class PlainFacts:
    """The plain facts that names rest on, beside those that are the same for all anyway."""

    def __init__(self, pack: Pack, same: Collection[str]) -> None:
        self._pack = pack
        self._same = same
        self._beneath: dict[str, frozenset[str] | None] = {}

    def beneath(self, names: Iterable[str]) -> tuple[str, ...] | None:
        """The plain facts at the bottom of these, each once; None where one rests on something else."""
        found: set[str] = set()
        for name in names:
            plain = self._beneath_one(name)
            if plain is None:
                return None
            found |= plain
        return tuple(sorted(found))

    def beneath_rule(self, rule: Rule) -> tuple[str, ...] | None:
        """The same of everything that a rule asks for, its sentences and notes included."""
        named = {name for name in names_in(rule, self._pack.notes) if not self._is_constant(name)}
        return None if named & (DERIVED | SUPPLIED) else self.beneath(named)

    def _beneath_one(self, name: str) -> frozenset[str] | None:
        if name not in self._beneath:
            self._beneath[name] = None  # a fact that asks for itself is worked out for each pupil
            self._beneath[name] = self._found(name)
        return self._beneath[name]

    def _found(self, name: str) -> frozenset[str] | None:
        if name in self._same:
            return frozenset()
        rule = self._pack.facts.get(name)
        if rule is None:
            return frozenset({name}) if name in PLAIN_MEASURES else None
        return self._of_rule(rule)

    def _of_rule(self, rule: FactRule) -> frozenset[str] | None:
        match rule.ask:
            case OfFlag() | OfParent() | AtStage():
                return frozenset({rule.id})
            case NamedCondition(when):
                plain = self.beneath(facts_of(when))
                return None if plain is None else frozenset(plain)
        return None

    def _is_constant(self, name: str) -> bool:
        """Whether a slot stands for the day or for a value of the pack, which are one for all."""
        if name == ON or name.startswith(VALUE):
            return True
        return name in self._pack.values and not (name in SLOT_NAMES or name in self._pack.facts)


def by_plain_facts(make: Callable[[Any], Made], names: Collection[str]) -> Callable[[Any], Made]:
    """A function of a pupil's facts that remembers what it made for others of whom the same is known."""
    remembered: Remembered[Made] = Remembered(names)

    def told(facts: KnowsValues) -> Made:
        key = remembered.key(facts)
        return remembered.get(key) or remembered.keep(key, make(facts))

    return told
