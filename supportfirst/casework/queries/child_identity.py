"""Where a child stands, for the bar at the top of their page: stages, holds, and as known at which moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supportfirst.casework.queries.as_seen import AsSeen

MET, IN_FORCE = "met", "in_force"


@dataclass(frozen=True, slots=True)
class HoldShown:
    title: str
    until: date | None
    lift: str  # what lifts it, in the pack's words


@dataclass(frozen=True, slots=True)
class Identity:
    stages: Sequence[str] | None  # by the local title, one a track; None: not assessed, or not the reader's
    holds: Sequence[HoldShown]
    known_at: datetime | None
    being_assessed: bool


def identity_of(seen: AsSeen, *, sees_list: bool) -> Identity:
    document = seen.document if sees_list else None
    held = [] if document is None else document.get("holds", [])
    return Identity(
        stages=None if document is None else [_stage(each) for each in document.get("stages", [])],
        holds=[_hold(each) for each in held if each["status"] == IN_FORCE],
        known_at=seen.known_at,
        being_assessed=seen.being_assessed,
    )


def _stage(told: Mapping[str, Any]) -> str:
    return str(told["title"]) if told["outcome"] == MET else f"{told['title']}: cannot tell yet"


def _hold(told: Mapping[str, Any]) -> HoldShown:
    until = told.get("until")
    return HoldShown(told["title"], date.fromisoformat(until) if until else None, told.get("lift") or "")
