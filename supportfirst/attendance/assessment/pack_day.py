"""A pack as it is read on one day: what depends on those two alone is worked out once, not once a pupil.

A school is hundreds of pupils under one pack on one day, so the same values, the same dated
lines and the same sentences come again and again. Nothing of a pupil is ever kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from supportfirst.attendance.packs.condition_shape import Condition
from supportfirst.attendance.packs.shape import DatedValue, Pack, ValueFrom

DECIMALS = "percent_display_decimals"
KEPT_DAYS = 16  # how many packs, each on a day, stand ready for the next school

Part = TypeVar("Part")  # of a pack: a condition, a rule, a sentence
Made = TypeVar("Made")


class Line(NamedTuple):
    """A dated number that facts are held against, and the value as results show it."""

    limit: int | Fraction
    step: ValueFrom
    shown: dict[str, Any]


class PackDay:
    """One pack with the day as on which its values are read. Safe to share by every pupil of every school.

    today: the day asked about, where values are read as on another.
    """

    def __init__(self, pack: Pack, on: date, today: date | None = None) -> None:
        self.pack = pack
        self.on = on
        self.today = today or on
        self._steps: dict[str, ValueFrom | None] = {}
        self._shown: dict[str, dict[str, Any]] = {}
        self._lines: dict[str, Line] = {}
        self._once: dict[tuple[Callable[..., Any], int], tuple[Any, Any]] = {}
        # Both kept by `conditions`: by the identity of a condition, and by what it asks.
        self.reasoners: dict[int, tuple[Condition, Callable[[Any], Any]]] = {}
        self.equal_reasoners: dict[Condition, Callable[[Any], Any]] = {}

    def shared(self, condition: Condition) -> Callable[[Any], Any] | None:
        """How a reason is had without working it out for each pupil; None: it has to be."""
        return None

    def once(self, make: Callable[[Part, PackDay], Made], part: Part) -> Made:
        """What a function makes of a part of the pack as on this day, made when it is first asked for."""
        key = make, id(part)
        held = self._once.get(key)
        if held is None:  # the part is kept too: while it is here, nothing else can have its identity
            held = self._once[key] = part, make(part, self)
        return held[1]

    def step(self, value_id: str) -> ValueFrom | None:
        """The value in force on the day; None where none is."""
        if value_id not in self._steps:
            self._steps[value_id] = self.pack.values[value_id].on_or_none(self.on)
        return self._steps[value_id]

    def has_lapsed(self, value_id: str) -> bool:
        """Whether a value with nothing in force on the day had begun before it."""
        return has_lapsed(self.pack.values[value_id], self.on)

    def shown(self, value_id: str) -> dict[str, Any] | None:
        """The value in force as results show it; None where none is."""
        step = self.step(value_id)
        if step is not None and value_id not in self._shown:
            self._shown[value_id] = threshold_as_json(self.pack, value_id, step)
        return self._shown.get(value_id)

    def line(self, value_id: str) -> Line | None:
        """The number in force; None where none is. TypeError for a value that is no number."""
        if value_id not in self._lines:
            step, shown = self.step(value_id), self.shown(value_id)
            if step is None or shown is None:
                return None
            self._lines[value_id] = Line(number_in_force(step, value_id), step, shown)
        return self._lines[value_id]

    @cached_property
    def decimals(self) -> int:
        """How many decimals of a percentage people are shown."""
        step = self.step(DECIMALS) if DECIMALS in self.pack.values else None
        return int(number_in_force(step, DECIMALS)) if step else 0


class _Itself:
    """A pack as a key: known by its identity, as it is too large to be compared."""

    __slots__ = ("pack",)

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.pack is self.pack

    def __hash__(self) -> int:
        return id(self.pack)


def pack_on(pack: Pack, on: date, today: date | None = None) -> PackDay:
    """The pack as read on a day, one for all schools: an authority has many under one pack."""
    return _pack_on(_Itself(pack), on, today or on)


@lru_cache(maxsize=KEPT_DAYS)
def _pack_on(itself: _Itself, on: date, today: date) -> PackDay:
    return PackDay(itself.pack, on, today)


def has_lapsed(value: DatedValue, on: date) -> bool:
    """Whether a value with nothing in force on the day had begun before it."""
    return bool(value.steps) and on >= value.steps[0].span.first


def number_in_force(step: ValueFrom, value_id: str) -> int | Fraction:
    """The number of a dated value; a rule that compares with text is a fault of the pack."""
    if isinstance(step.value, bool) or not isinstance(step.value, int | Fraction):
        raise TypeError(f"{value_id} is not a number, so nothing can be compared with it")
    return step.value


def threshold_as_json(pack: Pack, value_id: str, step: ValueFrom) -> dict[str, Any]:
    """The dated value a fact was held against, as results show it."""
    value = step.value
    return {
        "id": value_id,
        "value": float(value) if isinstance(value, Fraction) else value,
        "unit": pack.values[value_id].unit,
        "from": step.span.first.isoformat(),
        "to": step.span.last.isoformat() if step.span.last else None,
        "source": str(step.source),
        "stated": step.stated,
    }
