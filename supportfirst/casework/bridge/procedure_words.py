"""The sentences of a pack's rules as a procedure says them: of no child, and without holes.

A rule's sentence is written about one child. Here the pack's own figures are filled in; a day of a case is
said in the words that the pack has for it; and what only tells how one child stands is left out.
"""

from __future__ import annotations

import re
from datetime import date

from supportfirst.attendance.packs.fact_shape import Gives
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.value_words import content_in_words

VALUE = "value:"
ATTENDED = "a part of the possible sessions"  # for a percentage that a figure of the pack is held against
SO_MANY = "so many"  # for a number at the head of a sentence that gives the pack's figures too
FEWEST_WORDS = 6  # before a colon, that say something without what comes after it
_PARTS = re.compile(r"(?<=[.;?!])\s+")
_BOUND = re.compile(r"(?:\b(?:by|until|after|before|from|to)|\()\s*$", re.IGNORECASE)


def as_procedure(text: str, pack: Pack, on: date) -> str:
    """A rule's sentences for everybody; "" where there is nothing to say of all children."""
    kept: list[str] = []
    for part in _PARTS.split(text):
        told = _part(part, pack, on)
        if told and (not kept or kept[-1][-1] in ".?!"):
            told = told[0].upper() + told[1:]
        if told:
            kept.append(told)
        elif kept and kept[-1].endswith(";"):
            kept[-1] = kept[-1][:-1] + "."
    whole = " ".join(kept)
    return whole[:-1] + "." if whole.endswith(";") else whole


def _part(part: str, pack: Pack, on: date) -> str:
    """One part up to a full stop or a semicolon; "" where it tells of one child alone."""
    words = SLOT.split(part)
    names = words[1::2]
    has_values = any(_is_value(name, pack) for name in names)
    said = ""
    for place, word in enumerate(words):
        if place % 2 == 0:
            said += word
            continue
        found = _value(word, pack, on) if _is_value(word, pack) else _of_case(word, said, pack, has_values)
        if not found:
            return _before_the_colon(part)
        said += found
    return said


def _is_value(name: str, pack: Pack) -> bool:
    return name.startswith(VALUE) or (name in pack.values and name not in pack.facts)


def _value(name: str, pack: Pack, on: date) -> str:
    held = pack.values[name.removeprefix(VALUE)].on_or_none(on)
    return "" if held is None else content_in_words(held.value)


def _of_case(name: str, before: str, pack: Pack, has_values: bool) -> str:  # noqa: FBT001
    """What stands for a fact of one case; "" where nothing can be said of it in general."""
    fact = pack.facts.get(name)
    if fact is not None and fact.gives is Gives.DATE:
        words = fact.words.removesuffix(" by")  # “Decide by the day to decide by” says it twice
        return words if has_values or _BOUND.search(before) else ""
    if has_values and name == "attendance":
        return ATTENDED
    return SO_MANY if has_values and not before else ""


def _before_the_colon(part: str) -> str:
    head, colon, _ = part.partition(": ")
    is_whole = colon and not SLOT.search(head) and len(head.split()) > FEWEST_WORDS
    return f"{head}." if is_whole else ""
