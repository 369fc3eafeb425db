"""A pack as it is read on one day: what depends on those two alone is worked out once, not once a pupil.

A school is hundreds of pupils under one pack on one day, so the same values, the same dated
lines and the same slots come again and again. Nothing of a pupil is ever kept here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.shape import DatedValue, Pack, ValueFrom
from supportfirst.attendance.packs.value_words import content_in_words

VALUE = "value:"
DECIMALS = "percent_display_decimals"


class Line(NamedTuple):
    """A dated number that facts are held against, and the value as results show it."""

    limit: int | Fraction
    step: ValueFrom
    shown: dict[str, Any]


class Slot(NamedTuple):
    """A name in a sentence that stands for a fact, or for something the school supplies."""

    name: str


class PackDay:
    """One pack with the day as on which its values are read. Safe to share by every pupil of a school."""

    def __init__(self, pack: Pack, on: date) -> None:
        self.pack = pack
        self.on = on
        self._steps: dict[str, ValueFrom | None] = {}
        self._shown: dict[str, dict[str, Any]] = {}
        self._lines: dict[str, Line] = {}
        self._sentences: dict[str, Sequence[str | Slot]] = {}

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

    @property
    def decimals(self) -> int:
        """How many decimals of a percentage people are shown."""
        step = self.step(DECIMALS) if DECIMALS in self.pack.values else None
        return int(number_in_force(step, DECIMALS)) if step else 0

    def sentence(self, text: str) -> Sequence[str | Slot]:
        """A sentence of the pack in pieces: its words, with its values filled in, and the slots left."""
        if text not in self._sentences:
            self._sentences[text] = self._in_pieces(text)
        return self._sentences[text]

    def _in_pieces(self, text: str) -> Sequence[str | Slot]:
        words = SLOT.split(text)  # by turns what lies between slots, and the name of one
        pieces = [self._piece(part) if place % 2 else part for place, part in enumerate(words)]
        return tuple(piece for piece in pieces if piece != "")

    def _piece(self, name: str) -> str | Slot:
        if not name.startswith(VALUE):
            return Slot(name)
        step = self.step(name.removeprefix(VALUE))
        return "not in force" if step is None else content_in_words(step.value)


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
