"""Small numbers of pupils hidden so that subtraction does not bring them back.

A number of pupils from 1 to one below the threshold is small; nought is not. A group with few
enrolments is hidden whole. Elsewhere a count of pupils is hidden if it, or the rest of its
group, is small. Then more is hidden, the smallest first, until no hidden small number follows
from what is shown: neither from one table's total less its other rows, nor from several tables
together (each row is an equation; a number follows when its row is a sum of shown rows), and
until what one table hides adds up to at least the threshold. Sessions are not numbers of
pupils: those of a shown group are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.groups import GroupTotals, Summary
from supportfirst.attendance.vocabulary.errors import AttendanceError

COUNTED = ("enrolments_with_possible", "persistently_absent", "severely_absent")  # of pupils, one by one
LARGEST = 20_000_000  # cells of the system of equations; past this it would take minutes
MOST_ROWS = 2_000
_NOTHING_LEFT = 1e-6
_OF_TOTAL = 0  # the place of the total among all rows


class TooManyGroups(AttendanceError):
    """Small numbers can't be hidden safely across so many groups at once."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What not to show. A row's place is 0 for the total, then every group of every table in turn."""

    rows: frozenset[int] = frozenset()
    counts: dict[str, frozenset[int]] = field(default_factory=dict)  # by name, besides `rows`

    def of(self, place: int, name: str) -> bool:
        return place in self.rows or place in self.counts.get(name, frozenset())


def hidden(summary: Summary, *, threshold: int | None) -> Hidden:
    """What a summary must hide; nothing without a threshold.

    A threshold of 1 hides nothing, since no number is from 1 to 0.
    """
    rows = [summary.total, *(totals for table in summary.tables for totals in table.totals)]
    counts = {name: [getattr(totals, name) for totals in rows] for name in COUNTED}
    return hidden_counts(summary, counts, threshold=threshold)


def hidden_counts(
    summary: Summary,
    counts: Mapping[str, Sequence[int]],
    *,
    threshold: int | None,
    also: Mapping[str, Set[int]] | None = None,
) -> Hidden:
    """The same for any counts of pupils: by name, one number for the total and for every group in turn.

    also: places that must be hidden whatever their number, by name.
    """
    if threshold is None or threshold <= 1:
        return Hidden()
    layout = _Layout.of(summary)
    sizes = [totals.enrolments for totals in layout.rows]
    few = {place for place, size in enumerate(sizes) if 0 < size < threshold}
    rows = layout.protect(few, sizes, already=frozenset(), threshold=threshold)
    found = {}
    for name, values in counts.items():
        small = {
            place
            for place, (value, size) in enumerate(zip(values, sizes, strict=True))
            if 0 < value < threshold or 0 < size - value < threshold
        }
        small |= also.get(name, set()) if also else set()
        found[name] = layout.protect(small - rows, values, already=rows, threshold=threshold) - rows
    return Hidden(rows, found)


@dataclass(frozen=True, slots=True)
class _Layout:
    """All rows of all tables over the atoms: sets of enrolments that no table divides."""

    rows: Sequence[GroupTotals]
    table_of: Sequence[int]  # of each row; -1 for the total
    atoms: NDArray[np.float64]  # (rows, atoms), 1 where an atom is in a row

    @classmethod
    def of(cls, summary: Summary) -> _Layout:
        rows, table_of = [summary.total], [-1]
        for number, table in enumerate(summary.tables):
            rows += table.totals
            table_of += [number] * len(table.groups)
        members = [table.members for table in summary.tables]
        together = np.stack(members, axis=1) if members else np.zeros((1, 1), np.intp)
        combinations = np.unique(together, axis=0)
        parts = [np.ones((1, len(combinations)))]
        for place, table in enumerate(summary.tables):
            of_atom = combinations[:, place]
            parts.append((of_atom[np.newaxis] == np.arange(len(table.groups))[:, np.newaxis]) * 1.0)
        return cls(rows, table_of, np.concatenate(parts))

    def protect(
        self, small: set[int], values: Sequence[int], *, already: frozenset[int], threshold: int
    ) -> frozenset[int]:
        """`already`, `small` and whatever else must be hidden for `small` to stay hidden."""
        gone = set(already) | small
        while True:
            more = self._to_hide(small, values, gone, threshold)
            if not more:
                return frozenset(gone)
            gone |= more

    def _to_hide(self, small: set[int], values: Sequence[int], gone: set[int], threshold: int) -> set[int]:
        """For each table that gives a small number away, its smallest row that is still shown."""
        shown = [place for place in range(len(self.rows)) if place not in gone]
        away = self._recoverable(sorted(small), shown) if shown else []
        tables = {self.table_of[place] for place in away}
        tables |= {
            table
            for table in {self.table_of[place] for place in small}
            if table >= 0 and 0 < self._sum_hidden(table, values, gone) < threshold
        }
        more = set()
        for table in tables:
            candidates = [place for place in shown if self.table_of[place] == table]
            candidates = candidates or ([_OF_TOTAL] if _OF_TOTAL not in gone else shown)
            if candidates:
                more.add(min(candidates, key=lambda place: (values[place] == 0, values[place], place)))
        return more

    def _left_alone(self, wanted: list[int], shown: list[int]) -> list[int]:
        """In a single table a number follows only if the total is shown and all other rows are."""
        seen = set(shown)
        missing = [place for place in range(len(self.rows)) if place not in seen and place != _OF_TOTAL]
        follows_total = not missing
        alone = len(missing) == 1 and _OF_TOTAL in shown
        return [p for p in wanted if (p == _OF_TOTAL and follows_total) or (alone and p in missing)]

    def _sum_hidden(self, table: int, values: Sequence[int], gone: set[int]) -> int:
        """What the total less the shown rows of a table comes to; nothing is told if the total is hidden."""
        if _OF_TOTAL in gone:
            return 0
        return sum(values[place] for place in gone if self.table_of[place] == table)

    def _recoverable(self, wanted: list[int], shown: list[int]) -> list[int]:
        """The wanted rows that are a weighted sum of shown rows."""
        if not wanted:
            return []
        if max(self.table_of) <= 0:
            return self._left_alone(wanted, shown)
        if self.atoms.size > LARGEST or len(self.rows) > MOST_ROWS:
            raise TooManyGroups(
                what=f"{len(self.rows):,} groups are too many to hide small numbers across several tables",
                where="--suppress",
                remedy="ask for fewer names in --by, or for one at a time",
            )
        # the span of the shown rows, from the eigenvectors of their overlaps
        known = self.atoms[shown]
        strengths, vectors = np.linalg.eigh(known @ known.T)
        kept = strengths > _NOTHING_LEFT * max(strengths[-1], 1.0)
        basis = (vectors[:, kept] / np.sqrt(strengths[kept])).T @ known
        rest = self.atoms[wanted] - (self.atoms[wanted] @ basis.T) @ basis
        lost = (rest**2).sum(axis=1) < _NOTHING_LEFT
        return [place for place, given_away in zip(wanted, lost.tolist(), strict=True) if given_away]
