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
from supportfirst.attendance.packs.case_shape import (
    PUPIL,
    Clock,
    Entry,
    HoldSeverity,
    RecordKind,
    Severity,
    Track,
)
from supportfirst.attendance.packs.condition_shape import Condition, Operator
from supportfirst.attendance.packs.fact_shape import FactRule
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan


class NotInForce(AttendanceError):
    """A value is asked for on a day before its first start or after its last end."""


class Layer(StrEnum):
    NATIONAL = "national"
    AUTHORITY = "authority"
    SCHOOL = "school"


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


# --- rules -----------------------------------------------------------------------------


class RuleKind(StrEnum):
    STAGE = "stage"  # which stage of a track the numbers put a pupil on
    PROMPT = "prompt"  # a line crossed: somebody should look
    LIST = "list"  # membership of a list for a meeting or return
    STEP = "step"  # something that a named person is to do, by a day
    HOLD = "hold"  # something that stops a step towards a sanction, for a time
    EVIDENCE = "evidence"  # a paper or record that a referral needs
    ROUTE = "route"  # a legal route, open or shut


CASE_KINDS = frozenset({RuleKind.STEP, RuleKind.HOLD, RuleKind.EVIDENCE, RuleKind.ROUTE})


@dataclass(frozen=True, slots=True)
class StepTerms:
    """Due while the rule's `when` is met and `done` is not; `due` None: at once, with no last day."""

    who: tuple[str, ...]  # roles
    done: Condition | None = None
    due: Clock | None = None
    due_date: str = ""  # a date fact, where it is no clock
    brings: tuple[str, ...] = ()  # letters, meetings, forms of the catalogue


@dataclass(frozen=True, slots=True)
class HoldTerms:
    """In force while the rule's `when` is met, from the date fact `starts`, to the last day of `until`."""

    owner: str  # a role
    stops: tuple[str, ...]  # ids of routes, or names of groups of routes
    lift: str  # the way to lift it, a sentence
    severity: HoldSeverity = HoldSeverity.BLOCK
    starts: str = ""
    until: Clock | None = None


@dataclass(frozen=True, slots=True)
class EvidenceTerms:
    """Asked for while the rule's `when` is met. Met by records, never by a tick."""

    severity: Severity
    groups: tuple[str, ...]  # which referrals ask for it
    met: Condition
    answered: Condition | None = None  # a recorded reason why there is none
    supplied_by: str = ""  # a role
    document: str = ""  # the kind of paper, in words


@dataclass(frozen=True, slots=True)
class RouteTerms:
    """Looked at while the rule's `when` is met. Open only if `opens` holds, no item of its groups is
    missing, and no hold that stops it is in force."""

    opens: Condition
    needs: tuple[str, ...] = ()  # groups of evidence
    groups: tuple[str, ...] = ()  # names by which holds stop it; every route also answers to its id
    order: int = 0  # its place on the ladder
    decided_by: str = ""  # a role
    hearing: str = ""
    opens_on: str = ""  # a date fact: not before this day
    limit: Clock | None = None  # proceedings must begin by its last day
    narrowed_by: tuple[Source, ...] = ()  # where each layer above says what it adds


Terms = Union[StepTerms, HoldTerms, EvidenceTerms, RouteTerms]  # noqa: UP007


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
    each: str = PUPIL  # judged once a pupil, once a parent, or once a record of this kind
    values_on: str = ""  # date fact: values, and the rule's own days, are read as on this date
    terms: Terms | None = None  # of a step, hold, evidence item or route
    needs_case: bool = False  # names a fact that only the casebook knows, or is one of its kinds


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a track's table: from a stage to another, by whom, and when it may be made."""

    id: str
    track: str
    title: str
    text: str
    start: str  # a stage rule; "" for a pupil who is on no stage of the track
    end: str  # a stage rule; "" leaves the track
    who: tuple[str, ...]  # roles
    when: Condition | None  # None: whenever the person decides
    towards_sanction: bool
    source: Source
    span: DateSpan
    stated: bool = True
    notes: tuple[str, ...] = ()
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
    facts: Mapping[str, FactRule] = field(default_factory=dict)
    records: Mapping[str, RecordKind] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def value(self, id: str, day: date) -> ValueFrom:  # noqa: A002
        """The value in force on a day. Raises NotInForce, KeyError for an id that no layer has."""
        return self.values[id].on(day)
