"""Hold a rule's condition against a pupil's facts, and give the reason as a tree.

Counts are compared in whole numbers, never as rounded percentages. 'All' is decided as
soon as one part is not met, even where others are unknown; an unknown that could still
change the answer makes it 'cannot tell'. A condition is made into a function once for a day, in
which the words and numbers that are the same for every pupil stand ready.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import Any, Protocol

from supportfirst.attendance.assessment.finding import BY_RANK, Fact, Outcome, Reason, reason_of
from supportfirst.attendance.assessment.pack_day import Line, PackDay
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Operator,
    Reached,
    Share,
    Switch,
)
from supportfirst.attendance.packs.fact_shape import NamedCondition
from supportfirst.attendance.packs.value_words import show_number
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.percentages import exact_percentage

OPERATIONS: Mapping[Operator, Callable[[int | Fraction, int | Fraction], bool]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
}
WORDS = {
    Operator.AT_LEAST: "at least",
    Operator.MORE_THAN: "more than",
    Operator.AT_MOST: "at most",
    Operator.LESS_THAN: "fewer than",
}
NOTHING = "nothing to weigh"
KEPT = 2048  # how many percentages stand written: of one pupil the same is said again and again
_MET, _NOT_MET = Outcome.MET, Outcome.NOT_MET  # looked up once: every reason asks for them
OUTCOME = attrgetter("outcome")


class KnowsFacts(Protocol):
    @property
    def on(self) -> date:
        """The day asked about, which a date has or has not reached."""

    def marked(self, name: str) -> Fact:
        """A fact, with every mark listed behind it."""

    def behind(self, name: str, day: PackDay) -> tuple[Reason, ...]:
        """The reason for a fact that a pack made of a condition; none for any other."""


Reasoner = Callable[[KnowsFacts], Reason]


def judge(condition: Condition, facts: KnowsFacts, day: PackDay) -> Reason:
    """The reason tree of a condition for one pupil on one day, with every mark behind its facts."""
    return reasoner_for(condition, day)(facts)


def reasoner_for(condition: Condition, day: PackDay) -> Reasoner:
    """The condition as a function, one for all conditions of a pack that ask the same in the same words."""
    held = day.reasoners.get(id(condition))
    if held is None:  # the condition is kept too: while it is here, nothing else can have its identity
        same = day.equal_reasoners.get(condition)
        if same is None:
            same = day.equal_reasoners[condition] = reasoner_of(condition, day)
        held = day.reasoners[id(condition)] = condition, same
    reasoner: Reasoner = held[1]
    return reasoner


def reasoner_of(condition: Condition, day: PackDay) -> Reasoner:
    """The condition as a function of a pupil's facts. TypeError where its value is no number."""
    return day.shared(condition) or compiled(condition, day)


def compiled(condition: Condition, day: PackDay) -> Reasoner:
    """The same, worked out for each pupil, whatever they share."""
    return _REASONERS[type(condition)](condition, day)


@lru_cache(maxsize=KEPT)
def show_percent(part: int | Fraction, whole: int | Fraction, decimals: int) -> str:
    """A percentage for reading, rounded as the pack says, but onto no line; no comparison is made with it."""
    return exact_percentage(part, whole, decimals)


def _not_in_force(condition: Compare | Share, names: tuple[str, ...], day: PackDay) -> Reasoner:
    """Before its first start a line is not law yet: no. One that has ended says nothing either way."""
    on = day.on.isoformat()
    if day.has_lapsed(condition.value):
        because = f"the value of “{condition.value}” has ended, and none is in force on {on}"
        outcome = Outcome.CANNOT_TELL
    else:
        because = f"no value of “{condition.value}” is in force on {on}"
        outcome = Outcome.NOT_MET
    return lambda facts: Reason(
        condition.asks, outcome, because, tuple([facts.marked(name) for name in names])
    )


