"""A fact of a pack that no rule, fact, move, text or table names says nothing, and is not to be kept."""

from __future__ import annotations

import re

import pytest

from supportfirst.attendance.packs.load import POLICY, load_pack, pack_names

WRITTEN = "\n".join(
    file.read_text(encoding="utf-8")
    for kind in ("*.yaml", "*.csv")
    for file in sorted(POLICY.rglob(kind))
    if "worked_cases" not in file.parts
)


@pytest.mark.parametrize("body", pack_names())
def test_every_fact_is_named_somewhere_beside_its_own_line(body):
    named = {
        name: len(re.findall(rf"(?<![\w.]){re.escape(name)}(?![\w])", WRITTEN))
        for name in load_pack(body).facts
    }

    assert [name for name, times in named.items() if times < 2] == []
