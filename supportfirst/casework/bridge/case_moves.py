"""Where a child's case stands on each track of the pack, and the moves that its table has from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supportfirst.attendance.assessment.case_items import CaseItem, Status
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.pupil_by_pupil import DayOutsidePack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.casework.bridge.child_assessment import child_then
from supportfirst.casework.store.models import Enrolment

MET, CANNOT_TELL = "met", "cannot_tell"
NO_STAGE = "none"  # as a record of a move says it


@dataclass(frozen=True, slots=True)
class MoveShown:
    """One row of the pack's table. `outcome`: whether what it asks for holds; `because`: in words."""

    id: str
    title: str
    text: str
    to: str  # the stage rule, or NO_STAGE
    to_title: str
    who: Sequence[str]  # roles of the pack
    who_titles: Sequence[str]
    towards_sanction: bool
    outcome: str
    because: str
    source: str
    stated: bool

    @property
    def is_open(self) -> bool:
        return self.outcome == MET

    @property
    def can_be_told(self) -> bool:
        return self.outcome != CANNOT_TELL


@dataclass(frozen=True, slots=True)
class MoveMade:
    on: date
    title: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrackStands:
    """`stage`: the rule that the case stands on; "" for none. `told`: its title, or that nobody can tell."""

    track: str
    title: str
    text: str
    stage: str
    told: str
    made: Sequence[MoveMade]  # the oldest first
    moves: Sequence[MoveShown]


@dataclass(frozen=True, slots=True)
class Stands:
    """`holds`: the titles of those in force, each with its last day where it has one.

    `untold`: why nobody can tell where the case stands, what to do about it included; "" where it is told.
    """

    tracks: Sequence[TrackStands]
    holds: Sequence[tuple[str, date | None]]
    untold: str = ""


def where_it_stands(enrolment: Enrolment, moment: datetime) -> Stands:
    """As the records stand at a moment, in the order of the pack."""
    try:
        then = child_then(enrolment, moment)
        [pupil] = then.assessed(everything=True).pupils
    except (CalendarUnusable, DayOutsidePack) as error:
        return Stands([], [], f"{error.what}. {error.remedy[:1].upper()}{error.remedy[1:]}.")
    titles = {rule.id: rule.title for rule in then.pack.rules}
    return Stands(
        [_stands(track, then.pack, pupil, titles) for track in then.pack.tracks],
        [_hold(each) for each in pupil.case.holds if each.status is Status.IN_FORCE],
    )


def _hold(item: CaseItem) -> tuple[str, date | None]:
    until = item.more.get("until")
    return item.finding.rule.title, date.fromisoformat(until) if isinstance(until, str) else until


def _stands(track: str, pack: Pack, pupil: PupilAssessment, titles: Mapping[str, str]) -> TrackStands:
    found = next((each for each in pupil.stages if each.rule.track == track), None)
    made = pupil.case.reached.get(track, ())
    told = "No stage" if found is None else found.rule.title
    if found is not None and found.outcome.value != MET:
        told = f"{found.rule.title}: cannot tell yet"
    held = pack.tracks[track]
    return TrackStands(
        track=track,
        title=held.title,
        text=held.text,
        stage="" if found is None else found.rule.id,
        told=told,
        made=[
            MoveMade(
                date.fromisoformat(each["on"]),
                each["title"],
                ", ".join(word for word in (each["by"]["name"], each["by"]["title"]) if word),
                each["reason"],
            )
            for each in made
        ],
        moves=[_move(each, pack, titles) for each in pupil.case.moves.get(track, ())],
    )


def _move(told: Mapping[str, Any], pack: Pack, titles: Mapping[str, str]) -> MoveShown:
    move = pack.moves[told["move"]]
    return MoveShown(
        id=move.id,
        title=move.title,
        text=move.text,
        to=move.end or NO_STAGE,
        to_title=titles.get(move.end, "no stage"),
        who=move.who,
        who_titles=told["who"],
        towards_sanction=move.towards_sanction,
        outcome=told["outcome"],
        because=told["because"],
        source=", ".join(word for word in (move.source.title, move.source.passage) if word),
        stated=move.stated,
    )
