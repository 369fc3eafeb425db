"""Hold a rule's condition against a pupil's facts, and give the reason as a tree.

Counts are compared in whole numbers, never as rounded percentages. 'All' is decided as
soon as one part is not met, even where others are unknown; an unknown that could still
change the answer makes it 'cannot tell'.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from supportfirst.attendance.assessment.finding import BY_RANK, Fact, Outcome, Reason
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
from supportfirst.attendance.packs.shape import DatedValue, Pack, ValueFrom

OPERATIONS: Mapping[Operator, Callable[[int | Fraction, int | Fraction], bool]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
}
DECIMALS = "percent_display_decimals"
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

    def fact(self, name: str) -> Fact: ...

    def inner(self, name: str) -> Condition | None:
        """The condition behind a fact that a pack made of one; None for any other."""


def judge(condition: Condition, facts: KnowsFacts, pack: Pack, on: date) -> Reason:
    """The reason tree of a condition for one pupil on one day."""
    match condition:
        case Compare():
            return _compare(condition, facts, pack, on)
        case Share():
            return _share(condition, facts, pack, on)
        case Holds():
            return _holds(condition, facts, pack, on)
        case Reached():
            return _reached(condition, facts)
        case Switch():
            return _switch(condition, pack, on)
        case AllOf() | AnyOf() | NoneOf():
            parts = tuple(judge(part, facts, pack, on) for part in condition.parts)
            return _joined(condition, parts)


def threshold_as_json(pack: Pack, value_id: str, step: ValueFrom) -> dict[str, object]:
    """The dated value a fact was held against, as results show it."""
    value = step.value
    return {
        "id": value_id,
        "value": float(value) if isinstance(value, Fraction) else value,
        "unit": pack.values[value_id].unit,
        "from": step.span.first.isoformat(),
        "to": step.span.last.isoformat() if step.span.last else None,
        "source": str(step.source),
        "stated": step.stated,
    }


def number_in_force(step: ValueFrom, value_id: str) -> int | Fraction:
    """The number of a dated value; a rule that compares with text is a fault of the pack."""
    if isinstance(step.value, bool) or not isinstance(step.value, int | Fraction):
        raise TypeError(f"{value_id} is not a number, so nothing can be compared with it")
    return step.value


def show_number(number: int | Fraction) -> str:
    """A whole number as it is, any other with as many decimals as it needs."""
    return str(number) if isinstance(number, int) or number.denominator == 1 else f"{float(number):g}"


def show_percent(part: int, whole: int, pack: Pack, on: date) -> str:
    """A percentage for reading, rounded as the pack says; no comparison is ever made with it."""
    step = pack.values[DECIMALS].on_or_none(on) if DECIMALS in pack.values else None
    decimals = int(number_in_force(step, DECIMALS)) if step else 0
    return f"{100 * part / whole:.{decimals}f}%"


def _not_in_force(condition: Compare | Share, facts: tuple[Fact, ...], pack: Pack, on: date) -> Reason:
    """Before its first start a line is not law yet: no. One that has ended says nothing either way."""
    if has_lapsed(pack.values[condition.value], on):
        because = f"the value of “{condition.value}” has ended, and none is in force on {on.isoformat()}"
        return Reason(condition.asks, Outcome.CANNOT_TELL, because, facts)
    because = f"no value of “{condition.value}” is in force on {on.isoformat()}"
    return Reason(condition.asks, Outcome.NOT_MET, because, facts)


def has_lapsed(value: DatedValue, on: date) -> bool:
    """Whether a value with nothing in force on the day had begun before it."""
    return bool(value.steps) and on >= value.steps[0].span.first


def _compare(condition: Compare, facts: KnowsFacts, pack: Pack, on: date) -> Reason:
    fact = facts.fact(condition.fact)
    step = pack.values[condition.value].on_or_none(on)
    if step is None:
        return _not_in_force(condition, (fact,), pack, on)
    threshold = threshold_as_json(pack, condition.value, step)
    if fact.value is None:
        return _missing(condition.asks, (fact,), step, threshold)
    limit = number_in_force(step, condition.value)
    met = OPERATIONS[condition.operator](as_number(fact), limit)
    because = f"{fact.words}: {fact.value}; the line is {WORDS[condition.operator]} {show_number(limit)}"
    outcome = Outcome.MET if met else Outcome.NOT_MET
    return Reason(condition.asks, outcome, because, (fact,), threshold, step.source, step.stated)


def as_number(fact: Fact) -> int:
    """The number of a counted fact; a pack that compares a date with one is refused before this."""
    if fact.value is None or isinstance(fact.value, date):
        raise TypeError(f"{fact.name} is no number, so nothing can be compared with it")
    return int(fact.value)


def _share(condition: Share, facts: KnowsFacts, pack: Pack, on: date) -> Reason:
    part, whole = facts.fact(condition.part), facts.fact(condition.whole)
    step = pack.values[condition.value].on_or_none(on)
    if step is None:
        return _not_in_force(condition, (part, whole), pack, on)
    threshold = threshold_as_json(pack, condition.value, step)
    if part.value is None or whole.value is None:
        return _missing(condition.asks, (part, whole), step, threshold)
    if whole.value == 0:
        because = f"nothing to divide by: {whole.words} is 0"
        return Reason(
            condition.asks, Outcome.CANNOT_TELL, because, (part, whole), threshold, step.source, step.stated
        )
    percent = number_in_force(step, condition.value)
    missed, possible = as_number(part), as_number(whole)
    met = OPERATIONS[condition.operator](100 * missed, percent * possible)
    shown = show_percent(missed, possible, pack, on)
    because = (
        f"{part.value} of {whole.value} ({shown}; {part.words}, of {whole.words}); "
        f"the line is {_percent_words(condition.operator)} {show_number(percent)}%"
    )
    outcome = Outcome.MET if met else Outcome.NOT_MET
    return Reason(condition.asks, outcome, because, (part, whole), threshold, step.source, step.stated)


def _percent_words(operation: Operator) -> str:
    return "less than" if operation is Operator.LESS_THAN else WORDS[operation]


def _holds(condition: Holds, facts: KnowsFacts, pack: Pack, on: date) -> Reason:
    fact = facts.fact(condition.fact)
    inner = facts.inner(condition.fact)
    parts = (judge(inner, facts, pack, on),) if inner is not None else ()
    if fact.value is None:
        return _missing(condition.asks, (fact,), None, None)._replace(parts=parts)
    outcome = Outcome.MET if bool(fact.value) is condition.expected else Outcome.NOT_MET
    because = f"{fact.words}: {'yes' if fact.value else 'no'}"
    return Reason(condition.asks, outcome, because, (fact,), parts=parts)


def _reached(condition: Reached, facts: KnowsFacts) -> Reason:
    fact, on = facts.fact(condition.fact), facts.on
    if not isinstance(fact.value, date):
        return _missing(condition.asks, (fact,), None, None)
    met = fact.value < on if condition.passed else fact.value <= on
    outcome = Outcome.MET if met else Outcome.NOT_MET
    because = f"{fact.words}: {show_day(fact.value)}; the day asked about is {show_day(on)}"
    return Reason(condition.asks, outcome, because, (fact,))


def rank_of_switch(condition: Switch, pack: Pack, on: date) -> int:
    """The rank of a local setting, the same for all: 2 as named, 0 otherwise, 1 where it has ended."""
    step = pack.values[condition.value].on_or_none(on)
    if step is None:
        lapsed = has_lapsed(pack.values[condition.value], on)
        return Outcome.CANNOT_TELL.rank if lapsed else Outcome.NOT_MET.rank
    return Outcome.MET.rank if step.value == condition.equals else Outcome.NOT_MET.rank


def _switch(condition: Switch, pack: Pack, on: date) -> Reason:
    outcome = BY_RANK[rank_of_switch(condition, pack, on)]
    step = pack.values[condition.value].on_or_none(on)
    if step is None:
        because = f"no value of “{condition.value}” is in force on {on.isoformat()}"
        return Reason(condition.asks, outcome, because)
    threshold = threshold_as_json(pack, condition.value, step)
    told = ("yes" if step.value else "no") if isinstance(step.value, bool) else step.value
    because = f"{pack.values[condition.value].question.rstrip('?')}: {told}"
    return Reason(condition.asks, outcome, because, (), threshold, step.source, step.stated)


def show_day(day: date) -> str:
    """2 September 2026, without a leading nought on any platform."""
    return f"{day.day} {day:%B %Y}"


def _missing(
    asks: str, facts: tuple[Fact, ...], step: ValueFrom | None, threshold: dict[str, object] | None
) -> Reason:
    unknown = [fact for fact in facts if fact.value is None]
    because = "; ".join(
        f"not known: {fact.words}" + (f" ({fact.missing})" if fact.missing else "") for fact in unknown
    )
    source = step.source if step else None
    return Reason(asks, Outcome.CANNOT_TELL, because, facts, threshold, source)


def _joined(condition: AllOf | AnyOf | NoneOf, parts: tuple[Reason, ...]) -> Reason:
    ranks = [part.outcome.rank for part in parts]
    if isinstance(condition, AllOf):
        rank = decisive = min(ranks, default=2)
    else:
        decisive = max(ranks, default=0)
        rank = decisive if isinstance(condition, AnyOf) else 2 - decisive
    deciding = [part.because for part in parts if part.outcome.rank == decisive]
    because = "; ".join(deciding) or "nothing to weigh"
    if isinstance(condition, NoneOf) and BY_RANK[rank] is Outcome.MET:
        because = f"none of these holds: {because}"  # else a reason read as a yes to what it denies
    if isinstance(condition, NoneOf) and BY_RANK[rank] is Outcome.NOT_MET:
        because = f"already past it: {because}"
    return Reason(condition.asks, BY_RANK[rank], because, parts=parts)
