"""What an assessment says: an outcome with three values, and never without its reasons.

The reason is the result. Pages, letters and files print this same tree, so that an
explanation can't drift from the decision it explains. `CANNOT_TELL` names what is
missing; it is never read as no.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from supportfirst.attendance.packs.shape import Rule
from supportfirst.attendance.vocabulary.sources import Source


class Outcome(StrEnum):
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
    MET = "met"

    @property
    def rank(self) -> int:
        """0, 1, 2: 'all' is then the least of its parts and 'any' the greatest."""
        return RANK[self]

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


RANK = {Outcome.NOT_MET: 0, Outcome.CANNOT_TELL: 1, Outcome.MET: 2}
BY_RANK = (Outcome.NOT_MET, Outcome.CANNOT_TELL, Outcome.MET)


class Fact(NamedTuple):
    """One thing known of one pupil, and where it comes from; `value` None: not known.

    A named tuple, as a reason is: an assessment makes them by the hundred thousand.
    """

    name: str
    value: int | Fraction | bool | date | None
    words: str  # completes "…: 12", in explanations that families read
    origin: str
    sessions: tuple[dict[str, str], ...] = ()  # the marks behind it, where they are few enough to list
    records: tuple[str, ...] = ()  # ids of the events behind it
    missing: str = ""  # what to supply when `value` is None

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "fact": self.name,
            "words": self.words,
            "value": _as_json(self.value),
            "origin": self.origin,
        }
        if self.sessions:
            told["sessions"] = list(self.sessions)
        if self.records:
            told["records"] = list(self.records)
        if self.value is None and self.missing:
            told["missing"] = self.missing
        return told


# Facts, reasons and findings from all their fields at once, in order: what a school makes by the hundred
# thousand is made without a call of Python's own for each. The types still hold every field to its kind.
FactFields = tuple[
    str, int | Fraction | bool | date | None, str, str, tuple[dict[str, str], ...], tuple[str, ...], str
]
fact_of: Callable[[FactFields], Fact] = partial(tuple.__new__, Fact)


def _as_json(value: int | Fraction | date | None) -> int | float | str | None:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Fraction) else value


class Reason(NamedTuple):
    """One condition, how it came out, and the reasons beneath it."""

    asks: str
    outcome: Outcome
    because: str
    facts: tuple[Fact, ...] = ()
    threshold: dict[str, Any] | None = None  # the dated value it was held against
    source: Source | None = None
    stated: bool = True
    parts: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "asks": self.asks,
            "outcome": self.outcome.value,
            "because": self.because,
        }
        if self.facts:
            told["facts"] = [fact.as_json() for fact in self.facts]
        if self.threshold is not None:
            told["threshold"] = self.threshold
        if self.source is not None:
            told["source"] = source_as_json(self.source, stated=self.stated)
        if self.parts:
            told["parts"] = [part.as_json() for part in self.parts]
        return told


ReasonFields = tuple[
    str,
    Outcome,
    str,
    tuple[Fact, ...],
    dict[str, Any] | None,
    Source | None,
    bool,
    tuple[Reason, ...],
]
reason_of: Callable[[ReasonFields], Reason] = partial(tuple.__new__, Reason)


def source_as_json(source: Source, *, stated: bool) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "passage": source.passage,
        "address": source.address,
        "confidence": source.confidence,
        "stated": stated,
    }


class Finding(NamedTuple):
    """One rule held against one pupil's facts on one day. A named tuple, as its reasons are."""

    rule: Rule
    outcome: Outcome
    text: str
    text_parent: str
    because: Reason
    on: date
    notes: tuple[str, ...] = ()
    stands_for: str = ""  # the parent or the record that the rule was judged for; "" for the pupil
    parent_id: str | None = None
    record_id: str | None = None
    said: str = ""  # what may be said of it, where the kind of item has words of its own

    @property
    def key(self) -> str:
        """The rule's id, with the parent or record that it was judged for: `rule@P1`."""
        return f"{self.rule.id}@{self.stands_for}" if self.stands_for else self.rule.id

    @property
    def sentence(self) -> str:
        """What may be said of it: the rule's own words only where the line is crossed."""
        if self.said:
            return self.said
        if self.outcome is Outcome.MET:
            return self.text
        opening = "Cannot tell yet" if self.outcome is Outcome.CANNOT_TELL else "Not crossed"
        return f"{opening}: {self.rule.title}. {self.because.because[:1].upper()}{self.because.because[1:]}."

    def as_json(self, *, tree: bool) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": self.key,
            "track": self.rule.track,
            "rule": self.rule.id,
            "title": self.rule.title,
            "kind": self.rule.kind.value,
            "outcome": self.outcome.value,
            "text": self.sentence,
            "on": self.on.isoformat(),
            "source": source_as_json(self.rule.source, stated=self.rule.stated),
            "notes": list(self.notes),
        }
        if self.parent_id is not None:
            told["parent_id"] = self.parent_id
        if self.record_id is not None:
            told["record_id"] = self.record_id
        if tree:
            told["because"] = self.because.as_json()
        return told


FindingFields = tuple[
    Rule, Outcome, str, str, Reason, date, tuple[str, ...], str, str | None, str | None, str
]
finding_of: Callable[[FindingFields], Finding] = partial(tuple.__new__, Finding)