def _compare(condition: Compare, day: PackDay) -> Reasoner:
    name, asks, line = condition.fact, condition.asks, day.line(condition.value)
    if line is None:
        return _not_in_force(condition, (name,), day)
    reaches, (limit, step, shown) = OPERATIONS[condition.operator], line
    source, stated = step.source, step.stated
    held_against = f"the line is {WORDS[condition.operator]} {show_number(limit)}"

    def reason(facts: KnowsFacts) -> Reason:
        fact = facts.marked(name)
        if fact.value is None:
            return _missing(asks, (fact,), line)
        number = fact.value if type(fact.value) is int else as_number(fact)  # nearly always an int
        outcome = _MET if reaches(number, limit) else _NOT_MET
        because = f"{fact.words}: {show_number(number)}; {held_against}"
        return reason_of((asks, outcome, because, (fact,), shown, source, stated, ()))

    return reason


def as_number(fact: Fact) -> int | Fraction:
    """The number of a counted fact; a pack that compares a date with one is refused before this."""
    value = fact.value
    if type(value) is int:
        return value
    if value is None or isinstance(value, date):
        raise TypeError(f"{fact.name} is no number, so nothing can be compared with it")
    return value if isinstance(value, Fraction) else int(value)


def _share(condition: Share, day: PackDay) -> Reasoner:
    line, asks = day.line(condition.value), condition.asks
    if line is None:
        return _not_in_force(condition, (condition.part, condition.whole), day)
    reaches, (limit, step, shown) = OPERATIONS[condition.operator], line
    source, stated = step.source, step.stated
    held_against = f"the line is {_percent_words(condition.operator)} {show_number(limit)}%"
    decimals = day.decimals
    of_part, of_whole = in_whole_numbers(limit)

    def reason(facts: KnowsFacts) -> Reason:
        both = part, whole = facts.marked(condition.part), facts.marked(condition.whole)
        if part.value is None or whole.value is None:
            return _missing(asks, both, line)
        if whole.value == 0:
            because, outcome = f"nothing to divide by: {whole.words} is 0", Outcome.CANNOT_TELL
        else:
            missed = part.value if type(part.value) is int else as_number(part)
            possible = whole.value if type(whole.value) is int else as_number(whole)
            outcome = _MET if reaches(of_part * missed, of_whole * possible) else _NOT_MET
            told = show_percent(missed, possible, decimals)
            because = (
                f"{part.value} of {whole.value} ({told}; {part.words}, of {whole.words}); {held_against}"
            )
        return reason_of((asks, outcome, because, both, shown, source, stated, ()))

    return reason


def in_whole_numbers(percent: int | Fraction) -> tuple[int, int]:
    """By what to multiply a part and its whole, so that they compare as the part's percentage and this one.

    Sums with fractions are many times as slow as those with whole numbers, and every pupil asks for them.
    """
    return 100 * percent.denominator, percent.numerator


def _percent_words(operation: Operator) -> str:
    return "less than" if operation is Operator.LESS_THAN else WORDS[operation]


def _holds(condition: Holds, day: PackDay) -> Reasoner:
    name, asks = condition.fact, condition.asks
    of_yes, of_no = _MET, _NOT_MET
    if not condition.expected:
        of_yes, of_no = of_no, of_yes
    rule = day.pack.facts.get(name)
    is_made = rule is not None and isinstance(rule.ask, NamedCondition)

    def reason(facts: KnowsFacts) -> Reason:
        fact, parts = facts.marked(name), facts.behind(name, day) if is_made else ()
        if fact.value is None:
            return _missing(asks, (fact,), None, parts)
        if fact.value:
            return reason_of((asks, of_yes, f"{fact.words}: yes", (fact,), None, None, True, parts))
        return reason_of((asks, of_no, f"{fact.words}: no", (fact,), None, None, True, parts))

    return reason


