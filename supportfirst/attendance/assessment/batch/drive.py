"""Where every pupil stands under a policy, and under another: arrays of places, counted and grouped.

A pupil's place on a track is the highest stage that is met, as for one pupil alone; where
none is met but one can't be told, the place is “cannot tell”. Only pupils on roll on the
day are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.batch.ranks import CANNOT_TELL, MET, Ranks
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.measures.movement import Movement, Places, movement_of
from supportfirst.attendance.packs.shape import Rule, RuleKind

NOT_IN_POLICY = np.int8(3)  # of a line, besides the three ranks
LINE_PLACES = 4
Counted = dict[tuple[int, int], Movement]  # by the identities of two arrays
NO_STAGE, UNSURE, NO_TRACK = "no stage", "cannot tell", "not in this policy"


@dataclass(frozen=True, slots=True)
class TrackPlaces:
    """`places`: (pupils,), into `stages`, then NO_STAGE and UNSURE."""

    stages: tuple[Rule, ...]  # lowest first
    places: Places


class Standing:
    """One pack's lines and tracks for the pupils on roll. Arrays are (pupils on roll,)."""

    def __init__(self, binding: Binding, ranks: Sequence[Ranks]) -> None:
        self.pack = binding.pack
        self.rules = {rule.id: rule for rule in binding.rules}
        self.ranks = dict(zip(self.rules, ranks, strict=True))

    @property
    def lines(self) -> dict[str, Rule]:
        """Prompts and lists."""
        return {name: rule for name, rule in self.rules.items() if rule.kind is not RuleKind.STAGE}

    @cached_property
    def tracks(self) -> dict[str, TrackPlaces]:
        by_track: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            if rule.kind is RuleKind.STAGE:
                by_track.setdefault(rule.track, []).append(rule)
        return {track: self._track(stages) for track, stages in by_track.items()}

    def _track(self, found: list[Rule]) -> TrackPlaces:
        # the first of two stages with one order is the pupil's, so it must be written last
        lowest_first = sorted(found, key=lambda rule: rule.order, reverse=True)[::-1]
        places = np.full(self.ranks[found[0].id].shape, len(found), np.int8)
        for stage in lowest_first:
            places[self.ranks[stage.id] == CANNOT_TELL] = len(found) + 1
        for at, stage in enumerate(lowest_first):
            places[self.ranks[stage.id] == MET] = at
        return TrackPlaces(tuple(lowest_first), places)

    def holds(self, name: str) -> NDArray[np.bool_]:
        """Who is at a stage, or over a line; nobody where the pack lacks it."""
        rule = self.rules.get(name)
        if rule is None:
            return np.zeros(self.pupils, np.bool_)
        if rule.kind is not RuleKind.STAGE:
            return np.equal(self.ranks[name], MET)
        track = self.tracks[rule.track]
        return np.equal(track.places, [stage.id for stage in track.stages].index(name))

    @cached_property
    def pupils(self) -> int:
        return len(next(iter(self.ranks.values()))) if self.ranks else 0


class Drive:
    """Two standings of the same pupils."""

    def __init__(self, before: Standing, after: Standing, pupils: int, counted: Counted) -> None:
        self.before, self.after, self.pupils = before, after, pupils
        self._counted = counted  # shared by drives of the same rows: many lines are those of the law

    def line(self, name: str) -> Movement:
        """Places are the ranks, and NOT_IN_POLICY."""
        before, after = (standing.ranks.get(name, self._absent) for standing in (self.before, self.after))
        key = (id(before), id(after))
        if key not in self._counted:
            self._counted[key] = movement_of(before, after, LINE_PLACES)
        return self._counted[key]

    @cached_property
    def _absent(self) -> Ranks:
        return np.full(self.pupils, NOT_IN_POLICY, np.int8)

    def changed_lines(self, name: str) -> tuple[list[int], list[int]]:
        """Places of the pupils who come over a line, and of those who no longer are."""
        before, after = self.before.holds(name), self.after.holds(name)
        return np.flatnonzero(after & ~before).tolist(), np.flatnonzero(before & ~after).tolist()

    def track(self, name: str) -> tuple[list[str], Movement]:
        """The places of a track under either pack (ids of stages, then words), and the moves."""
        names, before, after = self._on_one_list(name)
        return names, movement_of(before, after, len(names))

    def moved_on(self, name: str) -> list[tuple[int, str, str]]:
        """Place, stage before and stage after of each pupil who moved on a track."""
        names, before, after = self._on_one_list(name)
        rows = np.flatnonzero(before != after)
        sides = zip(rows.tolist(), before[rows].tolist(), after[rows].tolist(), strict=True)
        return [(row, names[old], names[new]) for row, old, new in sides]

    def _on_one_list(self, name: str) -> tuple[list[str], Places, Places]:
        sides = [standing.tracks.get(name) for standing in (self.before, self.after)]
        stages = {stage.id: stage.order for side in sides if side for stage in side.stages}
        names = [*sorted(stages, key=lambda stage: stages[stage]), NO_STAGE, UNSURE, NO_TRACK]
        arrays = [self._placed(side, names) for side in sides]
        return names, arrays[0], arrays[1]

    def _placed(self, side: TrackPlaces | None, names: list[str]) -> Places:
        if side is None:
            return np.full(self.pupils, names.index(NO_TRACK), np.int8)
        own = [*(stage.id for stage in side.stages), NO_STAGE, UNSURE]
        found: Places = np.array([names.index(each) for each in own], np.int8)[side.places]
        return found

    def with_any(self, names: Iterable[str]) -> tuple[int, int]:
        """How many pupils are over at least one of the lines, before and after."""
        wanted = list(names)
        return _any_of(self.before, wanted, self.pupils), _any_of(self.after, wanted, self.pupils)


def _any_of(standing: Standing, names: Sequence[str], pupils: int) -> int:
    found = np.zeros(pupils, np.bool_)
    for name in names:
        if name in standing.rules:
            found |= standing.holds(name)
    return int(np.count_nonzero(found))
