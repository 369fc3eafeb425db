"""Tracks, and the table of moves on each: who may take a case from which stage to which."""

from __future__ import annotations

from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_conditions import condition_at
from supportfirst.attendance.packs.build_sentences import sentence_at, span_at
from supportfirst.attendance.packs.case_shape import Track
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.shape import Move
from supportfirst.attendance.packs.text_form import Node, place

ANY_STAGE = "any"  # in `from`: whatever the stage, on one or on none
LEAVES = "none"  # in `to`: the case leaves the track


class TracksFile(NamedTuple):
    tracks: dict[str, Track]
    moves: dict[str, Move]


def build_tracks(document: Node, bench: Bench) -> TracksFile:
    """What one file of `tracks/` holds. Faults go to the bench."""
    fields = Fields(document, bench.faults, "tracks file")
    bench.checked_if_written(fields)
    tracks = {name: _track(name, node, bench) for name, node in fields.named("tracks").items()}
    moves = {name: _move(name, node, bench) for name, node in fields.named("moves").items()}
    fields.finish()
    return TracksFile(tracks, {name: move for name, move in moves.items() if move is not None})


def _track(name: str, node: Node, bench: Bench) -> Track:
    fields = Fields(node, bench.faults, f"track {name}")
    title, text = fields.text("title", required=True), fields.text("text", required=True)
    track = Track(name, title, text, bench.source(fields), place(node))
    fields.finish()
    return track


def _move(name: str, node: Node, bench: Bench) -> Move | None:
    fields = Fields(node, bench.faults, f"move {name}")
    end = fields.text("to", required=True)
    when = condition_at(fields, "when", bench)
    span = span_at(fields)
    if span is None:
        return None
    move = Move(
        id=name,
        track=fields.text("track", required=True),
        title=fields.text("title", required=True),
        text=sentence_at(fields, "text", bench),
        start=fields.text("from"),
        end="" if end == LEAVES else end,
        who=fields.several("who", required=True),
        when=when,
        towards_sanction=fields.yes_no("towards_sanction", default=False),
        source=bench.source(fields),
        span=span,
        stated=fields.yes_no("stated", default=True),
        notes=fields.several("notes"),
        where=place(node),
    )
    fields.finish()
    unread = when is None and "when" in fields.table.entries
    return None if unread else move
