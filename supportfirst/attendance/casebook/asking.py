"""Which rules of the casework to ask of a pupil at all, so that most are not.

Most rules do not concern most pupils, and say so by a yes-or-no fact that many of them share, or
by a kind of record that the pupil has none of. Such a gate is asked once for all rules behind it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from supportfirst.attendance.assessment.ranks import Ranker, Value
from supportfirst.attendance.casebook.ground import Ground
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL
from supportfirst.attendance.packs.condition_shape import AllOf, Condition, Holds
from supportfirst.attendance.packs.shape import Pack, Rule, RuleKind


class Gate(NamedTuple):
    """A yes-or-no fact of the pupil, and how it must be."""

    fact: str
    expected: bool

    def is_shut(self, known: Mapping[str, Value]) -> bool:
        """Whether the fact is plainly otherwise; one that is not known leaves the gate open."""
        held = known[self.fact]
        return held is not None and bool(held) is not self.expected


class Gated(NamedTuple):
    """A rule with its gates; `concerns`: its `when` as a function, where the pupil's own facts decide it."""

    rule: Rule
    gates: tuple[Gate, ...]
    concerns: Ranker | None = None


Asked = Mapping[RuleKind, Sequence[Gated]]  # rules by their kind, each with the gates still to be asked


class OnGround:
    """The rules that a ground leaves open, by how the facts of their first gates are for a pupil."""

    def __init__(self, left: Sequence[Gated]) -> None:
        self._left = left
        self._facts = tuple(dict.fromkeys(each.gates[0].fact for each in left if each.gates))
        self._asked: dict[tuple[Value, ...], Asked] = {}

    def asked(self, known: Mapping[str, Value]) -> Asked:
        """Those whose first gate is open. Few answers are found among the pupils, so each is kept."""
        answers = tuple(map(known.__getitem__, self._facts))
        asked = self._asked.get(answers)
        if asked is None:
            asked = self._asked[answers] = _by_kind(_through_first(self._left, known))
        return asked


class Asking:
    """The rules in force on a day, and which of them may concern a pupil on a ground."""

    def __init__(self, reading: Reading) -> None:
        pack, on = reading.pack, reading.on
        self._ranks = reading.ranks(on)
        self._all = [
            Gated(rule, gates_of(rule.when, pack))
            for rule in pack.rules
            if rule.needs_case and (rule.values_on or on in rule.span)
        ]
        self._every = _by_kind([each._replace(gates=()) for each in self._all])
        self._on: dict[tuple[Ground, Ground], OnGround] = {}

    def every(self) -> Asked:
        """All rules, in the pack's order."""
        return self._every

    def asked(
        self,
        ground: Ground | None,
        of_parents: Ground | None,
        recorded: Container[str],
        known: Mapping[str, Value],
    ) -> Asked:
        """Rules that may concern a pupil, in the pack's order; recorded: kinds of their records.

        of_parents: the ground of the views of the pupil's parents, known or not.
        """
        if ground is None or of_parents is None:
            return _by_kind(_through_first([each for each in self._all if _has(each.rule, recorded)], known))
        held = self._on.get((ground, of_parents))
        if held is None:  # pupils on one ground have the same kinds of record
            held = self._on[ground, of_parents] = OnGround(self._left_by(ground, of_parents, recorded))
        return held.asked(known)

    def _left_by(self, ground: Ground, of_parents: Ground, recorded: Container[str]) -> list[Gated]:
        """What the ground leaves open: a gate that it settles is asked here, once for all pupils on it."""
        left = []
        for each in self._all:
            settled = [gate for gate in each.gates if gate.fact in ground.same]
            beneath = of_parents if each.rule.each == PARENT else ground
            if (
                _has(each.rule, recorded)
                and not any_shut(settled, ground.values)
                and (each.rule.values_on or not beneath.is_unmet(each.rule.when))
            ):
                own = tuple([gate for gate in each.gates if gate.fact not in ground.same])
                left.append(Gated(each.rule, own, self._concerns(each.rule)))
        return left

    def _concerns(self, rule: Rule) -> Ranker | None:
        of_the_day = rule.each == PUPIL and not rule.values_on
        return self._ranks.ranker(rule.when) if of_the_day else None


def _has(rule: Rule, recorded: Container[str]) -> bool:
    """Whether there is anything to judge the rule for: a rule for each record needs one of its kind."""
    return rule.each in (PUPIL, PARENT) or rule.each in recorded


def _through_first(rules: Iterable[Gated], known: Mapping[str, Value]) -> list[Gated]:
    """Rules whose first gate is open, or that have none, with the gates behind it."""
    return [
        Gated(each.rule, each.gates[1:], each.concerns)
        for each in rules
        if not each.gates or not each.gates[0].is_shut(known)
    ]


def _by_kind(rules: Iterable[Gated]) -> Asked:
    asked: dict[RuleKind, list[Gated]] = {}
    for each in rules:
        asked.setdefault(each.rule.kind, []).append(each)
    return asked


def gates_of(when: Condition, pack: Pack) -> tuple[Gate, ...]:
    """Facts of the pupil that must be as asked for the condition to be anything but unmet."""
    if isinstance(when, Holds):
        rule = pack.facts.get(when.fact)
        return (Gate(when.fact, when.expected),) if rule is None or rule.each == PUPIL else ()
    if isinstance(when, AllOf):
        return tuple(gate for part in when.parts for gate in gates_of(part, pack))
    return ()


def any_shut(gates: Iterable[Gate], known: Mapping[str, Value]) -> bool:
    """Whether any gate is shut, asked one after another."""
    for fact, expected in gates:  # as `Gate.is_shut`, without a call, because it runs for every pupil's rules
        held = known[fact]
        if held is not None and bool(held) is not expected:
            return True
    return False
