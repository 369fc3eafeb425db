"""Periods of evidence for many pupils at once, chosen as evidence_period.py chooses for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.evidence_period import EvidenceRule
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.axis import Axis
from supportfirst.attendance.measures.kernel.periods import LANE, Asked, find_periods

PARTS = ("weeks", "unauthorised", "absent", "n_marks")
ABSENT = PARTS.index("absent")
NOT_COUNTED = -1


@dataclass(frozen=True, slots=True)
class AxisWeeks:
    """Where the school weeks of each axis lie.

    starts: (axes, most weeks + 1), the column at which each begins. known: (axes,), how many
    have begun by the day.
    """

    starts: NDArray[np.int32]
    known: NDArray[np.int32]

    @classmethod
    def of(cls, axes: Sequence[Axis], on: date) -> AxisWeeks:
        known = np.array([np.searchsorted(a.mondays, on.toordinal(), side="right") for a in axes], np.int32)
        starts = np.zeros((len(axes), int(known.max(initial=0)) + 1), np.int32)
        for place, axis in enumerate(axes):
            begun = int(known[place])
            starts[place, :begun] = np.searchsorted(axis.days, axis.mondays[:begun]) * 2
            starts[place, begun:] = 2 * len(axis)
        return cls(starts, known)


@dataclass(frozen=True, slots=True)
class Candidates:
    """A block of pupils; `some`: whose marks are to be gone through, the only ones to be counted."""

    cells: NDArray[np.uint8]
    axis: NDArray[np.int32]
    some: NDArray[np.bool_]
    codes: CodeBook
    unexplained: int  # code number


def evidence_columns(block: Candidates, weeks: AxisWeeks, rule: EvidenceRule) -> dict[str, NDArray[np.int32]]:
    """`PARTS` by name, each of shape (pupils,)."""
    table = np.zeros((len(PARTS), len(block.axis)), np.int32)
    shortest = np.minimum(weeks.known, rule.min_school_weeks)[block.axis]
    table[0] = shortest
    table[ABSENT] = NOT_COUNTED  # but for those below: elsewhere no rule turns on it
    find_periods(
        block.cells,
        np.flatnonzero(block.some & (shortest > 0)),
        block.axis,
        weeks.starts,
        weeks.known,
        _lanes(block.codes, block.unexplained),
        Asked(
            weeks=rule.min_school_weeks,
            enough=rule.min_unauthorised,
            share_over=rule.majority_if_weeks_over,
            top=rule.majority_over.numerator,
            bottom=rule.majority_over.denominator,
        ),
        table,
    )
    return dict(zip(PARTS, table, strict=True))


def _lanes(codes: CodeBook, unexplained: int) -> NDArray[np.int64]:
    """By code number, shape (64,): unauthorised, absent and unexplained side by side."""
    lanes = np.zeros(64, np.int64)
    for number in codes.numbers():
        kind = codes.code(number).statistical_class
        lanes[number] = int(kind is StatisticalClass.UNAUTHORISED) | int(kind.is_absence) << LANE
    lanes[unexplained] |= 1 << 2 * LANE
    return lanes
