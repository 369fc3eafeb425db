"""Rules, notes, windows and narrowings: the sentences of a pack and the conditions that bring them up.

A rule that is a step towards a sanction must itself ask for compulsory school age, so that the
reason shows it was asked. A legal route of the group `sanctions` is always such a step.
"""

from __future__ import annotations

from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_conditions import condition_at, date_name, value_name
from supportfirst.attendance.packs.build_sentences import sentence_at, span_at
from supportfirst.attendance.packs.build_terms import build_terms
from supportfirst.attendance.packs.case_shape import PUPIL
from supportfirst.attendance.packs.condition_shape import Condition
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.naming import certain_facts
from supportfirst.attendance.packs.narrow import Narrowing, build_narrowing
from supportfirst.attendance.packs.shape import (
    CASE_KINDS,
    Note,
    RouteTerms,
    Rule,
    RuleKind,
    Terms,
    Window,
)
from supportfirst.attendance.packs.text_form import Node, Table, place

OF_AGE = "compulsory_school_age"
SANCTIONS = "sanctions"  # the group of routes that end in one
COUNTED_IN = ("school weeks", "calendar days")


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
    narrows: list[Narrowing]


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
    notes_on = [AddedNotes(name, beside.several(name), node) for name, node in beside.table.entries.items()]
    narrows = [build_narrowing(name, node, bench) for name, node in fields.named("narrows").items()]
    fields.finish()
    return RulesFile(
        {name: rule for name, rule in rules.items() if rule is not None},
        {name: note for name, note in notes.items() if note is not None},
        {name: window for name, window in windows.items() if window is not None},
        notes_on,
        narrows,
    )


def _rule(name: str, node: Node, bench: Bench) -> Rule | None:
    fields = Fields(node, bench.faults, f"rule {name}")
    written = fields.choice("kind", list(RuleKind), required=True)
    kind = RuleKind(written) if written else None
    track = fields.text("track", required=True)
    title = fields.text("title", required=True)
    text, text_parent = (sentence_at(fields, key, bench) for key in ("text", "text_parent"))
    source = bench.source(fields)
    span = span_at(fields)
    stated = fields.yes_no("stated", default=True)
    legal = fields.yes_no("legal", default=False)
    notes = fields.several("notes")
    each, values_on = fields.text("each") or PUPIL, date_name(fields, "values_on", bench)
    when = condition_at(fields, "when", bench, required=True)
    terms = build_terms(kind, fields, bench) if kind else None
    order = terms.order if isinstance(terms, RouteTerms) else _order(fields, kind)
    if kind is None:
        return None  # which keys it may have is not known
    fields.finish()
    if span is None or when is None or (terms is None and kind in CASE_KINDS):
        return None
    legal = legal or (isinstance(terms, RouteTerms) and SANCTIONS in terms.groups)
    if legal:
        _age_asked(fields, when, terms)
    return Rule(
        id=name,
        kind=kind,
        track=track,
        title=title,
        text=text,
        text_parent=text_parent,
        when=when,
        source=source,
        span=span,
        order=order,
        stated=stated,
        legal=legal,
        notes=notes,
        where=place(node),
        each=each,
        values_on=values_on,
        terms=terms,
    )


def _order(fields: Fields, kind: RuleKind | None) -> int:
    order = fields.number("order", required=kind is RuleKind.STAGE)
    return order if isinstance(order, int) else 0


def _age_asked(fields: Fields, when: Condition, terms: Terms | None) -> None:
    asked = certain_facts(when)
    if isinstance(terms, RouteTerms):
        asked |= certain_facts(terms.opens)
    if OF_AGE not in asked:
        told = "a step towards a sanction must ask for compulsory school age"
        fields.fault("age-not-asked", told, f"add “holds: {OF_AGE}” under “all”", key="legal")


def _note(name: str, node: Node, bench: Bench) -> Note | None:
    fields = Fields(node, bench.faults, f"note {name}")
    text = sentence_at(fields, "text", bench)
    source = bench.source(fields)
    when = condition_at(fields, "when", bench)
    fields.finish()
    return Note(name, text, when, source)


def _window(name: str, node: Node, bench: Bench) -> Window | None:
    fields = Fields(node, bench.faults, f"window {name}")
    window = Window(
        id=name,
        codes=fields.text("codes", required=True),
        unit=fields.choice("unit", COUNTED_IN, required=True),
        length=value_name(fields, "length", bench),
        threshold=value_name(fields, "threshold", bench),
    )
    fields.finish()
    return window
