"""Every rule against a whole school or authority at once, as columns of outcomes.

Outcomes are ranks (0 not met, 1 cannot tell, 2 met), so that 'all of' is the least of
its parts and 'any of' the greatest. It must give what conditions.py gives pupil by
pupil; a property test holds the two together. It tells who needs a tree, not why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.conditions import number_in_force
from supportfirst.attendance.packs.shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Operator,
    Pack,
    Rule,
    Share,
)

Ranks = NDArray[np.int8]
Column = NDArray[np.int32]
Columns = Callable[[str], Column]  # a fact's name to a value a pupil; -1 in a yes/no column: not known

NOT_MET, CANNOT_TELL, MET = np.int8(0), np.int8(1), np.int8(2)
_COMPARE: Mapping[Operator, Callable[..., NDArray[np.bool_]]] = {
    Operator.AT_LEAST: np.greater_equal,
    Operator.MORE_THAN: np.greater,
    Operator.AT_MOST: np.less_equal,
    Operator.LESS_THAN: np.less,
}


def judge_all(rules: list[Rule], columns: Columns, pack: Pack, on: date) -> dict[str, Ranks]:
    """Rule id to a rank a pupil, for the rules in force on the day.

    columns gives arrays of shape (pupils,); each result has that shape.
    """
    return {rule.id: judge_columns(rule.when, columns, pack, on) for rule in rules if on in rule.span}


def judge_columns(condition: Condition, columns: Columns, pack: Pack, on: date) -> Ranks:
    """The rank of one condition for every pupil, shape (pupils,)."""
    match condition:
        case Compare():
            return _compare(condition, columns, pack, on)
        case Share():
            return _share(condition, columns, pack, on)
        case Holds():
            column = columns(condition.fact)
            ranks = np.where(column == int(condition.expected), MET, NOT_MET)
            return np.where(column < 0, CANNOT_TELL, ranks).astype(np.int8)
        case AllOf() | AnyOf() | NoneOf():
            return _joined(condition, columns, pack, on)


def _compare(condition: Compare, columns: Columns, pack: Pack, on: date) -> Ranks:
    column = columns(condition.fact)
    step = pack.values[condition.value].on_or_none(on)
    if step is None:
        return np.zeros(column.shape, np.int8)
    limit = Fraction(number_in_force(step, condition.value))
    scaled = column if limit.denominator == 1 else column.astype(np.int64) * limit.denominator
    ranks = _as_ranks(_COMPARE[condition.operator](scaled, limit.numerator))
    return _unknown_where_negative(ranks, column)


def _share(condition: Share, columns: Columns, pack: Pack, on: date) -> Ranks:
    part, whole = columns(condition.part), columns(condition.whole)
    step = pack.values[condition.value].on_or_none(on)
    if step is None:
        return np.zeros(part.shape, np.int8)
    percent = Fraction(number_in_force(step, condition.value))
    # 32 bits hold 100 x denominator x sessions of any one pupil; the wide product is for odd percentages.
    wide = np.dtype(np.int64 if percent.denominator > 1000 else np.int32)
    top = np.multiply(part, 100 * percent.denominator, dtype=wide)
    bottom = np.multiply(whole, percent.numerator, dtype=wide)
    ranks = _as_ranks(_COMPARE[condition.operator](top, bottom))
    ranks[whole == 0] = CANNOT_TELL
    return _unknown_where_negative(_unknown_where_negative(ranks, part), whole)


def _as_ranks(met: NDArray[np.bool_]) -> Ranks:
    return met.view(np.int8) << 1


def _unknown_where_negative(ranks: Ranks, column: Column) -> Ranks:
    if column.size and column.min() < 0:
        ranks[column < 0] = CANNOT_TELL
    return ranks


def _joined(condition: AllOf | AnyOf | NoneOf, columns: Columns, pack: Pack, on: date) -> Ranks:
    parts = [judge_columns(part, columns, pack, on) for part in condition.parts]
    combine = np.minimum if isinstance(condition, AllOf) else np.maximum
    ranks = parts[0].copy()
    for part in parts[1:]:
        combine(ranks, part, out=ranks)
    return MET - ranks if isinstance(condition, NoneOf) else ranks
