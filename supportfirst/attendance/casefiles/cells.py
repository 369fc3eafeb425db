"""What one value of a case file says: a text, a day, yes or no, a number; or why it cannot be used.

A reader answers with the value or with an `Unusable`, never with a guess: a value that is
nearly right is a problem for the person who wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from supportfirst.attendance.vocabulary.problems import Problem

YES = frozenset({"YES", "Y", "TRUE", "T", "1", "1.0"})
NO = frozenset({"NO", "N", "FALSE", "F", "0", "0.0"})
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SHOWN = 60  # characters of a value in a message


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a value cannot be used, and what to do about it."""

    kind: str
    problem: str
    remedy: str

    def at(self, *, file: str, line: int, column: str, value: Any, warning: bool = False) -> Problem:
        return Problem(self.kind, file, line, shown(column), shown(value), self.problem, self.remedy, warning)


def shown(value: Any) -> str:
    """A value as a message shows it: short, on one line, and printable everywhere."""
    text = value if isinstance(value, str) else "" if value is None else _as_json(value)
    return _UNSHOWABLE.sub("\ufffd", " ".join(text.split()))[:_SHOWN]


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value).lower()
    except RecursionError:
        return "nested too deeply to show"


def read_text(value: Any) -> str | Unusable:
    """A text without the space around it; it may be empty."""
    if not isinstance(value, str):
        return Unusable("not-text", "it is not a text", "write it in quotation marks")
    if _UNSHOWABLE.search(value):
        return Unusable(
            "unshowable-character", "it holds a character that can't be shown", "write it again without it"
        )
    return value.strip()


def read_iso_day(value: Any) -> date | Unusable:
    return _day_of(value.strip()) if isinstance(value, str) else _NO_DAY


@lru_cache(maxsize=4096)
def _day_of(text: str) -> date | Unusable:
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else _NO_DAY
    except ValueError:
        return _NO_DAY


_NO_DAY = Unusable("unreadable-date", "it is not a date", "write the day as 2026-03-02")


def read_yes_no(value: Any) -> bool | Unusable:
    """`true` and `false`, or the words that a pupils file takes."""
    if isinstance(value, bool):
        return value
    word = value.strip().upper() if isinstance(value, str) else ""
    if word in YES or word in NO:
        return word in YES
    return Unusable("not-yes-or-no", "it is neither yes nor no", "write yes or no")


def read_number(value: Any) -> int | Fraction | Unusable:
    """A number from 0, in figures with or without quotation marks; one with decimals exactly as written."""
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    written = value.strip() if isinstance(value, str) else repr(value) if is_figure else ""
    if not _NUMBER.fullmatch(written):
        return Unusable("not-a-number", "it is not a number from 0", "write it in figures, as 12 or 92.5")
    exact = Fraction(written)
    return int(exact) if exact.denominator == 1 else exact


def read_texts(value: Any) -> tuple[str, ...] | Unusable:
    """A list of texts, none of them empty; one that stands twice is kept once."""
    if not isinstance(value, list):
        return Unusable("not-a-list", "it is not a list", "write a list of texts, as [“one”, “two”]")
    read = [read_text(item) for item in value]
    texts = [item for item in read if isinstance(item, str) and item]
    if len(texts) < len(read):
        return Unusable("not-text", "one of the list is empty or no text", "write each as a text")
    return tuple(dict.fromkeys(texts))


def read_mapping(value: Any) -> Mapping[str, Any] | Unusable:
    if not isinstance(value, dict):
        return Unusable("not-an-object", "it does not hold named values", "write it as {“name”: value}")
    return value
