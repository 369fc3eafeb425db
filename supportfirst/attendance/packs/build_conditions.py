"""Conditions: from text to what a rule asks of the facts.

A condition names facts and values; it holds no number. Its operator is the one that the
value states, unless the condition says another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_values import NUMBERS, WORD, YES_NO
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Operator,
    Reached,
    Share,
    Switch,
)
from supportfirst.attendance.packs.fields import YES_NO as ANSWERS
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.text_form import Node

GROUPS: Mapping[str, Callable[[tuple[Condition, ...], str], Condition]] = {
    "all": AllOf,
    "any": AnyOf,
    "none": NoneOf,
}
KINDS_OF_CONDITION = ("fact", "share", "holds", "fails", "reached", "passed", "switch", *GROUPS)


def condition_at(fields: Fields, key: str, bench: Bench, *, required: bool = False) -> Condition | None:
    """The condition under a key; None where there is none, or none that could be read."""
    held = fields.take(key, required=required)
    return None if held is None else build_condition(held, bench, fields.what)


def build_condition(node: Node, bench: Bench, what: str) -> Condition | None:
    """One condition, inner ones included. Faults go to the bench; `what` is how they name the rule."""
    fields = Fields(node, bench.faults, what)
    asks = fields.text("asks", required=True)
    kinds = [key for key in KINDS_OF_CONDITION if key in fields.table.entries]
    if len(kinds) != 1:
        told = "a condition needs exactly one of " + ", ".join(KINDS_OF_CONDITION)
        fields.fault("bad-condition", told, "keep one, and nest conditions under all, any or none")
        return None
    kind = kinds[0]
    if kind in GROUPS:
        parts = [build_condition(part, bench, what) for part in fields.tables(kind, required=True)]
        fields.finish()
        return GROUPS[kind](tuple(part for part in parts if part is not None), asks)
    if kind in ("holds", "fails"):
        fact = fact_name(fields, kind, fields.text(kind, required=True), bench)
        fields.finish()
        return Holds(fact, asks, expected=kind == "holds")
    if kind in ("reached", "passed"):
        day = date_name(fields, kind, bench, required=True)
        fields.finish()
        return Reached(day, asks, passed=kind == "passed") if day else None
    return (
        _switch(fields, asks, bench) if kind == "switch" else _held_against_value(fields, kind, asks, bench)
    )


def _switch(fields: Fields, asks: str, bench: Bench) -> Condition | None:
    name = fields.text("switch", required=True)
    unit = known_unit(fields, "switch", name, bench)
    wanted = fields.text("is", required=True)
    fields.finish()
    if unit and unit not in (WORD, YES_NO):
        told = f"“{name}” is in {unit}, and a switch is a {WORD} or a {YES_NO}"
        fields.fault("not-a-switch", told, "name a value that is one of these", key="switch")
        return None
    if unit == YES_NO:
        if wanted.lower() not in ANSWERS:
            fields.fault("bad-yes-no", f"“{wanted}” is neither yes nor no", "write yes or no", key="is")
            return None
        return Switch(name, ANSWERS[wanted.lower()], asks)
    return Switch(name, wanted, asks) if unit and wanted else None


def _held_against_value(fields: Fields, kind: str, asks: str, bench: Bench) -> Condition | None:
    value = value_name(fields, "value", bench)
    operator = _operator(fields, value, bench)
    names = fields.texts("share") if kind == "share" else (fields.text("fact", required=True),)
    for name in names:
        fact_name(fields, kind, name, bench)
    fields.finish()
    if operator is None:
        return None
    if kind == "fact":
        return Compare(names[0], operator, value, asks)
    if len(names) != 2:
        fields.fault("bad-condition", "a share needs two facts", "write share: [part, whole]", key="share")
        return None
    if value in bench.values and bench.values[value].unit != "percent":
        fields.fault("not-a-percent", f"“{value}” is not in percent", "name a percentage", key="value")
    return Share(names[0], names[1], operator, value, asks)


def _operator(fields: Fields, value: str, bench: Bench) -> Operator | None:
    """The operator written here, else the one that the value states at every step."""
    written = fields.choice("is", list(Operator))
    if written:
        return Operator(written)
    known = bench.values.get(value)
    if known is None:
        return None
    stated = {step.operator for step in known.steps}
    only = stated.pop() if len(stated) == 1 else None
    if only is None:
        told = f"the value “{value}” does not state one operator"
        fields.fault("missing-is", told, 'add “is: ">="” or another operator', key="value")
    return only


def known_unit(fields: Fields, key: str, name: str, bench: Bench) -> str:
    """The unit of a value that is named; a fault and "" where there is no such value."""
    known = bench.values.get(name)
    if name and known is None and not bench.is_lost(name):
        told = f"“{name}” is not a value of this pack or of those beneath"
        fields.fault("unknown-value", told, "add the value, or correct its name", key=key)
    return known.unit if known else ""


def value_name(fields: Fields, key: str, bench: Bench) -> str:
    """The name of a value that is a number."""
    name = fields.text(key, required=True)
    unit = known_unit(fields, key, name, bench)
    if unit and unit not in NUMBERS:
        told = f"“{name}” is a {unit}, and a number is needed"
        fields.fault("not-a-number", told, "name a value that is a number", key=key)
    return name


def fact_name(fields: Fields, key: str, name: str, bench: Bench) -> str:
    """The name of a measure, or of a fact of this pack or of those beneath."""
    if name and bench.facts is not None and name not in bench.facts and name not in bench.pack_facts:
        told = f"“{name}” is not a fact that is known of a pupil"
        remedy = "use the key of a measure, such as sessions_absent, or a fact of the pack"
        fields.fault("unknown-fact", told, remedy, key=key)
    return name


def date_name(fields: Fields, key: str, bench: Bench, *, required: bool = False) -> str:
    """The name of a date; only a pack's own facts give dates. `whole` sees that it gives one."""
    return pack_fact(fields, key, fields.text(key, required=required), bench)


def pack_fact(fields: Fields, key: str, name: str, bench: Bench) -> str:
    if name and name not in bench.pack_facts:
        told = f"“{name}” is not a fact of this pack or of those beneath"
        fields.fault("unknown-fact", told, "add it to facts, or correct its name", key=key)
    return name
