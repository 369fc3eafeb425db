"""A fact of a pack that no rule, fact, move, text or table names says nothing, and is not to be kept."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from supportfirst.attendance.packs.load import POLICY, load_pack, pack_names

NAMES = Counter(
    name
    for kind in ("*.yaml", "*.csv")
    for file in sorted(POLICY.rglob(kind))
    if "worked_cases" not in file.parts
    for name in re.findall(r"\w+(?:\.\w+)+", file.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("body", pack_names())
def test_every_fact_is_named_somewhere_beside_its_own_line(body):
    assert [name for name in load_pack(body).facts if NAMES[name] < 2] == []
