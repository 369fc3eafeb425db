"""Conditions: what a rule asks of the facts. They name facts and values, and hold no number.

The operator of a comparison is the one that the value states, unless the rule says another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Union


class Operator(StrEnum):
    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"


@dataclass(frozen=True, slots=True)
class Compare:
    """A counted fact held against a dated value: `sessions_late >= value(late.limit)`."""

    fact: str
    operator: Operator
    value: str  # id of a DatedValue
    asks: str  # the question in plain words


@dataclass(frozen=True, slots=True)
class Share:
    """Part over whole held against a dated percentage, in whole numbers; a whole of 0: cannot tell."""

    part: str  # fact
    whole: str  # fact
    operator: Operator
    value: str  # id of a DatedValue whose unit is percent
    asks: str


@dataclass(frozen=True, slots=True)
class Holds:
    """A yes/no fact is as `expected`; a missing one is 'cannot tell'."""

    fact: str
    asks: str
    expected: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]
    asks: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]
    asks: str


@dataclass(frozen=True, slots=True)
class NoneOf:
    parts: tuple[Condition, ...]
    asks: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A date has come: the fact's date is the day of the assessment or before it (`passed`: before it)."""

    fact: str  # a date fact
    asks: str
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Switch:
    """A local setting: the value in force is the one named."""

    value: str  # id of a DatedValue whose unit is text, or yes or no
    equals: str | bool
    asks: str


Condition = Union[  # noqa: UP007  (recursive, read at run time)
    Compare, Share, Holds, AllOf, AnyOf, NoneOf, Reached, Switch
]
