"""Where recorded moves have led on a track, by the pack's table of moves.

A stage is worked out, never typed in: moves are followed in order, each through a row of the
table that was in force on its day. One that no row allows, or towards a sanction by nobody in
particular or while what its row asks for plainly did not hold, is not followed, and is told as a
fault of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from supportfirst.attendance.casebook.chronology import Chronology, Record
from supportfirst.attendance.casefiles.cells import shown
from supportfirst.attendance.packs.shape import Move, Pack, RuleKind

MOVE = "stage_move"
ANY, NONE = "any", "none"
NEAR = 0.8  # of 1: how alike two names are, one of them probably mistyped


@dataclass(frozen=True, slots=True)
class MoveMade:
    """One move that was followed, and the record of it."""

    record: str
    on: date
    move: Move
    by_name: str
    by_title: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrackState:
    stage: str  # the stage rule that the moves led to; "" for none
    reached: Sequence[MoveMade]  # every move that was followed, in order
    faults: Sequence[str]


UNMOVED = TrackState("", (), ())  # of a pupil for whom no move is recorded


# What plainly forbade a move when it was made, the moves so far having led to that state; "" for nothing.
Forbids = Callable[[Move, Record, TrackState], str]


class Tracks:
    """The tracks of a pack, and where recorded moves have led on each. Made once for a school."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._stages = {rule.id for rule in pack.rules if rule.kind is RuleKind.STAGE}
        self._opening = {track: opening_stage(track, pack) for track in pack.tracks}
        self._mistyped: dict[str, bool] = {}  # names of no track; a school's records have few of them

    def follow(
        self, track: str, chronology: Chronology | None, forbids: Forbids = lambda *_: ""
    ) -> TrackState:
        """Follow every recorded move on a track; without a history there is none to follow."""
        stage = ""
        reached: list[MoveMade] = []
        faults: list[str] = []
        for record in chronology.of([MOVE]) if chronology else ():
            if record.text("track") != track:
                continue
            end = record.text("to") or ""
            current = stage or (self._opening.get(track, "") if not reached else "")
            rows = _rows(self._pack, track, (stage, current), "" if end == NONE else end, record.on)
            so_far = TrackState(stage, tuple(reached), tuple(faults))
            why_not = [_fault(record, move, so_far, forbids) for move in rows]
            move = next((move for move, fault in zip(rows, why_not, strict=True) if not fault), None)
            if move is None:
                faults.append(why_not[0] if why_not else _no_row(record, current, end))
                continue
            stage = move.end
            by = record.event
            reached.append(
                MoveMade(record.id, record.on, move, by.by_name, by.by_title, record.text("reason") or "")
            )
        return TrackState(stage, tuple(reached), tuple(faults))

    def moves_on_none(self, chronology: Chronology | None) -> list[str]:
        """Moves on a track that is probably mistyped: the policy has nearly that name, or has the stage.

        A move on a track that only another policy has is no fault: a child may have come from there.
        """
        moves = chronology.by_kind.get(MOVE, ()) if chronology else ()
        astray = [
            record
            for record in moves
            if record.text("track") not in self._pack.tracks
            and (record.text("to") in self._stages or self._is_mistyped(record.text("track") or ""))
        ]
        return [
            f"{_told(each)} is on the track “{shown(each.text('track'))}”, which this policy does not have"
            for each in astray
        ]

    def _is_mistyped(self, track: str) -> bool:
        if track not in self._mistyped:
            self._mistyped[track] = bool(get_close_matches(track, self._pack.tracks, 1, NEAR))
        return self._mistyped[track]


def opening_stage(track: str, pack: Pack) -> str:
    """The lowest stage of a track, which numbers may open by themselves."""
    stages = [rule for rule in pack.rules if rule.kind is RuleKind.STAGE and rule.track == track]
    return min(stages, key=lambda rule: rule.order).id if stages else ""


def _rows(pack: Pack, track: str, starts: tuple[str, str], end: str, on: date) -> list[Move]:
    return [
        move
        for move in pack.moves.values()
        if move.track == track
        and on in move.span
        and move.end == end
        and (move.start == ANY or move.start in starts)
    ]


def _no_row(record: Record, current: str, end: str) -> str:
    came = f"from “{current}”" if current else "from no stage"
    return f"{_told(record)} {came} to “{end}” is not in the table of moves"


def _fault(record: Record, move: Move, so_far: TrackState, forbids: Forbids) -> str:
    if not move.towards_sanction:
        return ""
    if not record.event.by_name:
        return f"{_told(record)} goes towards a sanction and names nobody; only a named person may make it"
    because = forbids(move, record, so_far)
    return because and (
        f"{_told(record)} to “{move.end}” goes towards a sanction, and what is recorded up to that day "
        f"did not allow it: {because}"
    )


def _told(record: Record) -> str:
    return f"the move of {record.on.isoformat()} ({record.id})"
