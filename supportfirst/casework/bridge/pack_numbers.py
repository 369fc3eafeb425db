"""Numbers and lists of codes that a pack may hold on a day, for checks that ask nothing without them."""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.code_numbers import number_of


def codes_in(pack: Pack, key: str, day: date) -> frozenset[int]:
    """The bytes of the codes that a list of the pack names; none where it has no such list."""
    held = pack.values.get(key)
    step = None if held is None else held.on_or_none(day)
    value = step.value if step is not None and isinstance(step.value, tuple) else ()
    return frozenset(number_of(str(each)) for each in value)


def whole_number(pack: Pack, key: str, day: date) -> int | None:
    """None where the pack has no such number."""
    held = pack.values.get(key)
    step = None if held is None else held.on_or_none(day)
    return step.value if step is not None and isinstance(step.value, int) else None
