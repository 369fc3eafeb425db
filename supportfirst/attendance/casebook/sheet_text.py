"""A sheet as bytes, and the digests that hold its parts together.

One document has one spelling: keys sorted, UTF-8, lines ended by LF, and a new line for each of
the parts a person may look for. Digests are taken of the parts without any space, so that they
can be worked out again by any program that can write JSON with sorted keys.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

LINES_TO_DEPTH = 4  # deeper than this a value stands on the line of the part that holds it


def sheet_bytes(document: Any) -> bytes:
    """The one way in which a document is written."""
    return (_written(document, 0) + "\n").encode("utf-8", "surrogatepass")


def digest(part: Any) -> str:
    """SHA-256 of a part, 64 hexadecimal digits."""
    return hashlib.sha256(_compact(part).encode("utf-8", "surrogatepass")).hexdigest()


def chain(begins: str, digests: Iterable[str]) -> str:
    """One digest over all: each link is taken of the link before it and the next part's own digest."""
    link = hashlib.sha256(begins.encode()).hexdigest()
    for each in digests:
        link = hashlib.sha256((link + each).encode()).hexdigest()
    return link


# `json.dumps` would make one for each of the thousands of small parts of a sheet.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _compact(value: Any) -> str:
    return _ENCODER.encode(value)


def _written(value: Any, depth: int) -> str:
    if depth >= LINES_TO_DEPTH or not value or not isinstance(value, dict | list):
        return _compact(value)
    below = depth + 1
    if isinstance(value, dict):
        entries = [f"{_compact(key)}:{_written(value[key], below)}" for key in sorted(value)]
        return "{\n" + ",\n".join(entries) + "\n}"
    return "[\n" + ",\n".join([_written(item, below) for item in value]) + "\n]"
