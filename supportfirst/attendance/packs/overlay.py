"""A lower layer's values laid over those beneath: national, then authority, then school.

A lower layer may add, and may restate a value from some date; it may never move what the law
fixes except the way the law leaves open, and never replace a rule, a note or a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from supportfirst.attendance.packs.fields import Faults
from supportfirst.attendance.packs.shape import DatedValue, ValueFrom
from supportfirst.attendance.packs.text_form import Scalar
from supportfirst.attendance.vocabulary.spans import DateSpan

WAYS = {"raise": "may only be raised", "lower": "may only be lowered", "nothing": "may not be moved"}
ONE_DAY = timedelta(days=1)


def lay_values(
    beneath: Mapping[str, DatedValue], own: Iterable[DatedValue], faults: Faults
) -> dict[str, DatedValue]:
    """Every value of both layers by id; on a day that both cover, the lower layer's step stands."""
    laid = dict(beneath)
    for value in own:
        under = beneath.get(value.id)
        if under is None:
            laid[value.id] = value
            continue
        if under.unit != value.unit:
            _fault(faults, "unit-changed", value, f"it is in {value.unit}; beneath it is in {under.unit}")
            continue
        for step in value.steps:
            refuse_loosening(under, step, faults)
        laid[value.id] = replace(
            value,
            steps=_merged(under.steps, value.steps),
            question=under.question,
            fixed_by_law=under.fixed_by_law,
        )
    return laid


def _merged(under: Iterable[ValueFrom], own: Iterable[ValueFrom]) -> list[ValueFrom]:
    """The steps of both, those beneath cut away where the lower layer speaks."""
    over = list(own)
    first, last = over[0].span.first, over[-1].span.last
    kept = list(over)
    for step in under:
        if step.span.first < first:
            before = first - ONE_DAY
            ends = before if step.span.last is None or step.span.last > before else step.span.last
            kept.append(replace(step, span=DateSpan(step.span.first, ends)))
        if last is not None and (step.span.last is None or step.span.last > last):
            kept.append(replace(step, span=DateSpan(max(step.span.first, last + ONE_DAY), step.span.last)))
    return sorted(kept, key=lambda step: step.span.first)


def refuse_loosening(under: DatedValue, step: ValueFrom, faults: Faults) -> None:
    """A fault where a step moves what the law fixes in a way that the law does not leave open."""
    if not under.fixed_by_law:
        return
    if not any(step.span.first in lawful.span for lawful in under.steps):
        told = f"the law says nothing on {step.span.first}; it {WAYS[under.fixed_by_law]}"
        _loosened(under, step, told, faults)
        return
    for lawful in under.steps:
        if not lawful.span.overlaps(step.span) or _allowed(under.fixed_by_law, lawful, step):
            continue
        by = "the law" if lawful.stated else "the national layer"
        told = (
            f"{by} fixes {_words(lawful)} from {lawful.span.first}; "
            f"it {WAYS[under.fixed_by_law]}, and here it is {_words(step)}"
        )
        _loosened(under, step, f"{told} ({lawful.source})", faults)
        return


def _loosened(under: DatedValue, step: ValueFrom, told: str, faults: Faults) -> None:
    where, _, line = step.where.rpartition(":")
    faults.add(
        "loosened",
        Scalar(_words(step), where, int(line)),
        f"value {under.id}: {told}",
        "take the step out, or give the local test a name of its own",
        column=under.id,
    )


def _allowed(may: str, lawful: ValueFrom, step: ValueFrom) -> bool:
    if lawful.operator != step.operator:
        return False
    if lawful.value == step.value:
        return True
    if not isinstance(lawful.value, int | Fraction) or not isinstance(step.value, int | Fraction):
        return False
    return step.value > lawful.value if may == "raise" else may == "lower" and step.value < lawful.value


def _words(step: ValueFrom) -> str:
    return f"{step.operator.value} {step.value}" if step.operator else str(step.value)


def _fault(faults: Faults, kind: str, value: DatedValue, told: str) -> None:
    where, _, line = value.steps[0].where.rpartition(":")
    at = Scalar("", where, int(line))
    faults.add(kind, at, f"value {value.id}: {told}", "keep the unit of the layer beneath", column="unit")
