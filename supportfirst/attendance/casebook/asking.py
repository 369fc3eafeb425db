"""Which rules of the casework to ask of a pupil at all, so that most are not.

Most rules do not concern most pupils, and say so by a yes-or-no fact that many of them share, or
by a kind of record that the pupil has none of. Such a gate is asked once for all rules behind it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from supportfirst.attendance.assessment.ranks import Value
from supportfirst.attendance.casebook.chronology import Chronology
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
    """A rule with its place in the pack, and the gates behind the first."""

    place: int
    rule: Rule
    gates: tuple[Gate, ...]


class Asking:
    """The rules in force on a day by their kind, by what they are judged for and by their first gate."""

    def __init__(self, pack: Pack, on: date) -> None:
        self._all: dict[RuleKind, list[Rule]] = {}
        self._behind: dict[RuleKind, dict[str, dict[Gate | None, list[Gated]]]] = {}
        for place, rule in enumerate(pack.rules):
            if rule.needs_case and (rule.values_on or on in rule.span):
                gates = gates_of(rule.when, pack)
                record = "" if rule.each in (PUPIL, PARENT) else rule.each
                by_gate = self._behind.setdefault(rule.kind, {}).setdefault(record, {})
                by_gate.setdefault(gates[0] if gates else None, []).append(Gated(place, rule, gates[1:]))
                self._all.setdefault(rule.kind, []).append(rule)

    def rules(
        self, kind: RuleKind, chronology: Chronology | None, known: Mapping[str, Value] | None
    ) -> list[Rule]:
        """Rules of a kind that may concern a pupil, in the pack's order; known: None asks for all of them."""
        if known is None:
            return self._all.get(kind, [])
        recorded: Container[str] = chronology.by_kind if chronology is not None else ()
        found = [
            (each.place, each.rule)
            for record, by_gate in self._behind.get(kind, {}).items()
            if not record or record in recorded
            for gate, gated in by_gate.items()
            if gate is None or not gate.is_shut(known)
            for each in gated
            if not _any_shut(each.gates, known)
        ]
        return [rule for _, rule in sorted(found, key=lambda each: each[0])]


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
