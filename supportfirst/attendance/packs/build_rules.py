"""Rules, notes and windows: the sentences of a pack and the conditions that bring them up.

A condition names facts and values; it holds no number. Its operator is the one that the
value states, unless the condition says another. A rule that is a step towards a sanction
must itself ask for compulsory school age, so that the reason shows it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_values import NUMBERS
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Operator,
    Share,
)
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.shape import Note, Rule, RuleKind, Window
from supportfirst.attendance.packs.text_form import Node, Table, place
from supportfirst.attendance.vocabulary.spans import DateSpan

SLOT = re.compile(r"\{([^{}]*)\}")
OF_AGE = "compulsory_school_age"
COUNTED_IN = ("school weeks", "calendar days")
GROUPS: Mapping[str, Callable[[tuple[Condition, ...], str], Condition]] = {
    "all": AllOf,
    "any": AnyOf,
    "none": NoneOf,
}
KINDS_OF_CONDITION = ("fact", "share", "holds", "fails", *GROUPS)


class AddedNotes(NamedTuple):
    """Notes that a layer puts beside a rule of its own or of a layer beneath."""

    rule: str
    notes: tuple[str, ...]
    at: Node


class RulesFile(NamedTuple):
    rules: dict[str, Rule]
    notes: dict[str, Note]
    windows: dict[str, Window]
    notes_on: list[AddedNotes]


def build_rules(document: Node, bench: Bench) -> RulesFile:
    """What one file of `rules/` holds. Faults go to the bench."""
    fields = Fields(document, bench.faults, "rules file")
    bench.checked(fields)
    rules = {name: _rule(name, node, bench) for name, node in fields.named("rules").items()}
    notes = {name: _note(name, node, bench) for name, node in fields.named("notes").items()}
    windows = {name: _window(name, node, bench) for name, node in fields.named("windows").items()}
    beside = Fields(
        fields.take("notes_on") or Table({}, {}, document.file, document.line), bench.faults, "notes_on"
    )
    notes_on = [AddedNotes(name, beside.texts(name), node) for name, node in beside.table.entries.items()]
    fields.finish()
    return RulesFile(
        {name: rule for name, rule in rules.items() if rule is not None},
        {name: note for name, note in notes.items() if note is not None},
        {name: window for name, window in windows.items() if window is not None},
        notes_on,
    )


def _rule(name: str, node: Node, bench: Bench) -> Rule | None:
    fields = Fields(node, bench.faults, f"rule {name}")
    kind = fields.choice("kind", list(RuleKind), required=True)
    track = fields.text("track", required=True)
    title = fields.text("title", required=True)
    texts = [_sentence(fields, key, bench) for key in ("text", "text_parent")]
    source = bench.source(fields)
    first, last = fields.day("first_day", required=True), fields.day("last_day")
    order = fields.number("order", required=kind == RuleKind.STAGE)
    stated = fields.yes_no("stated", default=True)
    legal = fields.yes_no("legal", default=False)
    notes = fields.texts("notes")
    when = _when(fields, bench, required=True)
    fields.finish()
    if first is None or when is None or not kind:
        return None
    if last is not None and last < first:
        fields.fault("span-backwards", f"it ends on {last}, before {first}", "swap the two days")
        last = None
    if legal and OF_AGE not in _certain_facts(when):
        told = "a step towards a sanction must ask for compulsory school age"
        fields.fault("age-not-asked", told, f"add “holds: {OF_AGE}” under “all”", key="legal")
    return Rule(
        id=name,
        kind=RuleKind(kind),
        track=track,
        title=title,
        text=texts[0],
        text_parent=texts[1],
        when=when,
        source=source,
        span=DateSpan(first, last),
        order=order if isinstance(order, int) else 0,
        stated=stated,
        legal=legal,
        notes=notes,
        where=place(node),
    )


def _note(name: str, node: Node, bench: Bench) -> Note | None:
    fields = Fields(node, bench.faults, f"note {name}")
    text = _sentence(fields, "text", bench)
    source = bench.source(fields)
    when = _when(fields, bench, required=False)
    fields.finish()
    return Note(name, text, when, source)


def _window(name: str, node: Node, bench: Bench) -> Window | None:
    fields = Fields(node, bench.faults, f"window {name}")
    window = Window(
        id=name,
        codes=fields.text("codes", required=True),
        unit=fields.choice("unit", COUNTED_IN, required=True),
        length=_value_name(fields, "length", bench),
        threshold=_value_name(fields, "threshold", bench),
    )
    fields.finish()
    return window


def _sentence(fields: Fields, key: str, bench: Bench) -> str:
    text = fields.text(key, required=True)
    for slot in SLOT.findall(text):
        if slot in bench.values or bench.facts is None or slot in bench.facts or bench.is_lost(slot):
            continue
        told = f"the text names “{slot}”, which is neither a fact nor a value"
        fields.fault("unknown-name", told, "correct the name between the braces", key=key)
    if text.count("{") != len(SLOT.findall(text)) or text.count("}") != len(SLOT.findall(text)):
        fields.fault("braces", "a brace is open or empty", "write each slot as {name}", key=key)
    return text


def _value_name(fields: Fields, key: str, bench: Bench) -> str:
    name = fields.text(key, required=True)
    known = bench.values.get(name)
    if name and known is None and not bench.is_lost(name):
        told = f"“{name}” is not a value of this pack or of those beneath"
        fields.fault("unknown-value", told, "add the value, or correct its name", key=key)
    elif known is not None and known.unit not in NUMBERS:
        told = f"“{name}” is a {known.unit}, and a number is needed"
        fields.fault("not-a-number", told, "name a value that is a number", key=key)
    return name


def _fact_name(fields: Fields, key: str, name: str, bench: Bench) -> str:
    if name and bench.facts is not None and name not in bench.facts:
        told = f"“{name}” is not a fact that is known of a pupil"
        fields.fault("unknown-fact", told, "use the key of a measure, such as sessions_absent", key=key)
    return name


def _when(fields: Fields, bench: Bench, *, required: bool) -> Condition | None:
    held = fields.take("when", required=required)
    return None if held is None else _condition(held, bench, fields.what)


def _condition(node: Node, bench: Bench, what: str) -> Condition | None:
    fields = Fields(node, bench.faults, what)
    asks = fields.text("asks", required=True)
    kinds = [key for key in KINDS_OF_CONDITION if key in fields.table.entries]
    if len(kinds) != 1:
        told = "a condition needs exactly one of " + ", ".join(KINDS_OF_CONDITION)
        fields.fault("bad-condition", told, "keep one, and nest conditions under all, any or none")
        return None
    kind = kinds[0]
    if kind in GROUPS:
        parts = [_condition(part, bench, what) for part in fields.tables(kind, required=True)]
        fields.finish()
        return GROUPS[kind](tuple(part for part in parts if part is not None), asks)
    if kind in ("holds", "fails"):
        fact = _fact_name(fields, kind, fields.text(kind, required=True), bench)
        fields.finish()
        return Holds(fact, asks, expected=kind == "holds")
    return _held_against_value(fields, kind, asks, bench)


def _held_against_value(fields: Fields, kind: str, asks: str, bench: Bench) -> Condition | None:
    value = _value_name(fields, "value", bench)
    operator = _operator(fields, value, bench)
    names = fields.texts("share") if kind == "share" else (fields.text("fact", required=True),)
    for name in names:
        _fact_name(fields, kind, name, bench)
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


def _certain_facts(when: Condition) -> set[str]:
    """Facts that must hold for the condition to be met."""
    if isinstance(when, Holds):
        return {when.fact} if when.expected else set()
    if isinstance(when, AllOf):
        return set().union(*(_certain_facts(part) for part in when.parts))
    return set()
