"""Two packs held beside each other, thing by thing: what both say, what one says, what they say otherwise.

What is compared is what a reviewer reads (`described`), so a rule also differs where a number
that it is held against does. Each thing names the layer that says it, and is marked where that
layer lies beneath the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from supportfirst.attendance.packs.described import Described

Parts = Mapping[str, Sequence[Described]]
NOT_COMPARED = ("layer", "written")  # who says it and where is no difference in what is said


class Status(StrEnum):
    SAME = "same"
    ONLY_A = "only in A"
    ONLY_B = "only in B"
    DIFFERENT = "different"


def compare_parts(a: Parts, b: Parts, *, ids: tuple[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Every part of either pack; in each, A's things in A's order and then those that only B has.

    ids: of the two packs, to tell what comes from beneath them.
    """
    found = {}
    for part in dict.fromkeys([*a, *b]):
        left, right = _by_name(a.get(part, ())), _by_name(b.get(part, ()))
        names = list(dict.fromkeys([*left, *right]))
        found[part] = [_compared(name, left.get(name), right.get(name), ids) for name in names]
    return found


def counts_of(compared: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, dict[str, int]]:
    """How many things of each part have each status."""
    return {
        part: {status.value: sum(each["status"] == status for each in things) for status in Status}
        for part, things in compared.items()
    }


def _by_name(things: Sequence[Described]) -> dict[str, Described]:
    """By id; a symbol that has several meanings over the years is told apart by their first days."""
    names = [thing["id"] for thing in things]
    return {
        name if names.count(name) == 1 else f"{name} from {thing.get('first_day')}": thing
        for name, thing in zip(names, things, strict=True)
    }


def _compared(name: str, a: Described | None, b: Described | None, ids: tuple[str, str]) -> dict[str, Any]:
    differences = list(_differences(a, b)) if a is not None and b is not None else []
    if a is None:
        status = Status.ONLY_B
    elif b is None:
        status = Status.ONLY_A
    else:
        status = Status.DIFFERENT if differences else Status.SAME
    shown = status is not Status.SAME
    return {
        "id": name,
        "title": _title(a if a is not None else b),
        "status": status.value,
        "layer_a": _layer(a),
        "layer_b": _layer(b),
        "beneath_a": _beneath(a, ids[0]),
        "beneath_b": _beneath(b, ids[1]),
        "differences": differences,
        "a": a if shown else None,
        "b": b if shown else None,
    }


def _title(thing: Described | None) -> str:
    told = thing or {}
    return str(told.get("title") or told.get("question") or told.get("words") or told.get("text") or "")


def _layer(thing: Described | None) -> str | None:
    return (thing.get("layer") or None) if thing else None


def _beneath(thing: Described | None, pack_id: str) -> bool | None:
    """Whether a layer beneath says it; None where it isn't said, or no layer is kept."""
    layer = _layer(thing)
    return None if layer is None else layer != pack_id


def _differences(a: Described, b: Described) -> Iterator[dict[str, Any]]:
    for field in dict.fromkeys([*a, *b]):
        if field not in NOT_COMPARED and _said(a.get(field)) != _said(b.get(field)):
            yield {"field": field, "a": a.get(field), "b": b.get(field)}


def _said(held: Any) -> Any:
    """The same without the names of layers, at any depth."""
    if isinstance(held, Mapping):
        return {key: _said(inner) for key, inner in held.items() if key not in NOT_COMPARED}
    return [_said(inner) for inner in held] if isinstance(held, list) else held
