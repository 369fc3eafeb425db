"""Sentences with slots, and the days from which a thing of a pack is in force."""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.vocabulary.spans import DateSpan


def sentence_at(fields: Fields, key: str, bench: Bench) -> str:
    """The text under a key; each slot must be a fact, a measure or a value."""
    text = fields.text(key, required=True)
    for slot in SLOT.findall(text):
        if bench.knows(slot):
            continue
        told = f"the text names “{slot}”, which is neither a fact nor a value"
        fields.fault("unknown-name", told, "correct the name between the braces", key=key)
    if text.count("{") != len(SLOT.findall(text)) or text.count("}") != len(SLOT.findall(text)):
        fields.fault("braces", "a brace is open or empty", "write each slot as {name}", key=key)
    return text


def span_at(fields: Fields, *, otherwise: date | None = None) -> DateSpan | None:
    """`first_day` to `last_day`; `otherwise` stands for a first day that is left out. None: not known."""
    first, last = fields.day("first_day", required=otherwise is None), fields.day("last_day")
    first = first or otherwise
    if first is None:
        return None
    if last is not None and last < first:
        fields.fault("span-backwards", f"it ends on {last}, before {first}", "swap the two days")
        last = None
    return DateSpan(first, last)
