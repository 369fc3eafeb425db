"""Hold a rule's condition against a pupil's facts, and give the reason as a tree.

Counts are compared in whole numbers, never as rounded percentages. 'All' is decided as
soon as one part is not met, even where others are unknown; an unknown that could still
change the answer makes it 'cannot tell'.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from supportfirst.attendance.assessment.finding import BY_RANK, RANK, Fact, Outcome, Reason
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
from supportfirst.attendance.packs.value_words import show_number
from supportfirst.attendance.vocabulary.days import show_day

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


class KnowsFacts(Protocol):
    @property
    def on(self) -> date:
        """The day asked about, which a date has or has not reached."""

    def marked(self, name: str) -> Fact:
        """A fact, with every mark listed behind it."""

    def behind(self, name: str, day: PackDay) -> tuple[Reason, ...]:
        """The reason for a fact that a pack made of a condition; none for any other."""

    def kept(self, condition: Condition, day: PackDay) -> Reason | None:
        """The reason where it has been worked out before; None: it has to be worked out."""


def judge(condition: Condition, facts: KnowsFacts, day: PackDay) -> Reason:
    """The reason tree of a condition for one pupil on one day, with every mark behind its facts."""
    kept = facts.kept(condition, day)
    return _JUDGED[type(condition)](condition, facts, day) if kept is None else kept


def show_percent(part: int | Fraction, whole: int | Fraction, day: PackDay) -> str:
    """A percentage for reading, rounded as the pack says; no comparison is ever made with it."""
    return f"{float(100 * part / whole):.{day.decimals}f}%"


def _not_in_force(condition: Compare | Share, facts: tuple[Fact, ...], day: PackDay) -> Reason:
    """Before its first start a line is not law yet: no. One that has ended says nothing either way."""
    on = day.on.isoformat()
    if day.has_lapsed(condition.value):
        because = f"the value of “{condition.value}” has ended, and none is in force on {on}"
        return Reason(condition.asks, Outcome.CANNOT_TELL, because, facts)
    because = f"no value of “{condition.value}” is in force on {on}"
    return Reason(condition.asks, Outcome.NOT_MET, because, facts)


def _compare(condition: Compare, facts: KnowsFacts, day: PackDay) -> Reason:
    fact, line = facts.marked(condition.fact), day.line(condition.value)
    if line is None:
        return _not_in_force(condition, (fact,), day)
    if fact.value is None:
        return _missing(condition.asks, (fact,), line)
    met = OPERATIONS[condition.operator](as_number(fact), line.limit)
    told = show_number(as_number(fact))
    because = f"{fact.words}: {told}; the line is {WORDS[condition.operator]} {show_number(line.limit)}"
    outcome = Outcome.MET if met else Outcome.NOT_MET
    return Reason(condition.asks, outcome, because, (fact,), line.shown, line.step.source, line.step.stated)


def as_number(fact: Fact) -> int | Fraction:
    """The number of a counted fact; a pack that compares a date with one is refused before this."""
    if fact.value is None or isinstance(fact.value, date):
        raise TypeError(f"{fact.name} is no number, so nothing can be compared with it")
    return fact.value if isinstance(fact.value, Fraction) else int(fact.value)


def _share(condition: Share, facts: KnowsFacts, day: PackDay) -> Reason:
    part, whole = facts.marked(condition.part), facts.marked(condition.whole)
    line = day.line(condition.value)
    if line is None:
        return _not_in_force(condition, (part, whole), day)
    if part.value is None or whole.value is None:
        return _missing(condition.asks, (part, whole), line)
    if whole.value == 0:
        because, outcome = f"nothing to divide by: {whole.words} is 0", Outcome.CANNOT_TELL
    else:
        missed, possible = as_number(part), as_number(whole)
        met = OPERATIONS[condition.operator](100 * missed, line.limit * possible)
        outcome = Outcome.MET if met else Outcome.NOT_MET
        because = (
            f"{part.value} of {whole.value} "
            f"({show_percent(missed, possible, day)}; {part.words}, of {whole.words}); "
            f"the line is {_percent_words(condition.operator)} {show_number(line.limit)}%"
        )
    step = line.step
    return Reason(condition.asks, outcome, because, (part, whole), line.shown, step.source, step.stated)


def _percent_words(operation: Operator) -> str:
    return "less than" if operation is Operator.LESS_THAN else WORDS[operation]


def _holds(condition: Holds, facts: KnowsFacts, day: PackDay) -> Reason:
    fact, parts = facts.marked(condition.fact), facts.behind(condition.fact, day)
    if fact.value is None:
        return _missing(condition.asks, (fact,), None, parts)
    outcome = Outcome.MET if bool(fact.value) is condition.expected else Outcome.NOT_MET
    because = f"{fact.words}: {'yes' if fact.value else 'no'}"
    return Reason(condition.asks, outcome, because, (fact,), parts=parts)


def _reached(condition: Reached, facts: KnowsFacts, _: PackDay) -> Reason:
    fact, on = facts.marked(condition.fact), facts.on
    if not isinstance(fact.value, date):
        return _missing(condition.asks, (fact,), None)
    met = fact.value < on if condition.passed else fact.value <= on
    outcome = Outcome.MET if met else Outcome.NOT_MET
    because = f"{fact.words}: {show_day(fact.value)}; the day asked about is {show_day(on)}"
    return Reason(condition.asks, outcome, because, (fact,))


def rank_of_switch(condition: Switch, day: PackDay) -> int:
    """The rank of a local setting, the same for all: 2 as named, 0 otherwise, 1 where it has ended."""
    step = day.step(condition.value)
    if step is None:
        return (Outcome.CANNOT_TELL if day.has_lapsed(condition.value) else Outcome.NOT_MET).rank
    return (Outcome.MET if step.value == condition.equals else Outcome.NOT_MET).rank


def _switch(condition: Switch, _: KnowsFacts, day: PackDay) -> Reason:
    outcome = BY_RANK[rank_of_switch(condition, day)]
    step = day.step(condition.value)
    if step is None:
        because = f"no value of “{condition.value}” is in force on {day.on.isoformat()}"
        return Reason(condition.asks, outcome, because)
    told = ("yes" if step.value else "no") if isinstance(step.value, bool) else step.value
    because = f"{day.pack.values[condition.value].question.rstrip('?')}: {told}"
    return Reason(condition.asks, outcome, because, (), day.shown(condition.value), step.source, step.stated)


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


def _joined(condition: AllOf | AnyOf | NoneOf, facts: KnowsFacts, day: PackDay) -> Reason:
    parts = tuple([judge(part, facts, day) for part in condition.parts])
    ranks = [RANK[part.outcome] for part in parts]
    if isinstance(condition, AllOf):
        rank = decisive = min(ranks, default=2)
    else:
        decisive = max(ranks, default=0)
        rank = decisive if isinstance(condition, AnyOf) else 2 - decisive
    deciding = [part.because for part, rank in zip(parts, ranks, strict=True) if rank == decisive]
    because = "; ".join(deciding) or "nothing to weigh"
    if isinstance(condition, NoneOf) and BY_RANK[rank] is Outcome.MET:
        because = f"none of these holds: {because}"  # else a reason read as a yes to what it denies
    if isinstance(condition, NoneOf) and BY_RANK[rank] is Outcome.NOT_MET:
        because = f"already past it: {because}"
    return Reason(condition.asks, BY_RANK[rank], because, parts=parts)


_JUDGED: Mapping[type, Callable[[Any, KnowsFacts, PackDay], Reason]] = {
    Compare: _compare,
    Share: _share,
    Holds: _holds,
    Reached: _reached,
    Switch: _switch,
    AllOf: _joined,
    AnyOf: _joined,
    NoneOf: _joined,
}
