"""A policy pack as values: dated numbers with their sources, codes, and rules over facts.

A pack holds no arithmetic. It says which fact is compared with which dated value, from
when, where that is written, and what a person is to be told; `assessment` does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Union

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan


class NotInForce(AttendanceError):
    """A value is asked for on a day before its first start or after its last end."""


class Layer(StrEnum):
    NATIONAL = "national"
    AUTHORITY = "authority"
    SCHOOL = "school"


class Operator(StrEnum):
    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"


@dataclass(frozen=True, slots=True)
class ValueFrom:
    """What a value is over one span of dates. `value` is a number, text, list or mapping as its unit says."""

    span: DateSpan
    value: int | Fraction | str | bool | tuple[object, ...] | Mapping[str, object]
    source: Source
    operator: Operator | None = None  # how a fact is held against it, where the text says
    stated: bool = True  # the source states it; False: we infer it
    where: str = ""  # file:line of the YAML, for messages


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value for each day since the first start; never a default before it."""

    id: str
    question: str
    unit: str
    steps: Sequence[ValueFrom]  # oldest first, contiguous
    reading: str = ""  # the reading we chose, where the text allows several
    open_question: str = ""
    show: str = ""  # the sentence a user is to see where the reading matters
    checked_by: str = ""
    checked_on: date | None = None
    review_on: date | None = None
    fixed_by_law: str = ""  # a lower layer may only "raise", "lower" or do "nothing" to it; "" leaves it free

    def on(self, day: date) -> ValueFrom:
        """The value in force on a day. Raises NotInForce outside every span."""
        found = self.on_or_none(day)
        if found is None:
            raise NotInForce(
                what=f"no value is recorded for {day}",
                where=self.id,
                remedy="use a date inside the pack, or add the value and its source to the pack",
            )
        return found

    def on_or_none(self, day: date) -> ValueFrom | None:
        return next((step for step in reversed(self.steps) if day in step.span), None)


# --- conditions: what a rule asks of the facts -----------------------------------------


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


Condition = Union[Compare, Share, Holds, AllOf, AnyOf, NoneOf]  # noqa: UP007  (recursive, read at run time)


class RuleKind(StrEnum):
    STAGE = "stage"  # which stage of a track the numbers put a pupil on
    PROMPT = "prompt"  # a line crossed: somebody should look
    LIST = "list"  # membership of a list for a meeting or return


@dataclass(frozen=True, slots=True)
class Rule:
    """One line that a pupil can cross; crossing it opens a prompt and decides nothing."""

    id: str
    kind: RuleKind
    track: str
    title: str
    text: str  # sentence with {fact} and {value} slots, in plain English for an officer
    text_parent: str  # the same for a parent
    when: Condition
    source: Source
    span: DateSpan
    order: int = 0  # of a stage within its track: the highest that is met is the pupil's
    stated: bool = True
    legal: bool = False  # a step towards a sanction: needs compulsory school age
    notes: tuple[str, ...] = ()  # ids of notes the user sees beside it (readings, boundary cases)
    where: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence shown where a reading was chosen or a boundary is met ."""

    id: str
    text: str  # with {slots}
    when: Condition | None  # None: whenever its rule is shown
    source: Source


@dataclass(frozen=True, slots=True)
class Window:
    """A counting window that the kernel runs: sessions with some codes in so many weeks."""

    id: str  # e.g. unauthorised_10_school_weeks
    codes: str  # "threshold" (codes marked as counting) or symbols separated by spaces, e.g. "G"
    unit: str  # "school weeks" or "calendar days"
    length: str  # id of a DatedValue
    threshold: str  # id of a DatedValue


@dataclass(frozen=True, slots=True)
class Pack:
    """A body's rules laid over the layers beneath it; `fingerprint` is of everything in it."""

    id: str
    title: str
    layer: Layer
    over: tuple[str, ...]  # ids of the packs beneath, nearest last; ("england",) for an authority
    span: DateSpan
    fingerprint: str
    codes: CodeBook
    values: Mapping[str, DatedValue]
    rules: Sequence[Rule]
    notes: Mapping[str, Note]
    windows: Sequence[Window]
    sources: Mapping[str, Source]
    bank_holidays: Mapping[date, str] = field(default_factory=dict)
    day_steps: str = ""  # id of the DatedValue that lists day steps (4, 7, 10, …); "" for none

    def value(self, id: str, day: date) -> ValueFrom:  # noqa: A002
        """The value in force on a day. Raises NotInForce, KeyError for an id that no layer has."""
        return self.values[id].on(day)
