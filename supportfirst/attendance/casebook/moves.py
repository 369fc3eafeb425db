"""How a pupil came to a stage, and which moves stand open from it, by whom."""

from __future__ import annotations

from typing import Any

from supportfirst.attendance.assessment.conditions import judge
from supportfirst.attendance.assessment.finding import Outcome, source_as_json
from supportfirst.attendance.casebook.case_facts import CaseFacts
from supportfirst.attendance.casebook.judging import title_of
from supportfirst.attendance.casebook.tracks import ANY
from supportfirst.attendance.packs.shape import Move


def reached(facts: CaseFacts) -> dict[str, list[dict[str, Any]]]:
    """For each track, the recorded moves that were followed, oldest first."""
    told: dict[str, list[dict[str, Any]]] = {}
    for track in facts.reading.pack.tracks:
        made = facts.track(track).reached
        if made:
            told[track] = [
                {
                    "record": each.record,
                    "on": each.on.isoformat(),
                    "move": each.move.id,
                    "title": each.move.title,
                    "to": each.move.end,
                    "by": {"name": each.by_name, "title": each.by_title},
                    "reason": each.reason,
                    "source": source_as_json(each.move.source, stated=each.move.stated),
                }
                for each in made
            ]
    return told


def moves_open(facts: CaseFacts, *, everything: bool) -> dict[str, list[dict[str, Any]]]:
    """For each track that the pupil is on, the moves of the table that may be made from the stage now.

    everything: also tracks that the pupil is not on. A move that the facts do not allow is listed as such.
    """
    told: dict[str, list[dict[str, Any]]] = {}
    for track in facts.reading.pack.tracks if everything else facts.tracks_in_view():
        stage, _ = facts.stage(track)
        if not stage and not everything and not facts.track(track).reached:
            continue
        rows = [
            _as_json(move, facts)
            for move in facts.reading.moves[track]
            if move.start in (stage, ANY) and move.end != stage
        ]
        if rows:
            told[track] = rows
    return told


def _as_json(move: Move, facts: CaseFacts) -> dict[str, Any]:
    """A move; one that rests on no fact is the same for every pupil, and made once."""
    if move.when is not None:
        return _told(move, facts)
    shown = facts.reading.moves_shown
    if move.id not in shown:
        shown[move.id] = _told(move, facts)
    return shown[move.id]


def _told(move: Move, facts: CaseFacts) -> dict[str, Any]:
    reason = judge(move.when, facts, facts.pack_day) if move.when is not None else None
    return {
        "move": move.id,
        "title": move.title,
        "to": move.end,
        "who": [title_of(role, facts.reading.pack) for role in move.who],
        "towards_sanction": move.towards_sanction,
        "outcome": (reason.outcome if reason else Outcome.MET).value,
        "because": reason.because if reason else "a person decides",
        "source": source_as_json(move.source, stated=move.stated),
    }
