"""What stands otherwise in two assessments of a child: stages, steps, holds, lines, evidence and routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supportfirst.casework.queries.reasons_shown import OUTCOMES, PARTS, STATES

STAGES = "stages"
NOT_LISTED = "Not listed"
OTHER_STATES = {
    "not_due": "Not due",
    "not_in_force": "Not in force",
    "not_asked": "Not asked for",
    "not_in_view": "Not in view",
}


@dataclass(frozen=True, slots=True)
class LineSince:
    part: str  # the heading of the part of the assessment
    title: str  # of the line; of a stage: which track it is of
    then: str
    now: str


def lines_since(then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Sequence[LineSince]:
    """Lines that came, went or stand otherwise; none where one of the two assessments is not there."""
    if then is None or now is None:
        return []
    found = []
    for part, heading in PARTS:
        before, after = _lines(part, then), _lines(part, now)
        for key in [*before, *(key for key in after if key not in before)]:
            title, told = before.get(key, ("", NOT_LISTED))
            name, tells = after.get(key, ("", NOT_LISTED))
            if told != tells:
                found.append(LineSince(heading, name or title, told, tells))
    return found


def _lines(part: str, document: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """By key the title and how it stands. A child is at one stage of a track: the track is its key."""
    found = {}
    for line in document.get(part, ()):
        if part == STAGES:
            track = str(line.get("track") or "")
            words = track.replace("_", " ").capitalize() or "Stage"
            found[track] = (words, f"{line['title']}: {_stands(line)}")
        else:
            found[str(line["id"])] = (str(line["title"]), _stands(line))
    return found


def _stands(line: Mapping[str, Any]) -> str:
    status = line.get("status")
    if status is None:
        return OUTCOMES[line["outcome"]]
    return STATES.get(status) or OTHER_STATES[status]
