"""A letter's content as its row keeps it, and back again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from supportfirst.attendance.letters.content import Block, Content

LINES = ("sender", "addressee", "signatory", "copies")


def as_kept(content: Content) -> dict[str, Any]:
    """Plain lists and texts."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(content), ensure_ascii=False))
    return kept


def as_content(kept: Mapping[str, Any]) -> Content:
    """What `as_kept` wrote."""
    blocks = tuple(
        Block(**{**each, **{name: tuple(each[name]) for name in ("items", "says", "answers")}})
        for each in kept["blocks"]
    )
    lines = {name: tuple(kept[name]) for name in LINES}
    about = tuple((label, value) for label, value in kept["about"])
    return Content(**{**kept, **lines, "about": about, "blocks": blocks})


def digest_of(content: Content) -> str:
    """The fingerprint of all that a letter says."""
    held = json.dumps(as_kept(content), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()[:32]
