"""Where a child's case stands, track by track, and which moves the reader may make from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.pack_roles import roles_held
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.case_moves import MoveShown, TrackStands, where_it_stands
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.queries.child import OfChild, child_at


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move, and whether the reader has one of the roles that make it."""

    move: MoveShown
    mine: bool

    @property
    def why_not(self) -> str:
        """Why the reader can't make it now; "" where they can. The rule, the reason and what can be done."""
        if not self.mine:
            return (
                f"This move is made by: {', '.join(self.move.who_titles)}. That is not your role at this "
                "school. Ask one of them."
            )
        if self.move.is_open:
            return ""
        if self.move.can_be_told:
            return f"What it asks for does not hold: {self.move.because}. Record what is missing, or wait."
        return f"Nobody can tell whether it may be made: {self.move.because}. Record what is missing first."


@dataclass(frozen=True, slots=True)
class TrackLine:
    stands: TrackStands
    moves: Sequence[MoveLine]


@dataclass(frozen=True, slots=True)
class StagesPage(OfChild):
    """`line`: the move that is about to be made, with its `track`, on the page of one.

    `untold`: why nobody can tell where the case stands; "" where it is told.
    """

    tracks: Sequence[TrackLine]
    holds: Sequence[tuple[str, date | None]]
    untold: str = ""
    track: TrackStands | None = None
    line: MoveLine | None = None

    def of_move(self, move: str) -> StagesPage | None:
        """The same about one move; None where the table does not have it from where the case stands."""
        for track in self.tracks:
            for line in track.moves:
                if line.move.id == move:
                    return replace(self, track=track.stands, line=line)
        return None


def stages_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> StagesPage:
    """The child is assessed for it, once. Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    school = enrolment.school
    roles = roles_held(actor, school, pack_of(school, actor.today))
    stand = where_it_stands(enrolment, actor.at)
    tracks = [
        TrackLine(stands, [MoveLine(each, roles.any_of(each.who)) for each in stands.moves])
        for stands in stand.tracks
    ]
    return StagesPage(enrolment, tracks, stand.holds, stand.untold)