def _reached(condition: Reached, _: PackDay) -> Reasoner:
    def reason(facts: KnowsFacts) -> Reason:
        fact, on = facts.marked(condition.fact), facts.on
        if not isinstance(fact.value, date):
            return _missing(condition.asks, (fact,), None)
        met = fact.value < on if condition.passed else fact.value <= on
        outcome = Outcome.MET if met else Outcome.NOT_MET
        because = f"{fact.words}: {show_day(fact.value)}; the day asked about is {show_day(on)}"
        return Reason(condition.asks, outcome, because, (fact,))

    return reason


def rank_of_switch(condition: Switch, day: PackDay) -> int:
    """The rank of a local setting, the same for all: 2 as named, 0 otherwise, 1 where it has ended."""
    step = day.step(condition.value)
    if step is None:
        return (Outcome.CANNOT_TELL if day.has_lapsed(condition.value) else Outcome.NOT_MET).rank
    return (Outcome.MET if step.value == condition.equals else Outcome.NOT_MET).rank


def _switch(condition: Switch, day: PackDay) -> Reasoner:
    """One and the same reason for every pupil."""
    outcome, step = BY_RANK[rank_of_switch(condition, day)], day.step(condition.value)
    if step is None:
        because = f"no value of “{condition.value}” is in force on {day.on.isoformat()}"
        same = Reason(condition.asks, outcome, because)
    else:
        told = ("yes" if step.value else "no") if isinstance(step.value, bool) else step.value
        because = f"{day.pack.values[condition.value].question.rstrip('?')}: {told}"
        shown = day.shown(condition.value)
        same = Reason(condition.asks, outcome, because, (), shown, step.source, step.stated)
    return lambda _: same


def _missing(asks: str, facts: tuple[Fact, ...], line: Line | None, parts: tuple[Reason, ...] = ()) -> Reason:
    unknown = [fact for fact in facts if fact.value is None]
    because = "; ".join(
        f"not known: {fact.words}" + (f" ({supply})" if supply else "")
        for fact in unknown
        for supply in (fact.missing or ", and ".join(dict.fromkeys(_to_supply(parts))),)
    )
    shown, source = (line.shown, line.step.source) if line else (None, None)
    return Reason(asks, Outcome.CANNOT_TELL, because, facts, shown, source, parts=parts)


def _to_supply(parts: tuple[Reason, ...]) -> Iterator[str]:
    """What is missing at the bottom of reasons that can't be told, for a fact that they make."""
    for part in parts:
        if part.outcome is Outcome.CANNOT_TELL:
            yield from (fact.missing for fact in part.facts if fact.value is None and fact.missing)
            yield from _to_supply(part.parts)


def _joined(condition: AllOf | AnyOf | NoneOf, day: PackDay) -> Reasoner:
    asks, reasoners = condition.asks, [reasoner_of(part, day) for part in condition.parts]
    none_of = isinstance(condition, NoneOf)
    # The first of these outcomes that any part has is that of the group; of no parts it is the last.
    first, second, last = _LEAST if isinstance(condition, AllOf) else _GREATEST

    def reason(facts: KnowsFacts) -> Reason:
        parts = tuple([part(facts) for part in reasoners])
        outcomes = list(map(OUTCOME, parts))
        outcome = first if first in outcomes else second if second in outcomes else last
        because = "; ".join([part.because for part in parts if part.outcome is outcome]) or NOTHING
        if none_of:
            outcome = _OPPOSITE[outcome]
            if outcome is _MET:
                because = f"none of these holds: {because}"  # else a reason read as a yes to what it denies
            elif outcome is _NOT_MET:
                because = f"already past it: {because}"
        return reason_of((asks, outcome, because, (), None, None, True, parts))

    return reason


_LEAST, _GREATEST = BY_RANK, BY_RANK[::-1]
_OPPOSITE = dict(zip(_LEAST, _GREATEST, strict=True))
_REASONERS: Mapping[type, Callable[[Any, PackDay], Reasoner]] = {
    Compare: _compare,
    Share: _share,
    Holds: _holds,
    Reached: _reached,
    Switch: _switch,
    AllOf: _joined,
    AnyOf: _joined,
    NoneOf: _joined,
}
