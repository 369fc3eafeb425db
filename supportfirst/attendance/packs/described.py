"""Everything that a pack says, as plain data for a person who reviews it: `pack/1`.

Each thing carries its source, its dates, and which layer says it. Without a day every step of
a value is listed; the numbers inside conditions are always those of one day.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from typing import Any

from supportfirst.attendance.codes.register_code import RegisterCode
from supportfirst.attendance.packs.build_values import LISTS_OF_NUMBERS
from supportfirst.attendance.packs.case_shape import Entry, RecordKind
from supportfirst.attendance.packs.condition_words import Words
from supportfirst.attendance.packs.diagram import (
    ladder_mermaid,
    ladder_text,
    ladders_of,
    moves_of,
    stages_of,
    track_ids,
    track_mermaid,
    track_text,
)
from supportfirst.attendance.packs.fact_shape import FactRule, NamedCondition
from supportfirst.attendance.packs.shape import (
    DatedValue,
    EvidenceTerms,
    HoldTerms,
    Move,
    Note,
    Pack,
    RouteTerms,
    Rule,
    StepTerms,
    ValueFrom,
)
from supportfirst.attendance.packs.value_words import value_as_json, value_in_words
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan

BANNERS = "banners"
Described = dict[str, Any]
PARTS = (
    "values",
    "rules",
    "notes",
    "windows",
    "tracks",
    "moves",
    "ladders",
    "facts",
    "records",
    "codes",
    "bank_holidays",
    "sources",
)


def is_place_of_list(pack: Pack, value_id: str) -> bool:
    """Whether a value is one place of a list (`day_steps.1`), which the list itself says."""
    whole = pack.values.get(value_id.rpartition(".")[0])
    return whole is not None and whole.unit in LISTS_OF_NUMBERS


def describe(
    pack: Pack, words: Words, *, on: date | None, beneath: Sequence[Pack] = ()
) -> dict[str, list[Described]]:
    """Each part's things by the name of the part; sections of the catalogue are parts of their own.

    on: only what is in force that day; None: everything, whenever it is or was in force.
    beneath: the packs beneath, the national one first; they tell which layer a note or a code is of.
    """
    in_force: Callable[[DateSpan], bool] = lambda span: on is None or on in span  # noqa: E731
    layers = (*beneath, pack)
    parts: dict[str, list[Described]] = {
        "values": [
            value_described(value, on)
            for name, value in pack.values.items()
            if not is_place_of_list(pack, name) and (on is None or value.on_or_none(on))
        ],
        "rules": [rule_described(rule, words) for rule in pack.rules if in_force(rule.span)],
        "notes": [
            _of_layer(note_described(note, words), [layer.notes for layer in layers], layers)
            for note in pack.notes.values()
        ],
        "windows": [
            {
                "id": window.id,
                "layer": _first_with(window, [layer.windows for layer in layers], layers),
                "codes": window.codes,
                "length": words.value(window.length),
                "unit": window.unit,
                "threshold": words.value(window.threshold),
            }
            for window in pack.windows
        ],
        "tracks": [track_described(pack, track, words) for track in track_ids(pack)],
        "moves": [move_described(move, words) for move in pack.moves.values() if in_force(move.span)],
        "ladders": [_ladder(track, routes) for track, routes in ladders_of(pack, words.on).items()],
        "facts": [fact_described(fact, words) for fact in pack.facts.values()],
        "records": [record_described(record) for record in pack.records.values()],
        "codes": [
            {**_code(code), "layer": _first_with(code, [layer.codes.codes for layer in layers], layers)}
            for code in pack.codes.codes
            if in_force(code.span)
        ],
        "bank_holidays": [
            {
                "id": str(day),
                "title": name,
                "layer": _first_with(day, [layer.bank_holidays for layer in layers], layers),
            }
            for day, name in sorted(pack.bank_holidays.items())
        ],
        "sources": [
            _of_layer(_document(source), [layer.sources for layer in layers], layers)
            for source in pack.sources.values()
        ],
    }
    for entry in pack.entries.values():
        if in_force(entry.span):
            parts.setdefault(entry.section, []).append(entry_described(entry))
    return parts


def _of_layer(thing: Described, holds: Sequence[Container[object]], layers: Sequence[Pack]) -> Described:
    return {**thing, "layer": _first_with(thing["id"], holds, layers)}


def _first_with(wanted: object, holds: Sequence[Container[object]], layers: Sequence[Pack]) -> str:
    """The lowest layer that already holds a thing of which no place is kept."""
    return next(layer.id for layer, held in zip(layers, holds, strict=True) if wanted in held)


def layer_of_place(where: str) -> str:
    """The pack that writes a thing, from the place of its YAML; "" where no place is kept."""
    return where.partition("/")[0]


def source_described(source: Source, *, stated: bool | None = None) -> Described:
    told: Described = {
        "id": source.id,
        "title": source.title,
        "passage": source.passage,
        "address": source.address,
        "confidence": source.confidence,
    }
    return told if stated is None else {**told, "stated": stated}


def _dates(span: DateSpan) -> Described:
    return {"first_day": span.first.isoformat(), "last_day": span.last.isoformat() if span.last else None}


def value_described(value: DatedValue, on: date | None) -> Described:
    steps = [step for step in value.steps if on is None or on in step.span]
    return {
        "id": value.id,
        "layer": layer_of_place(steps[-1].where) if steps else "",
        "question": value.question,
        "unit": value.unit,
        "fixed_by_law": value.fixed_by_law or None,
        "reading": value.reading,
        "open_question": value.open_question,
        "show": value.show,
        "checked": {
            "by": value.checked_by,
            "on": value.checked_on.isoformat() if value.checked_on else None,
            "next": value.review_on.isoformat() if value.review_on else None,
        },
        "steps": [step_described(step) for step in steps],
    }


def step_described(step: ValueFrom) -> Described:
    return {
        **_dates(step.span),
        "operator": step.operator.value if step.operator else None,
        "value": value_as_json(step.value),
        "says": value_in_words(step),
        "layer": layer_of_place(step.where),
        "source": source_described(step.source, stated=step.stated),
    }


def rule_described(rule: Rule, words: Words) -> Described:
    return {
        "id": rule.id,
        "layer": layer_of_place(rule.where),
        "written": rule.where,
        "kind": rule.kind.value,
        "track": rule.track,
        "title": rule.title,
        "for_each": rule.each,
        "order": rule.order,
        "towards_sanction": rule.legal,
        "text": rule.text,
        "text_parent": rule.text_parent,
        **_dates(rule.span),
        "values_on": words.fact(rule.values_on) if rule.values_on else "",
        "when": words.condition(rule.when),
        **_terms(rule, words),
        "notes": list(rule.notes),
        "source": source_described(rule.source, stated=rule.stated),
    }


def _terms(rule: Rule, words: Words) -> Described:
    match rule.terms:
        case StepTerms() as step:
            due = words.clock(step.due) if step.due else ""
            return {
                "who": list(step.who),
                "done": words.condition(step.done) if step.done else None,
                "due": due or (words.fact(step.due_date) if step.due_date else "at once, with no last day"),
                "brings": list(step.brings),
            }
        case HoldTerms() as hold:
            return {
                "owner": hold.owner,
                "severity": hold.severity.value,
                "stops": list(hold.stops),
                "starts": words.fact(hold.starts) if hold.starts else "",
                "until": words.clock(hold.until) if hold.until else "",
                "lift": hold.lift,
            }
        case EvidenceTerms() as evidence:
            return {
                "severity": evidence.severity.value,
                "groups": list(evidence.groups),
                "document": evidence.document,
                "supplied_by": evidence.supplied_by,
                "met": words.condition(evidence.met),
                "answered": words.condition(evidence.answered) if evidence.answered else None,
            }
        case RouteTerms() as route:
            return {
                "ladder_order": route.order,
                "groups": list(route.groups),
                "needs": list(route.needs),
                "decided_by": route.decided_by,
                "hearing": route.hearing,
                "opens": words.condition(route.opens),
                "opens_on": words.fact(route.opens_on) if route.opens_on else "",
                "limit": words.clock(route.limit) if route.limit else "",
                "narrowed_by": [source_described(source) for source in route.narrowed_by],
            }
        case None:
            return {}


def note_described(note: Note, words: Words) -> Described:
    return {
        "id": note.id,
        "text": note.text,
        "when": words.condition(note.when) if note.when else None,
        "source": source_described(note.source),
    }


def track_described(pack: Pack, track: str, words: Words) -> Described:
    known = pack.tracks.get(track)
    on = words.on
    return {
        "id": track,
        "layer": layer_of_place(known.where) if known else "",
        "written": known.where if known else "",
        "title": known.title if known else track,
        "text": known.text if known else "",
        "stages": [stage.id for stage in stages_of(pack, track, on)],
        "moves": [move.id for move in moves_of(pack, track, on)],
        "diagram": track_text(pack, track, on),
        "mermaid": track_mermaid(pack, track, on),
        "source": source_described(known.source) if known else None,
    }


def move_described(move: Move, words: Words) -> Described:
    return {
        "id": move.id,
        "layer": layer_of_place(move.where),
        "written": move.where,
        "track": move.track,
        "title": move.title,
        "text": move.text,
        "from": move.start or None,
        "to": move.end or None,
        "who": list(move.who),
        "towards_sanction": move.towards_sanction,
        **_dates(move.span),
        "when": words.condition(move.when) if move.when else None,
        "notes": list(move.notes),
        "source": source_described(move.source, stated=move.stated),
    }


def _ladder(track: str, routes: list[Rule]) -> Described:
    return {
        "id": track,
        "routes": [rule.id for rule in routes],
        "diagram": ladder_text(routes),
        "mermaid": ladder_mermaid(routes),
    }


def fact_described(fact: FactRule, words: Words) -> Described:
    when = fact.ask.when if isinstance(fact.ask, NamedCondition) else None
    return {
        "id": fact.id,
        "layer": layer_of_place(fact.where),
        "written": fact.where,
        "words": fact.words,
        "gives": fact.gives.value,
        "for_each": fact.each,
        "made_from": words.ask(fact.ask),
        "when": words.condition(when) if when else None,
        "missing": fact.missing,
    }


def record_described(record: RecordKind) -> Described:
    return {
        "id": record.id,
        "layer": layer_of_place(record.where),
        "written": record.where,
        "title": record.title,
        "follows_up": list(record.about),
        "names_a_parent": record.for_parent,
        "seen_by": record.visibility,
        "fields": [
            {
                "field": field.name,
                "words": field.words,
                "holds": field.kind.value,
                "choices": list(field.choices),
                "required": field.required,
            }
            for field in record.fields.values()
        ],
    }


def entry_described(entry: Entry) -> Described:
    return {
        "id": entry.id,
        "layer": layer_of_place(entry.where),
        "written": entry.where,
        "title": entry.title,
        "text": entry.text,
        **{key: _plain(held) for key, held in entry.details.items()},
        **_dates(entry.span),
        "source": source_described(entry.source, stated=entry.stated),
    }


def _plain(held: object) -> object:
    if isinstance(held, tuple):
        return list(held)
    return dict(held) if isinstance(held, Mapping) else held


def _code(code: RegisterCode) -> Described:
    return {
        "id": code.symbol,
        "title": code.meaning,
        "class": code.statistical_class.value,
        "late": code.late,
        "counts_to_threshold": code.counts_to_threshold,
        **_dates(code.span),
        "source": source_described(code.source) if code.source else None,
    }


def _document(source: Source) -> Described:
    return {
        "id": source.id,
        "title": source.title,
        "address": source.address,
        "confidence": source.confidence,
    }
