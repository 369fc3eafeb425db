"""The fingerprint that every decision is pinned to: the content of a pack and all beneath it.

It is taken of keys and values, not of bytes: comments, spacing and the order of keys change
no rule and so no fingerprint; any other change does. Worked cases, calendars and texts for
readers are not rules and are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from supportfirst.attendance.packs.text_form import Node, without_lines


def fingerprint(documents: Mapping[str, Node], *, beneath: str) -> str:
    """64 hexadecimal digits; `beneath` is the fingerprint of the layer below, or empty."""
    content = {path: without_lines(documents[path]) for path in sorted(documents)}
    written = json.dumps([beneath, content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
