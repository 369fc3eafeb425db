"""Every rule against many pupils at once, as columns of outcomes.

Outcomes are ranks (0 not met, 1 cannot tell, 2 met), so that 'all of' is the least of its
parts and 'any of' the greatest. A condition is first resolved to a plan, in which names of
values have become numbers: the same line in several packs is then one plan and is judged
once. It must give what conditions.py gives pupil by pupil; a property test holds the two
together. It tells who needs a tree, not why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.conditions import rank_of_switch
from supportfirst.attendance.assessment.pack_day import PackDay, has_lapsed, number_in_force
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
from supportfirst.attendance.packs.shape import Pack

Ranks = NDArray[np.int8]
Column = NDArray[np.int16] | NDArray[np.int32]

NOT_MET, CANNOT_TELL, MET = np.int8(0), np.int8(1), np.int8(2)
_COMPARE: Mapping[Operator, Callable[..., NDArray[np.bool_]]] = {
    Operator.AT_LEAST: np.greater_equal,
    Operator.MORE_THAN: np.greater,
    Operator.AT_MOST: np.less_equal,
    Operator.LESS_THAN: np.less,
}
MANY = 1000  # a percentage with a larger denominator than this is multiplied out in 64 bits


class Columns(Protocol):
    """A fact's name to a value a pupil; a negative one in a column that may be unknown: not known."""

    def __call__(self, name: str) -> Column: ...

    def may_be_unknown(self, name: str) -> bool: ...


class Never(NamedTuple):
    """A line whose value is not in force on the day: not yet (not met), or no longer (nobody can tell)."""

    fact: str
    lapsed: bool


class Against(NamedTuple):
    fact: str
    operator: Operator
    top: int
    bottom: int


class PartOf(NamedTuple):
    """part x by_part against whole x by_whole."""

    part: str
    whole: str
    operator: Operator
    by_part: int
    by_whole: int


class Is(NamedTuple):
    fact: str
    expected: bool


class Settled(NamedTuple):
    """A local setting: the same for every pupil."""

    rank: int


class Joined(NamedTuple):
    least: bool
    turned: bool
    parts: tuple[Plan, ...]


Plan = Never | Against | PartOf | Is | Settled | Joined
ONE_A_PUPIL = "sessions_possible"  # a column that is always there, for its shape


def plan_of(condition: Condition, pack: Pack, on: date) -> Plan:
    """The condition with its values as numbers; equal for equal lines, whatever pack they are in."""
    match condition:
        case Compare():
            step = pack.values[condition.value].on_or_none(on)
            if step is None:
                return Never(condition.fact, has_lapsed(pack.values[condition.value], on))
            limit = Fraction(number_in_force(step, condition.value))
            return Against(condition.fact, condition.operator, limit.numerator, limit.denominator)
        case Share():
            step = pack.values[condition.value].on_or_none(on)
            if step is None:
                return Never(condition.part, has_lapsed(pack.values[condition.value], on))
            percent = Fraction(number_in_force(step, condition.value))
            return PartOf(
                condition.part,
                condition.whole,
                condition.operator,
                100 * percent.denominator,
                percent.numerator,
            )
        case Holds():
            return Is(condition.fact, condition.expected)
        case Switch():
            return Settled(rank_of_switch(condition, PackDay(pack, on)))
        case Reached():
            raise TypeError(f"{condition.fact} is a date, which only the casebook knows")
        case AllOf() | AnyOf() | NoneOf():
            parts = tuple(plan_of(part, pack, on) for part in condition.parts)
            return Joined(isinstance(condition, AllOf), isinstance(condition, NoneOf), parts)


def judge_columns(condition: Condition, columns: Columns, pack: Pack, on: date) -> Ranks:
    """The rank of one condition for every pupil, shape (pupils,)."""
    return judge_plan(plan_of(condition, pack, on), columns, {})


def judge_plan(plan: Plan, columns: Columns, known: dict[Plan, Ranks]) -> Ranks:
    """Ranks of shape (pupils,); `known` keeps those of plans already judged. Not to be changed in place."""
    if plan not in known:
        known[plan] = _judge(plan, columns, known)
    return known[plan]


def _judge(plan: Plan, columns: Columns, known: dict[Plan, Ranks]) -> Ranks:
    match plan:
        case Never(fact, lapsed):
            return np.full(columns(fact).shape, CANNOT_TELL if lapsed else NOT_MET, np.int8)
        case Against(fact, operator, top, bottom):
            column = columns(fact)
            scaled = column if bottom == 1 else column.astype(np.int64) * bottom
            return _unknown_in(_as_ranks(_COMPARE[operator](scaled, top)), columns, fact)
        case PartOf():
            return _part_of(plan, columns)
        case Is(fact, expected):
            ranks = _as_ranks(columns(fact) == int(expected))
            return _unknown_in(ranks, columns, fact)
        case Settled(rank):
            return np.full(columns(ONE_A_PUPIL).shape, rank, np.int8)
        case Joined(least, turned, parts):
            combine = np.minimum if least else np.maximum
            ranks = judge_plan(parts[0], columns, known)
            for part in parts[1:]:
                ranks = combine(ranks, judge_plan(part, columns, known))
            return MET - ranks if turned else ranks


def _part_of(plan: PartOf, columns: Columns) -> Ranks:
    part, whole = columns(plan.part), columns(plan.whole)
    # 32 bits hold any one pupil's sessions x 100 x a small denominator; odd percentages get 64.
    wide = np.dtype(np.int64 if plan.by_part > 100 * MANY else np.int32)
    top = np.multiply(part, plan.by_part, dtype=wide)
    bottom = np.multiply(whole, plan.by_whole, dtype=wide)
    ranks = _as_ranks(_COMPARE[plan.operator](top, bottom))
    ranks[whole == 0] = CANNOT_TELL
    return _unknown_in(_unknown_in(ranks, columns, plan.part), columns, plan.whole)


def _as_ranks(met: NDArray[np.bool_]) -> Ranks:
    return met.view(np.int8) << 1


def _unknown_in(ranks: Ranks, columns: Columns, fact: str) -> Ranks:
    if columns.may_be_unknown(fact):
        ranks[columns(fact) < 0] = CANNOT_TELL
    return ranks
