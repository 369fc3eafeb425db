"""The casework of a layer laid over that of the layers beneath: records, facts, tracks, moves, entries.

A lower layer adds, and never writes an id again: what the law or a wider body says of a record, a
fact or a letter stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_entries import build_entries
from supportfirst.attendance.packs.build_facts import build_facts, names_of_facts
from supportfirst.attendance.packs.build_records import build_records
from supportfirst.attendance.packs.build_tracks import build_tracks
from supportfirst.attendance.packs.cache import FolderText
from supportfirst.attendance.packs.case_shape import Entry, RecordKind, Track
from supportfirst.attendance.packs.fact_shape import FactRule
from supportfirst.attendance.packs.shape import Move, Pack
from supportfirst.attendance.packs.text_form import Node, Table

Named = TypeVar("Named")


@dataclass(slots=True)
class Casework:
    """What a layer and those beneath it say, by id."""

    records: dict[str, RecordKind] = field(default_factory=dict)
    facts: dict[str, FactRule] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)


def build_casework(text: FolderText, beneath: Pack | None, bench: Bench, *, first_day: date) -> Casework:
    """Everything but the rules, which may name any of it; so it is built before them."""
    held = _beneath(beneath)
    for document in documents_in(text, "records"):
        add_named(held.records, build_records(document, bench), document, bench)
    bench.records = held.records
    written = (name for document in documents_in(text, "facts") for name in names_of_facts(document))
    bench.pack_facts = frozenset((*held.facts, *written))
    for document in documents_in(text, "facts"):
        add_named(held.facts, build_facts(document, bench), document, bench)
    for document in documents_in(text, "tracks"):
        found = build_tracks(document, bench)
        add_named(held.tracks, found.tracks, document, bench)
        add_named(held.moves, found.moves, document, bench)
    for document in documents_in(text, "entries"):
        add_named(held.entries, build_entries(document, bench, first_day=first_day), document, bench)
    return held


def _beneath(pack: Pack | None) -> Casework:
    if pack is None:
        return Casework()
    return Casework(
        dict(pack.records), dict(pack.facts), dict(pack.tracks), dict(pack.moves), dict(pack.entries)
    )


def documents_in(text: FolderText, folder: str) -> list[Node]:
    """The files of one folder of the pack, in the order of their names."""
    return [node for path, node in text.documents.items() if path.startswith(f"{folder}/")]


def add_named(held: dict[str, Named], added: Mapping[str, Named], document: Node, bench: Bench) -> None:
    """Add what one file holds; an id that is there already, here or beneath, is a fault."""
    sections = document.entries.values() if isinstance(document, Table) else ()
    for name, thing in added.items():
        if name in held:
            lines = [
                each.key_lines[name] for each in sections if isinstance(each, Table) and name in each.entries
            ]
            told = f"“{name}” is already written in this pack or in one beneath"
            bench.faults.add(
                "repeated-id", document, told, "give it a name of its own", line=lines[0], column=name
            )
            continue
        held[name] = thing
