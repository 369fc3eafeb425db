"""Whether the facts that a pack names fit where they are named.

A date where a day is counted from, a number where one is compared, a yes or no where one must hold;
the same parent or record all through; and nothing that is made from itself. Names that lead nowhere
have been told of by then, and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.case_shape import PUPIL, Entry
from supportfirst.attendance.packs.condition_shape import Compare, Condition, Holds, Reached, Share
from supportfirst.attendance.packs.fact_shape import AtStage, FactRule, Gives, NamedCondition
from supportfirst.attendance.packs.naming import (
    SLOT,
    conditions_of,
    dates_of_fact,
    dates_of_rule,
    facts_of_fact,
    facts_of_rule,
    leaves_of,
)
from supportfirst.attendance.packs.narrow import Narrowing
from supportfirst.attendance.packs.shape import Move, Note, Pack, Rule, RuleKind
from supportfirst.attendance.packs.text_form import Scalar


class Use(NamedTuple):
    """A fact named somewhere, and what it must give there; None: whatever it is."""

    name: str
    wants: Gives | None


class Place(NamedTuple):
    """What names the facts, in words and by its line, and what it stands for."""

    what: str
    where: str
    each: str

    def at(self, text: str) -> Scalar:
        file, _, line = self.where.rpartition(":")
        return Scalar(text, file, int(line))


def judge_facts(pack: Pack, folder: str, bench: Bench, narrows: Iterable[Narrowing]) -> None:
    """Note each use of a fact that does not fit, in what the layer in `folder` writes."""
    here = f"{folder}/"
    for fact in pack.facts.values():
        if fact.where.startswith(here):
            _fit(Place(f"fact {fact.id}", fact.where, fact.each), _of_fact(fact), pack, bench)
            _circle(fact, pack, bench)
    for rule in pack.rules:
        if rule.where.startswith(here):
            _fit(Place(f"rule {rule.id}", rule.where, rule.each), _of_rule(rule, pack), pack, bench)
    for move in pack.moves.values():
        if move.where.startswith(here):
            _fit(Place(f"move {move.id}", move.where, PUPIL), _of_move(move, pack), pack, bench)
    for entry in (each for each in pack.entries.values() if each.where.startswith(here)):
        _fit(Place(f"{entry.section} {entry.id}", entry.where, PUPIL), _of_entry(entry), pack, bench)
    by_id = {rule.id: rule for rule in pack.rules}
    for each in narrows:
        if each.rule in by_id:
            at = Place(f"narrows {each.rule}", f"{each.at.file}:{each.at.line}", by_id[each.rule].each)
            _fit(at, _of_narrowing(each), pack, bench)


def _of_condition(when: Condition | None) -> Iterator[Use]:
    for leaf in leaves_of(when) if when is not None else ():
        match leaf:
            case Compare():
                yield Use(leaf.fact, Gives.NUMBER)
            case Share():
                yield from (Use(leaf.part, Gives.NUMBER), Use(leaf.whole, Gives.NUMBER))
            case Holds():
                yield Use(leaf.fact, Gives.YES_NO)
            case Reached():
                yield Use(leaf.fact, Gives.DATE)


def _of_fact(fact: FactRule) -> Iterator[Use]:
    yield from (Use(name, Gives.DATE) for name in dates_of_fact(fact.ask))
    if isinstance(fact.ask, NamedCondition):
        yield from _of_condition(fact.ask.when)


def _of_rule(rule: Rule, pack: Pack) -> Iterator[Use]:
    for when in conditions_of(rule):
        yield from _of_condition(when)
    yield from (Use(name, Gives.DATE) for name in dates_of_rule(rule))
    for text in (rule.text, rule.text_parent):
        yield from (Use(slot, None) for slot in SLOT.findall(text))
    yield from _of_notes(rule.notes, pack.notes)


def _of_move(move: Move, pack: Pack) -> Iterator[Use]:
    yield from _of_condition(move.when)
    yield from (Use(slot, None) for slot in SLOT.findall(move.text))
    yield from _of_notes(move.notes, pack.notes)


def _of_entry(entry: Entry) -> Iterator[Use]:
    """What a letter waits for must hold or not hold."""
    yield from (Use(name, Gives.YES_NO) for name in entry.listed("only_after"))


def _of_notes(names: Iterable[str], notes: Mapping[str, Note]) -> Iterator[Use]:
    for note in (notes[name] for name in names if name in notes):
        yield from _of_condition(note.when)
        yield from (Use(slot, None) for slot in SLOT.findall(note.text))


def _of_narrowing(narrowing: Narrowing) -> Iterator[Use]:
    yield from _of_condition(narrowing.opens)
    clock = (narrowing.limit.start,) if narrowing.limit else ()
    yield from (Use(name, Gives.DATE) for name in (narrowing.opens_on, *clock) if name)


def _fit(place: Place, uses: Iterable[Use], pack: Pack, bench: Bench) -> None:
    for use in dict.fromkeys(uses):
        gives = _gives(use.name, pack, bench)
        if use.wants is not None and gives and gives != use.wants:
            told = f"{place.what}: “{use.name}” is a {gives}, and a {use.wants} is needed"
            remedy = f"name a fact that is a {use.wants}"
            bench.faults.add("wrong-kind-of-fact", place.at(use.name), told, remedy, column="facts")
        fact = pack.facts.get(use.name)
        if fact is not None and fact.each not in (PUPIL, place.each):
            told = (
                f"{place.what}: “{use.name}” is a fact of each {fact.each}, and this is of each {place.each}"
            )
            remedy = f"write “each: {fact.each}”, or name a fact of the pupil"
            bench.faults.add("wrong-each", place.at(use.name), told, remedy, column="facts")


def _gives(name: str, pack: Pack, bench: Bench) -> str:
    """What kind of answer a fact gives; "" where that is not known here."""
    fact = pack.facts.get(name)
    if fact is not None:
        return fact.gives
    return bench.facts.get(name, "") if isinstance(bench.facts, Mapping) else ""


def _circle(fact: FactRule, pack: Pack, bench: Bench) -> None:
    """A fact that is made, through others or through the stage of the case, from itself."""
    waiting, met = list(_made_from(fact, pack)), set[str]()
    while waiting:
        name = waiting.pop()
        if name == fact.id:
            told = f"fact {fact.id} is made from itself"
            at = Place(f"fact {fact.id}", fact.where, fact.each).at(fact.id)
            remedy = "break the circle: one of its facts must rest on records or measures alone"
            bench.faults.add("circle", at, told, remedy, column="facts")
            return
        if name in pack.facts and name not in met:
            met.add(name)
            waiting += _made_from(pack.facts[name], pack)


def _made_from(fact: FactRule, pack: Pack) -> Iterator[str]:
    yield from facts_of_fact(fact.ask)
    if isinstance(fact.ask, AtStage):
        tracks = {rule.track for rule in pack.rules if rule.id in fact.ask.stages}
        for rule in pack.rules:
            if rule.kind is RuleKind.STAGE and rule.track in tracks:
                yield from facts_of_rule(rule)
