"""What a pack holds on a day in its values of one ending, of every body at once (`halton.support_kinds`).

A body adds to the lists and tables beneath it by a value whose name ends as theirs does.
"""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.record_kinds import table_of


def held_by(pack: Pack, ending: str, on: date) -> list[object]:
    """The values themselves, in the order of the pack."""
    steps = [value.on_or_none(on) for name, value in pack.values.items() if name.endswith(ending)]
    return [step.value for step in steps if step is not None]


def listed_by(pack: Pack, ending: str, on: date) -> list[str]:
    """Of texts that hold names with commas between them."""
    held = [each for each in held_by(pack, ending, on) if isinstance(each, str)]
    return [name.strip() for each in held for name in each.split(",")]


def number_by(pack: Pack, ending: str, on: date) -> int | None:
    """The first; None where the pack has no such number."""
    return next((each for each in held_by(pack, ending, on) if isinstance(each, int)), None)


def table_by(pack: Pack, ending: str, on: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in pack.values:
        if name.endswith(ending):
            found |= table_of(pack, name, on)
    return found
