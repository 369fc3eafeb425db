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
from supportfirst.attendance.measures.kernel.periods import DAYS, LANE, Asked, find_periods

PARTS = ("weeks", "unauthorised", "absent", "n_marks")
ABSENT = PARTS.index("absent")
NOT_COUNTED = -1
_APART = 10_000_000  # more than any day's ordinal
_NONE = np.zeros(0, np.int32)  # so that no axis at all can be joined too


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
        """All axes by one search: their days stand one after the other, each axis in thousands of its own."""
        lengths, weeks = (np.array([len(each) for each in held]) for held in _days_and_mondays(axes))
        days, mondays = (np.concatenate([*held, _NONE]).astype(np.int64) for held in _days_and_mondays(axes))
        of_day, of_monday = (np.repeat(np.arange(len(axes)), counts) for counts in (lengths, weeks))
        begun = mondays <= on.toordinal()
        known = np.bincount(of_monday[begun], minlength=len(axes)).astype(np.int32)
        starts = np.repeat(2 * lengths[:, np.newaxis], int(known.max(initial=0)) + 1, axis=1)
        found = np.searchsorted(days + of_day * _APART, (mondays + of_monday * _APART)[begun])
        place = (np.arange(len(mondays)) - (np.cumsum(weeks) - weeks)[of_monday])[begun]
        starts[of_monday[begun], place] = 2 * (found - (np.cumsum(lengths) - lengths)[of_monday[begun]])
        return cls(starts.astype(np.int32), known)


def _days_and_mondays(axes: Sequence[Axis]) -> tuple[list[NDArray[np.int32]], list[NDArray[np.int32]]]:
    return [axis.days for axis in axes], [axis.mondays for axis in axes]


@dataclass(frozen=True, slots=True)
class Candidates:
    """A block of pupils; `some`: whose marks are to be gone through, the only ones to be counted."""

    cells: NDArray[np.uint8]
    axis: NDArray[np.int32]
    some: NDArray[np.bool_]
    lanes: NDArray[np.int32]  # as `kinds_of_days` gives them


def evidence_columns(block: Candidates, weeks: AxisWeeks, rule: EvidenceRule) -> dict[str, NDArray[np.int32]]:
    """`PARTS` by name, each of shape (pupils,)."""
    table = np.zeros((len(PARTS), len(block.axis)), np.int32)
    shortest = np.minimum(weeks.known, rule.min_school_weeks)[block.axis]
    table[0] = shortest
    table[ABSENT] = NOT_COUNTED  # but for those below: elsewhere no rule turns on it
    find_periods(
        block.cells.view(np.uint16),
        np.flatnonzero(block.some & (shortest > 0)),
        block.axis,
        weeks.starts,
        weeks.known,
        block.lanes,
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


def kinds_of_days(codes: CodeBook, unexplained: int) -> NDArray[np.int32]:
    """By what a day holds, shape (DAYS,): how much of it is unauthorised, absent and unexplained.

    unexplained: a code number.
    """
    lanes = np.zeros(64, np.int32)
    for number in codes.numbers():
        kind = codes.code(number).statistical_class
        lanes[number] = int(kind is StatisticalClass.UNAUTHORISED) | int(kind.is_absence) << LANE
    lanes[unexplained] |= 1 << 2 * LANE
    by_day = np.zeros((64, DAYS // 64), np.int32)  # afternoons, mornings
    by_day[:, :64] = lanes[:, np.newaxis] + lanes
    return by_day.reshape(-1)
