"""The same pupils divided twice, before a change and after it: how many stand where, and who moved.

Both divisions use one list of places (the stages of a track, say). What small numbers must
hide is worked out for both divisions and for the moves between them together, because any
one of the three can give another away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.groups import GroupTotals, Summary, Table
from supportfirst.attendance.measures.suppression import hidden

FEW_PLACES = 4  # so few cells are counted one by one, which is quicker than a count of all
Places = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Movement:
    """`counts`: pupils by (place before, place after), those above 0 only."""

    places: int
    counts: Mapping[tuple[int, int], int]

    @property
    def pupils(self) -> int:
        return sum(self.counts.values())

    @property
    def moved(self) -> int:
        return sum(count for (before, after), count in self.counts.items() if before != after)

    def before(self, place: int) -> int:
        return sum(count for (before, _), count in self.counts.items() if before == place)

    def after(self, place: int) -> int:
        return sum(count for (_, after), count in self.counts.items() if after == place)

    def into(self, place: int) -> int:
        """Pupils who come to a place from another."""
        return self.after(place) - self.counts.get((place, place), 0)

    def out_of(self, place: int) -> int:
        return self.before(place) - self.counts.get((place, place), 0)

    def in_or_out(self, place: int) -> Movement:
        """The same of one place against all others: 1 for it and 0 for the rest."""
        counts: dict[tuple[int, int], int] = {}
        for (before, after), count in self.counts.items():
            cell = (int(before == place), int(after == place))
            counts[cell] = counts.get(cell, 0) + count
        return Movement(2, counts)


@dataclass(frozen=True, slots=True)
class HiddenMoves:
    """Places whose number before or after may not be shown, and moves that may not."""

    before: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()
    moves: frozenset[tuple[int, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.moves)


def movement_of(before: Places, after: Places, places: int) -> Movement:
    """Count the moves. Arrays are (pupils,), each place from 0 to places - 1, at most 11 places."""
    assert places**2 < np.iinfo(np.int8).max, "two places together are kept in a byte"
    if before is after:
        stay = ((place, int(np.count_nonzero(before == place))) for place in range(places))
        return Movement(places, {(place, place): count for place, count in stay if count})
    cells = before * np.int8(places) + after
    if places <= FEW_PLACES:
        counts = [int(np.count_nonzero(cells == cell)) for cell in range(places**2)]
    else:
        counts = np.bincount(cells, minlength=places**2).tolist()
    return Movement(places, {divmod(cell, places): count for cell, count in enumerate(counts) if count})


def hidden_moves(movement: Movement, *, threshold: int | None) -> HiddenMoves:
    """What must not be shown so that no number of pupils below the threshold can be worked out."""
    cells = sorted(movement.counts)
    if not cells:
        return HiddenMoves()
    places = list(range(movement.places))
    befores, afters = (np.array(side, np.intp) for side in zip(*cells, strict=True))
    summary = Summary(
        GroupTotals(enrolments=movement.pupils),
        [
            _table("before", befores, [movement.before(place) for place in places]),
            _table("after", afters, [movement.after(place) for place in places]),
            _table("moves", np.arange(len(cells), dtype=np.intp), [movement.counts[cell] for cell in cells]),
        ],
    )
    gone = hidden(summary, threshold=threshold).rows
    return HiddenMoves(
        before=frozenset(place for place in places if 1 + place in gone),
        after=frozenset(place for place in places if 1 + len(places) + place in gone),
        moves=frozenset(cell for at, cell in enumerate(cells, start=1 + 2 * len(places)) if at in gone),
    )


def _table(by: str, members: NDArray[np.intp], sizes: list[int]) -> Table:
    totals = [GroupTotals(enrolments=size) for size in sizes]
    return Table(by, [str(place) for place in range(len(sizes))], members, totals)
