"""The packs that ship, each read once a process: nothing changes them while tests run."""

from __future__ import annotations

from functools import cache

from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack


@cache
def shipped_pack(name: str) -> Pack:
    return load_pack(name)
