"""Which rules of the casework to ask of a pupil at all, so that most are not.

Most rules do not concern most pupils, and say so by a yes-or-no fact that many of them share, or
by a kind of record that the pupil has none of. Such a gate is asked once for all rules behind it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from supportfirst.attendance.assessment.ranks import Value
from supportfirst.attendance.casebook.ground import Ground
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
    """A rule with its place in the pack, and its gates."""

    place: int
    rule: Rule
    gates: tuple[Gate, ...]


Behind = Mapping[Gate | None, Sequence[Gated]]  # rules by their first gate, with the gates behind it


class Asking:
    """The rules in force on a day by their kind, and by their first gate for pupils on the same ground."""

    def __init__(self, pack: Pack, on: date) -> None:
        self._all: dict[RuleKind, list[Gated]] = {}
        self._behind: dict[tuple[RuleKind, Ground], Behind] = {}
        for place, rule in enumerate(pack.rules):
            if rule.needs_case and (rule.values_on or on in rule.span):
                self._all.setdefault(rule.kind, []).append(Gated(place, rule, gates_of(rule.when, pack)))

    def every(self, kind: RuleKind) -> list[Rule]:
        """All rules of a kind, in the pack's order."""
        return [each.rule for each in self._all.get(kind, ())]

    def rules(
        self,
        kind: RuleKind,
        ground: Ground | None,
        recorded: Container[str],
        known: Mapping[str, Value],
    ) -> list[Rule]:
        """Rules of a kind that may concern a pupil, in the pack's order; recorded: kinds of their records."""
        if ground is None:
            behind = self._without(kind, recorded)
        else:
            key = kind, ground  # pupils on one ground have the same kinds of record
            if key not in self._behind:
                self._behind[key] = self._on(ground, kind, recorded)
            behind = self._behind[key]
        found = [
            (each.place, each.rule)
            for gate, gated in behind.items()
            if gate is None or not gate.is_shut(known)
            for each in gated
            if not each.gates or not _any_shut(each.gates, known)
        ]
        return [rule for _, rule in sorted(found, key=itemgetter(0))]

    def _without(self, kind: RuleKind, recorded: Container[str]) -> Behind:
        return _by_first_gate([each for each in self._all.get(kind, ()) if _has(each.rule, recorded)])

    def _on(self, ground: Ground, kind: RuleKind, recorded: Container[str]) -> Behind:
        """What the ground leaves open: a gate that it settles is asked here, once for all pupils on it."""
        left = []
        for each in self._all.get(kind, ()):
            settled = [gate for gate in each.gates if gate.fact in ground.same]
            if (
                _has(each.rule, recorded)
                and not _any_shut(settled, ground.values)
                and (each.rule.values_on or not ground.is_unmet(each.rule.when))
            ):
                own = tuple([gate for gate in each.gates if gate.fact not in ground.same])
                left.append(each._replace(gates=own))
        return _by_first_gate(left)


def _has(rule: Rule, recorded: Container[str]) -> bool:
    """Whether there is anything to judge the rule for: a rule for each record needs one of its kind."""
    return rule.each in (PUPIL, PARENT) or rule.each in recorded


def _by_first_gate(rules: Iterable[Gated]) -> Behind:
    behind: dict[Gate | None, list[Gated]] = {}
    for each in rules:
        first = each.gates[0] if each.gates else None
        behind.setdefault(first, []).append(each._replace(gates=each.gates[1:]))
    return behind


def gates_of(when: Condition, pack: Pack) -> tuple[Gate, ...]:
    """Facts of the pupil that must be as asked for the condition to be anything but unmet."""
    if isinstance(when, Holds):
        rule = pack.facts.get(when.fact)
        return (Gate(when.fact, when.expected),) if rule is None or rule.each == PUPIL else ()
    if isinstance(when, AllOf):
        return tuple(gate for part in when.parts for gate in gates_of(part, pack))
    return ()


def _any_shut(gates: Iterable[Gate], known: Mapping[str, Value]) -> bool:
    for gate in gates:  # noqa: SIM110  (a loop, because it runs for every rule of every pupil)
        if gate.is_shut(known):
            return True
    return False
