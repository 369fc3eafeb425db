"""One pack as a whole school's cases are judged by it: read on the day, and on any day that a rule says.

Made once for a school and shared by all its pupils, so that nothing that is the same for every
child (which rules are stages of a track, what a value is on a day) is looked for once a child.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.finding import Fact
from supportfirst.attendance.assessment.pack_day import PackDay, pack_on
from supportfirst.attendance.assessment.ranks import Ranks, Value, ranks_on
from supportfirst.attendance.casebook.tracks import Tracks
from supportfirst.attendance.packs.shape import Move, Pack, Rule, RuleKind


class Reading:
    """The pack, the day asked about, and the pack as its values are on that day or on another."""

    def __init__(self, pack: Pack, on: date) -> None:
        self.pack = pack
        self.on = on
        self._ranks: dict[date, Ranks] = {}
        self._earlier: dict[date, Reading] = {}
        self.stages: dict[str, list[Rule]] = {}  # in force on the day, by track
        for rule in pack.rules:
            if rule.kind is RuleKind.STAGE and on in rule.span:
                self.stages.setdefault(rule.track, []).append(rule)
        # Of facts, in words, by their names: where a history was given, and where none was.
        self.origins: dict[bool, dict[str, str]] = {False: {}, True: {}}
        # As these, facts that no mark and no record lies behind, by their names and values.
        self.plain: dict[bool, dict[tuple[str, Value], Fact]] = {False: {}, True: {}}
        self.tracks = Tracks(pack)
        self.track_of = {rule.id: rule.track for rule in pack.rules}
        self._tracks_of: dict[tuple[str, ...], Sequence[str]] = {}
        self.moves: dict[str, Sequence[Move]] = {
            track: [move for move in pack.moves.values() if move.track == track and on in move.span]
            for track in pack.tracks
        }

        self.moves_shown: dict[str, dict[str, Any]] = {}  # those that rest on no fact, kept by `moves`

    def earlier(self, on: date) -> Reading:
        """The same pack as it is read on another day, on which a record was made."""
        if on not in self._earlier:
            self._earlier[on] = Reading(self.pack, on)
        return self._earlier[on]

    def tracks_of(self, stages: tuple[str, ...]) -> Sequence[str]:
        """The tracks that some stages belong to, each once."""
        tracks = self._tracks_of.get(stages)
        if tracks is None:
            track_of = self.track_of
            tracks = sorted({track_of[stage] for stage in stages if stage in track_of})
            self._tracks_of[stages] = tracks
        return tracks

    def day(self, values_day: date) -> PackDay:
        """The pack as its values are on a day."""
        return self.ranks(values_day).day

    def ranks(self, values_day: date) -> Ranks:
        """Its conditions as functions, with the values of a day."""
        ranks = self._ranks.get(values_day)
        if ranks is None:
            ranks = self._ranks[values_day] = ranks_on(pack_on(self.pack, values_day, self.on))
        return ranks
