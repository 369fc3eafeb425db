"""What conditions, clocks, facts and rules name: other facts, values, stages.

Names are followed here and nowhere else, so that a check of names (is it there, is it of the right
kind, is it in force) and the batch engine's question (does this rule need a case?) agree.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping

from supportfirst.attendance.packs.case_shape import PUPIL, Clock, Filter, Test
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Reached,
    Share,
    Switch,
)
from supportfirst.attendance.packs.fact_shape import (
    Between,
    FactAsk,
    LastDay,
    NamedCondition,
    OfRecords,
    OfSessions,
    OneOf,
)
from supportfirst.attendance.packs.shape import (
    CASE_KINDS,
    EvidenceTerms,
    HoldTerms,
    Note,
    RouteTerms,
    Rule,
    StepTerms,
    Terms,
)

SLOT = re.compile(r"\{([A-Za-z0-9_.:\-]+)\}")  # the one that checks of packs and sentences share


def leaves_of(when: Condition) -> Iterator[Compare | Share | Holds | Reached | Switch]:
    """The questions of a condition, those inside groups included."""
    if isinstance(when, AllOf | AnyOf | NoneOf):
        for part in when.parts:
            yield from leaves_of(part)
    else:
        yield when


def values_of(when: Condition) -> Iterator[str]:
    """The names of the values that a condition is held against, inner conditions included."""
    for leaf in leaves_of(when):
        if isinstance(leaf, Compare | Share | Switch):
            yield leaf.value


def facts_of(when: Condition) -> Iterator[str]:
    """The names of the facts that a condition asks for, inner conditions included."""
    for leaf in leaves_of(when):
        if isinstance(leaf, Share):
            yield from (leaf.part, leaf.whole)
        elif not isinstance(leaf, Switch):
            yield leaf.fact


def certain_facts(when: Condition | None) -> set[str]:
    """Facts that must hold for the condition to be met."""
    if isinstance(when, Holds):
        return {when.fact} if when.expected else set()
    if isinstance(when, AllOf):
        return set().union(*(certain_facts(part) for part in when.parts))
    return set()


def filter_facts(filters: Iterable[Filter]) -> Iterator[str]:
    """The date facts that filters are bounded by."""
    for each in filters:
        if each.test in (Test.SINCE, Test.UNTIL):
            yield from each.against


def filter_values(filters: Iterable[Filter]) -> Iterator[str]:
    for each in filters:
        if each.test in (Test.SINCE_VALUE, Test.WITHIN, Test.AT_LEAST):
            yield from each.against


def dates_of_fact(ask: FactAsk) -> tuple[str, ...]:
    """The names of the date facts that a fact is made from."""
    match ask:
        case OfRecords():
            return tuple(filter_facts(ask.filters))
        case LastDay():
            return (ask.clock.start,)
        case Between():
            return tuple(name for name in (ask.start, ask.end) if name)
        case OneOf():
            return ask.dates
        case OfSessions():
            bounds = tuple(name for name in (ask.since, ask.until) if name)
            return (*bounds, *filter_facts(ask.filters))
    return ()


def facts_of_fact(ask: FactAsk) -> tuple[str, ...]:
    """The names of all facts that a fact is made from, directly."""
    inner = tuple(facts_of(ask.when)) if isinstance(ask, NamedCondition) else ()
    return (*inner, *dates_of_fact(ask))


def values_of_fact(ask: FactAsk) -> tuple[str, ...]:
    """The names of the values that a fact rests on, directly."""
    match ask:
        case OfRecords() | OfSessions():
            return tuple(filter_values(ask.filters))
        case LastDay():
            return (ask.clock.length,)
        case NamedCondition():
            return tuple(values_of(ask.when))
    return ()


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Every condition of a rule: `when`, and those of its terms."""
    held = (rule.when, *_conditions_of_terms(rule.terms))
    return tuple(each for each in held if each is not None)


def _conditions_of_terms(terms: Terms | None) -> tuple[Condition | None, ...]:
    match terms:
        case StepTerms():
            return (terms.done,)
        case EvidenceTerms():
            return (terms.met, terms.answered)
        case RouteTerms():
            return (terms.opens,)
    return ()


def clock_of(terms: Terms | None) -> Clock | None:
    """The clock of a rule's terms, where it has one."""
    match terms:
        case StepTerms():
            return terms.due
        case HoldTerms():
            return terms.until
        case RouteTerms():
            return terms.limit
    return None


def dates_of_rule(rule: Rule) -> tuple[str, ...]:
    """The names of the date facts that a rule counts from."""
    match rule.terms:
        case StepTerms():
            plain = rule.terms.due_date
        case HoldTerms():
            plain = rule.terms.starts
        case RouteTerms():
            plain = rule.terms.opens_on
        case _:
            plain = ""
    clock = clock_of(rule.terms)
    return tuple(name for name in (rule.values_on, plain, clock.start if clock else "") if name)


def facts_of_rule(rule: Rule) -> tuple[str, ...]:
    """The names of all facts that a rule asks for, directly; slots of its sentences are not among them."""
    return (*(name for when in conditions_of(rule) for name in facts_of(when)), *dates_of_rule(rule))


def values_of_rule(
    rule: Rule, pack_facts: Mapping[str, FactAsk], *, in_conditions: bool = True
) -> tuple[str, ...]:
    """The names of the values that a rule rests on, those of the facts behind it included, each once.

    in_conditions: also those of conditions that a fact gives a name to. They may be shared by rules of
    other days, and cannot be told of where their values are not in force.
    """
    clock = clock_of(rule.terms)
    own = [name for when in conditions_of(rule) for name in values_of(when)]
    own += [clock.length] if clock else []
    asks = facts_behind(facts_of_rule(rule), pack_facts, in_conditions=in_conditions)
    return tuple(dict.fromkeys((*own, *(name for ask in asks for name in values_of_fact(ask)))))


def facts_behind(
    names: Iterable[str], pack_facts: Mapping[str, FactAsk], *, in_conditions: bool = True
) -> list[FactAsk]:
    """The pack's facts of these names, and all that they are made from, each once."""
    waiting, met = list(names), dict[str, FactAsk]()
    while waiting:
        name = waiting.pop()
        ask = pack_facts.get(name)
        if ask is None or name in met or (isinstance(ask, NamedCondition) and not in_conditions):
            continue
        met[name] = ask
        waiting += facts_of_fact(ask)
    return list(met.values())


def needs_case(rule: Rule, pack_facts: Container[str], notes: Mapping[str, Note]) -> bool:
    """Whether only the casebook can judge a rule: its kind, what it stands for, or a fact that it names."""
    if rule.kind in CASE_KINDS or rule.each != PUPIL or rule.values_on:
        return True
    return any(name in pack_facts for name in names_in(rule, notes))


def names_in(rule: Rule, notes: Mapping[str, Note]) -> list[str]:
    """All that a rule names: the facts it asks for, and the slots of its sentences and of its notes."""
    named = [*facts_of_rule(rule), *SLOT.findall(rule.text), *SLOT.findall(rule.text_parent)]
    for note in (notes[name] for name in rule.notes if name in notes):
        named += SLOT.findall(note.text)
        named += facts_of(note.when) if note.when is not None else ()
    return named
