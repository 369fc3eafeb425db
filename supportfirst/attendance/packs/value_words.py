"""A dated value as people write it (“at most 90”, “4, 7, 10”), and as JSON holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from supportfirst.attendance.packs.build_values import NUMBERS
from supportfirst.attendance.packs.shape import DatedValue, ValueFrom
from supportfirst.attendance.vocabulary.spans import DateSpan


def value_in_words(step: ValueFrom) -> str:
    """The value with its operator, as the packs write them: “< 50”."""
    told = content_in_words(step.value)
    return f"{step.operator.value} {told}" if step.operator else told


def stated(value: DatedValue, on: date) -> str:
    """What the value says on a day, with its unit where it counts: “>= 6 years”; "" on other days."""
    step = value.on_or_none(on)
    return with_unit(value_in_words(step), value.unit) if step else ""


def with_unit(told: str, unit: str) -> str:
    """“12 weeks”, but “yes” alone: the unit of words and lists says nothing that they do not."""
    return f"{told} {unit}" if unit in NUMBERS else told


def show_number(number: int | Fraction) -> str:
    """A whole number as it is, any other with as many decimals as it needs."""
    return str(number) if isinstance(number, int) or number.denominator == 1 else f"{float(number):g}"


def content_in_words(value: object) -> str:
    """A number as it is, yes or no, a list with commas, a table with its keys."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        return show_number(value)
    if isinstance(value, tuple):
        return ", ".join(content_in_words(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {content_in_words(part)}" for key, part in value.items())
    return str(value)


def value_as_json(value: object) -> Any:
    """Fractions as doubles, tuples as lists; everything else as it is."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, tuple):
        return [value_as_json(part) for part in value]
    if isinstance(value, Mapping):
        return {key: value_as_json(part) for key, part in value.items()}
    return value


def span_in_words(span: DateSpan) -> str:
    return f"{span.first} to {span.last}" if span.last else f"from {span.first}"
