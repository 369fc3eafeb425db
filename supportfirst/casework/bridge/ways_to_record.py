"""Which kinds of record would settle a step or supply an item of evidence, as the pack's own conditions say.

A step is done, and a paper there, by records and never by a tick; so what leads on from either is the page on
which such a record is written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from supportfirst.attendance.packs.condition_shape import Condition
from supportfirst.attendance.packs.fact_shape import NamedCondition, OfRecords
from supportfirst.attendance.packs.naming import facts_of
from supportfirst.attendance.packs.shape import EvidenceTerms, Pack, RouteTerms, StepTerms


def kinds_that_settle(pack: Pack, rules: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """By rule, the kinds of record; nothing for a rule that figures alone settle."""
    asked = set(rules)
    found: dict[str, Sequence[str]] = {}
    for rule in pack.rules:
        if rule.id in asked:
            when = _settles(rule.terms)
            kinds = dict.fromkeys(_kinds(pack, when, frozenset())) if when is not None else {}
            found[rule.id] = [kind for kind in kinds if kind in pack.records]
    return found


def evidence_asked_by(pack: Pack) -> Mapping[str, Sequence[str]]:
    """By the rule of each route, the groups of evidence that a referral along it needs."""
    return {rule.id: rule.terms.needs for rule in pack.rules if isinstance(rule.terms, RouteTerms)}


def stopped_as(pack: Pack) -> Mapping[str, Sequence[str]]:
    """By the rule of each route, the names by which a hold may stop it."""
    return {
        rule.id: (rule.id, *rule.terms.groups) for rule in pack.rules if isinstance(rule.terms, RouteTerms)
    }


def _settles(terms: object) -> Condition | None:
    if isinstance(terms, StepTerms):
        return terms.done
    return terms.met if isinstance(terms, EvidenceTerms) else None


def _kinds(pack: Pack, when: Condition, seen: frozenset[str]) -> Iterator[str]:
    """Of the facts that the condition asks for, and of the conditions that facts give a name to."""
    for name in facts_of(when):
        fact = pack.facts.get(name)
        if fact is None or name in seen:
            continue
        if isinstance(fact.ask, OfRecords):
            yield from fact.ask.kinds
        elif isinstance(fact.ask, NamedCondition):
            yield from _kinds(pack, fact.ask.when, seen | {name})
