"""From which day each rule, move and value of a layer speaks, and until which: `in_force.yaml`.

The list is written beside the rules and held against them, so that no date can move unseen: a
lawyer reads in one place what began on 19 August 2024. A folder without the file is not held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.fields import Faults, Fields, day_of
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.text_form import Node
from supportfirst.attendance.vocabulary.problems import Problem

FILE = "in_force.yaml"
KINDS = ("rules", "moves", "values")
Days = Mapping[tuple[str, str, date], None]  # which way (from or to), “rules x”, day


def in_force_problems(folder: Path, pack: Pack) -> Iterator[Problem]:
    """What the list says otherwise than the layer in `folder`, and what is wrong with the list."""
    text = read_folder(folder, (FILE,))
    yield from text.problems
    document = text.documents.get(FILE)
    if document is None:
        return
    faults = Faults([])
    written = _written(document, faults)
    yield from faults.found
    held = days_of(pack, folder.name)
    for way, name, day in written.keys() - held.keys():
        yield _fault(folder, f"{name} does not speak {way} {day}")
    for way, name, day in held.keys() - written.keys():
        yield _fault(folder, f"{name} speaks {way} {day}, and the list does not say so")


def days_of(pack: Pack, folder: str) -> Days:
    """Every first and last day that the layer of a folder states."""
    found: dict[tuple[str, str, date], None] = {}

    def add(kind: str, name: str, first: date, last: date | None) -> None:
        found["from", f"{kind} {name}", first] = None
        if last is not None:
            found["to", f"{kind} {name}", last] = None

    for rule in pack.rules:
        if rule.where.startswith(f"{folder}/"):
            add("rules", rule.id, rule.span.first, rule.span.last)
    for move in pack.moves.values():
        if move.where.startswith(f"{folder}/"):
            add("moves", move.id, move.span.first, move.span.last)
    for value in pack.values.values():
        for step in value.steps:
            if step.where.startswith(f"{folder}/") and not _is_item(value.id, pack):
                add("values", value.id, step.span.first, step.span.last)
    return found


def _is_item(name: str, pack: Pack) -> bool:
    """One entry of a list, which has the days of its list."""
    whole, _, place = name.rpartition(".")
    return place.isdigit() and whole in pack.values


def _written(document: Node, faults: Faults) -> Days:
    found: dict[tuple[str, str, date], None] = {}
    fields = Fields(document, faults, FILE)
    fields.take("checked")
    for way in ("from", "to"):
        for text, node in fields.named(way).items():
            day = day_of(text)
            inner = Fields(node, faults, f"{FILE}, {way} {text}")
            for kind in KINDS:
                for name in inner.texts(kind):
                    if day is not None:
                        found[way, f"{kind} {name}", day] = None
            inner.finish()
            if day is None:
                inner.fault("bad-date", f"“{text}” is not a date", "write it as 2024-08-19")
    fields.finish()
    return found


def _fault(folder: Path, told: str) -> Problem:
    remedy = "put the date right in the rules, or in the list where the law has changed"
    return Problem("in-force-otherwise", f"{folder.name}/{FILE}", 0, "", "", told, remedy)
