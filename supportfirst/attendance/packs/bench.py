"""What the builders of a layer share: its faults, the names they may use, and the review days met.

Names are looked up in this layer and in the layers beneath it, so an authority can cite the
law's sources and hold a fact against the law's values without writing either again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from supportfirst.attendance.packs.case_shape import RecordKind
from supportfirst.attendance.packs.fields import Faults, Fields
from supportfirst.attendance.packs.shape import DatedValue
from supportfirst.attendance.packs.text_form import Node
from supportfirst.attendance.vocabulary.sources import Source

CONFIDENCE = ("V", "S", "D", "K")


class Checked(NamedTuple):
    """Who checked something against its source, when, and when it is to be checked again."""

    by: str
    on: date | None
    next: date | None


class Review(NamedTuple):
    """A review day, and what it is for; lint compares it with today."""

    what: str
    next: date
    at: Node


@dataclass(slots=True)
class Bench:
    pack: str
    faults: Faults
    sources: dict[str, Source]
    facts: Collection[str] | None = None  # names that conditions and texts may use; None: not known here
    values: Mapping[str, DatedValue] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)  # values whose own faults are told: a use of one is no fault

    records: Mapping[str, RecordKind] = field(default_factory=dict)  # of this layer and those beneath
    pack_facts: Collection[str] = frozenset()  # names of the facts that this layer and those beneath make

    def knows(self, name: str) -> bool:
        """Whether a sentence may name this: a measure, a fact of the pack or a value."""
        if self.facts is None or name in self.facts or name in self.pack_facts:
            return True
        return name in self.values or self.is_lost(name)

    def is_lost(self, name: str) -> bool:
        return any(name == lost or name.startswith(f"{lost}.") for lost in self.lost)

    def source(self, fields: Fields) -> Source:
        """The `source` and `passage` of a table; both are asked for, always."""
        source_id = fields.text("source", required=True)
        passage = fields.text("passage", required=True)
        confidence = fields.choice("confidence", CONFIDENCE)
        known = self.sources.get(source_id)
        if known is None:
            if source_id:
                fields.fault(
                    "unknown-source",
                    f"“{source_id}” is not in sources.yaml, here or beneath",
                    "add the source, or correct its name",
                    key="source",
                )
            return Source(source_id, source_id, passage)
        return replace(known, passage=passage, confidence=confidence or known.confidence)

    def checked(self, fields: Fields, otherwise: Checked | None = None) -> Checked:
        """The `checked` entry of a table, or that of its file."""
        held = fields.take("checked", required=otherwise is None)
        if held is None:
            return otherwise or Checked("", None, None)
        inner = Fields(held, self.faults, f"{fields.what}, checked")
        found = Checked(
            inner.text("by", required=True), inner.day("on", required=True), inner.day("next", required=True)
        )
        inner.finish()
        if found.next is not None:
            self.reviews.append(Review(fields.what, found.next, held))
        return found

    def checked_if_written(self, fields: Fields) -> None:
        """The `checked` entry of a file that need not have one."""
        if "checked" in fields.table.entries:
            self.checked(fields)
