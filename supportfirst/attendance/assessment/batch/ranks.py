"""Every rule against many pupils at once, as columns of outcomes.

Outcomes are ranks (0 not met, 1 cannot tell, 2 met), so that 'all of' is the least of its
parts and 'any of' the greatest. A condition is first resolved to a plan, in which names of
values have become numbers: the same line in several packs is then one plan and is judged
once. It must give what conditions.py gives pupil by pupil; a property test holds the two
together. It tells who needs a tree, not why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple, Protocol

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
    return Judge(columns).ranks(Ordered([plan_of(condition, pack, on)]))[0]


class Ordered:
    """Plans with all their parts, every part once and before whatever it is part of.

    Block after block of pupils then needs the places of parts alone: to look for a plan among
    those already judged takes longer than to judge it.
    """

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.steps: list[tuple[Plan, tuple[int, ...]]] = []  # a plan, and the places of its parts
        self._place_of: dict[Plan, int] = {}
        self.asked = [self._put(plan) for plan in plans]  # places of the plans that were given

    def _put(self, plan: Plan) -> int:
        if plan not in self._place_of:
            parts = tuple(self._put(part) for part in plan.parts) if isinstance(plan, Joined) else ()
            self._place_of[plan] = len(self.steps)
            self.steps.append((plan, parts))
        return self._place_of[plan]


class Judge:
    """Plans over the same columns: what several of them ask is worked out once."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._multiples: dict[tuple[str, int, bool], NDArray[np.int32] | NDArray[np.int64]] = {}
        self._nothing_in: dict[str, NDArray[np.bool_] | None] = {}

    def ranks(self, ordered: Ordered) -> list[Ranks]:
        """Of each plan that was asked, shape (pupils,). Not to be changed in place."""
        found: list[Ranks] = []
        for plan, parts in ordered.steps:
            found.append(self._judge(plan, [found[part] for part in parts]))
        return [found[place] for place in ordered.asked]

    def _judge(self, plan: Plan, judged: list[Ranks]) -> Ranks:
        """judged: the ranks of its parts."""
        match plan:
            case Never(fact, lapsed):
                return np.full(self._columns(fact).shape, CANNOT_TELL if lapsed else NOT_MET, np.int8)
            case Against(fact, operator, top, bottom):
                column = self._columns(fact) if bottom == 1 else self._multiple(fact, bottom, odd=True)
                return self._unknown_in(_as_ranks(_COMPARE[operator](column, top)), fact)
            case PartOf():
                return self._part_of(plan)
            case Is(fact, expected):
                return self._unknown_in(_as_ranks(self._columns(fact) == int(expected)), fact)
            case Settled(rank):
                return np.full(self._columns(ONE_A_PUPIL).shape, rank, np.int8)
            case Joined(least, turned, _):
                ranks = reduce(np.minimum if least else np.maximum, judged)
                return MET - ranks if turned else ranks

    def _part_of(self, plan: PartOf) -> Ranks:
        # 32 bits hold any one pupil's sessions x 100 x a small denominator; odd percentages get 64.
        odd = plan.by_part > 100 * MANY
        top = self._multiple(plan.part, plan.by_part, odd=odd)
        ranks = _as_ranks(_COMPARE[plan.operator](top, self._multiple(plan.whole, plan.by_whole, odd=odd)))
        nothing = self._where_nothing(plan.whole)
        if nothing is not None:
            ranks[nothing] = CANNOT_TELL
        return self._unknown_in(self._unknown_in(ranks, plan.part), plan.whole)

    def _multiple(self, fact: str, by: int, *, odd: bool) -> NDArray[np.int32] | NDArray[np.int64]:
        """odd: in 64 bits. The same parts and wholes stand in many lines."""
        key = (fact, by, odd)
        if key not in self._multiples:
            wide: NDArray[Any] = self._columns(fact).astype(np.int64 if odd else np.int32)
            wide *= by
            self._multiples[key] = wide
        return self._multiples[key]

    def _where_nothing(self, fact: str) -> NDArray[np.bool_] | None:
        """None: nowhere, as is most often so."""
        if fact not in self._nothing_in:
            nothing = self._columns(fact) == 0
            self._nothing_in[fact] = nothing if nothing.any() else None
        return self._nothing_in[fact]

    def _unknown_in(self, ranks: Ranks, fact: str) -> Ranks:
        if self._columns.may_be_unknown(fact):
            ranks[self._columns(fact) < 0] = CANNOT_TELL
        return ranks


def _as_ranks(met: NDArray[np.bool_]) -> Ranks:
    """MET for true, made by adding: NumPy is many times quicker at it than at shifting."""
    ones = met.view(np.int8)
    return ones + ones
