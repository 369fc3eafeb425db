"""How a condition comes out, as a bare rank and without a tree: 0 not met, 1 cannot tell, 2 met.

It gives what `conditions.judge` gives, and stops as soon as the answer is certain; a property
test holds the two together. Most rules do not concern most pupils, and this finds out fast.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from supportfirst.attendance.assessment.conditions import (
    OPERATIONS,
    has_lapsed,
    number_in_force,
    rank_of_switch,
)
from supportfirst.attendance.assessment.finding import Outcome
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
from supportfirst.attendance.packs.shape import Pack

NOT_MET, CANNOT_TELL, MET = Outcome.NOT_MET.rank, Outcome.CANNOT_TELL.rank, Outcome.MET.rank


class KnowsValues(Protocol):
    @property
    def on(self) -> date: ...

    def value(self, name: str) -> int | bool | date | None: ...


def rank_of(condition: Condition, facts: KnowsValues, pack: Pack, on: date) -> int:
    """The rank of a condition for one pupil; `on` is the day as on which values are read."""
    match condition:
        case Holds(fact, _, expected):
            held = facts.value(fact)
            return CANNOT_TELL if held is None else MET if bool(held) is expected else NOT_MET
        case AllOf(parts):
            return _least(parts, facts, pack, on)
        case AnyOf(parts):
            return _greatest(parts, facts, pack, on)
        case NoneOf(parts):
            return MET - _greatest(parts, facts, pack, on)
        case Compare() | Share():
            return _against_value(condition, facts, pack, on)
        case Reached(fact, _, passed):
            day = facts.value(fact)
            if not isinstance(day, date):
                return CANNOT_TELL
            return MET if day < facts.on or (day == facts.on and not passed) else NOT_MET
        case Switch():
            return rank_of_switch(condition, pack, on)


def _least(parts: tuple[Condition, ...], facts: KnowsValues, pack: Pack, on: date) -> int:
    least = MET
    for part in parts:
        rank = rank_of(part, facts, pack, on)
        if rank == NOT_MET:
            return rank
        least = min(least, rank)
    return least


def _greatest(parts: tuple[Condition, ...], facts: KnowsValues, pack: Pack, on: date) -> int:
    greatest = NOT_MET
    for part in parts:
        rank = rank_of(part, facts, pack, on)
        if rank == MET:
            return rank
        greatest = max(greatest, rank)
    return greatest


def _against_value(condition: Compare | Share, facts: KnowsValues, pack: Pack, on: date) -> int:
    value = pack.values[condition.value]
    step = value.on_or_none(on)
    if step is None:
        return CANNOT_TELL if has_lapsed(value, on) else NOT_MET
    limit = number_in_force(step, condition.value)
    if isinstance(condition, Compare):
        held = facts.value(condition.fact)
        if not isinstance(held, int):
            return CANNOT_TELL
        return MET if OPERATIONS[condition.operator](int(held), limit) else NOT_MET
    part, whole = facts.value(condition.part), facts.value(condition.whole)
    if not isinstance(part, int) or not isinstance(whole, int) or whole == 0:
        return CANNOT_TELL
    return MET if OPERATIONS[condition.operator](100 * int(part), limit * int(whole)) else NOT_MET
