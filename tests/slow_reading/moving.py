"""Stages and moves: the recorded moves of a track followed one by one through its table.

The stage of a case is the highest stage of the track whose condition is met. Where none is, it is on none;
but where one cannot be told, the stage cannot be told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.slow_reading.case import NO, PUPIL, UNSURE, YES, SlowCase, Who
from tests.slow_reading.standing import SlowRecord

NOWHERE = ""


def stage_now(case: SlowCase, track: str) -> str | None:
    """The stage rule that the pupil is on, NOWHERE, or None where that cannot be told."""
    stages = [
        (int(rule.get("order", 0)), name, rule)
        for name, rule in case.pack.rules.items()
        if rule["kind"] == "stage" and rule["track"] == track and in_force(rule, case.on)
    ]
    ranks = {name: case.rank(rule["when"], Who(PUPIL), case.on) for _, name, rule in stages}
    for _, name, _rule in sorted(stages, key=lambda stage: stage[0], reverse=True):
        if ranks[name] == YES:
            return name
    return None if UNSURE in ranks.values() else NOWHERE


def in_force(rule: dict[str, Any], day: date) -> bool:
    last = rule.get("last_day")
    return date.fromisoformat(rule["first_day"]) <= day and (not last or day <= date.fromisoformat(last))


def followed(case: SlowCase, track: str) -> list[str] | None:
    """The stages that the recorded moves led to, one after another; None without a history."""
    return None if case.records is None else [stage for _, stage in followed_records(case, track)]


def followed_records(case: SlowCase, track: str) -> list[tuple[SlowRecord, str]]:
    """Each recorded move that was followed, and where it led."""
    if track not in case.followed:
        case.followed[track] = _followed(case, track)
    return case.followed[track]


def _followed(case: SlowCase, track: str) -> list[tuple[SlowRecord, str]]:
    made: list[tuple[SlowRecord, str]] = []
    for record in moves_recorded(case, track):
        to = record.fields.get("to")
        if rows_of(case, record, [stage for _, stage in made]):
            made.append((record, NOWHERE if to == "none" else str(to)))
    return made


def moves_recorded(case: SlowCase, track: str) -> list[SlowRecord]:
    return [
        record
        for record in case.records or []
        if record.kind == "stage_move" and record.fields.get("track") == track
    ]


def rows_of(case: SlowCase, record: SlowRecord, made: list[str]) -> list[str]:
    """The rows of the table that allow a recorded move. Towards a sanction only a named person makes one."""
    return [
        name
        for name, move in case.pack.moves.items()
        if move["track"] == record.fields["track"]
        and move["to"] == record.fields.get("to")
        and in_force(move, record.on)
        and from_here(case, move, made)
        and (move["towards_sanction"] != "yes" or (record.by and not forbidden(case, move, record)))
    ]


def forbidden(case: SlowCase, move: dict[str, Any], record: SlowRecord) -> bool:
    """Whether what stood on the day of a move plainly did not allow it. Figures of that day are not known."""
    if "when" not in move:
        return False
    then = SlowCase(case.pack, replace(case.given, measure=lambda _: None, windows=None), record.on)
    moves = [other for other in case.records or [] if other.kind == "stage_move"]
    then.without = case.without | {other.id for other in moves[moves.index(record) :]}
    then.records = case.chronology.records(up_to=record.on, without=then.without) if case.chronology else None
    return then.rank(move["when"], Who(PUPIL), record.on) == NO


def from_here(case: SlowCase, move: dict[str, Any], made: list[str]) -> bool:
    """Whether a row begins where the moves so far have led.

    Before any, the case is on no stage, or on the first of the track, which may open without a move.
    """
    start = move.get("from", NOWHERE)
    if made:
        return start in ("any", made[-1])
    stages = [
        (int(rule.get("order", 0)), name)
        for name, rule in case.pack.rules.items()
        if rule["kind"] == "stage" and rule["track"] == move["track"]
    ]
    return start in ("any", NOWHERE, min(stages)[1] if stages else NOWHERE)
