"""Who reported an absence, as it reads in the middle of a sentence: “by the grandmother”."""

from __future__ import annotations

from supportfirst.casework.store.models import CaseEvent

ARTICLES = frozenset({"A", "An", "The"})


def who_told(event: CaseEvent) -> str:
    """As it was written down, but for an article that began it; "" where that is restricted or not known."""
    if event.restricted:
        return ""
    written = str(event.data.get("reporter", "")).strip()
    first, space, rest = written.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in ARTICLES and rest else written
