"""The policy packs that a school may adopt: those that ship, each with its title and its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.load import pack_names
from supportfirst.casework.bridge.codes_in_force import loaded


@dataclass(frozen=True, slots=True)
class KnownPack:
    name: str
    title: str
    first_day: date


def packs_known() -> list[KnownPack]:
    """Every pack that ships, the national layer first."""
    return [pack for name in pack_names() if (pack := pack_known(name)) is not None]


def pack_known(name: str) -> KnownPack | None:
    """The pack of a name; None where none of that name ships. A folder's path is no name."""
    if name not in pack_names():
        return None
    pack = loaded(name)
    return KnownPack(name, pack.title, pack.span.first)
