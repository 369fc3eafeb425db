"""Where a rule is written: the document, the passage, and how sure we are of the reading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One document, and the passage in it that a value or rule rests on."""

    id: str  # the document's key in a pack's sources.yaml
    title: str
    passage: str = ""
    address: str = ""
    confidence: str = ""  # V read in the primary text, S in a secondary one, D derived, K not confirmed

    def __str__(self) -> str:
        return f"{self.title}, {self.passage}" if self.passage else self.title
