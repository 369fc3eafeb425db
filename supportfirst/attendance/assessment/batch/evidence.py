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

PARTS = ("weeks", "unauthorised", "absent", "n_marks")
ABSENT = PARTS.index("absent")
NOT_COUNTED = -1
LANE = 10  # bits: a period holds fewer than 1,024 marks of a kind
LANE_MASK = (1 << LANE) - 1


@dataclass(frozen=True, slots=True)
class AxisWeeks:
    """Where the school weeks of each axis lie.

    starts: (axes, most weeks + 1), the column at which each begins. week_of: (axes, columns).
    known: (axes,), how many have begun by the day.
    """

    starts: NDArray[np.int32]
    week_of: NDArray[np.int16]
    known: NDArray[np.int32]

    @classmethod
    def of(cls, axes: Sequence[Axis], on: date) -> AxisWeeks:
        known = np.array([np.searchsorted(a.mondays, on.toordinal(), side="right") for a in axes], np.int32)
        starts = np.zeros((len(axes), int(known.max(initial=0)) + 1), np.int32)
        week_of = np.zeros((len(axes), 2 * max(map(len, axes), default=0)), np.int16)
        for place, axis in enumerate(axes):
            begun = int(known[place])
            starts[place, :begun] = np.searchsorted(axis.days, axis.mondays[:begun]) * 2
            starts[place, begun:] = 2 * len(axis)
            week_of[place, : 2 * len(axis)] = axis.weeks.repeat(2)
        return cls(starts, week_of, known)


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
    mine = np.flatnonzero(block.some & (shortest > 0))
    if len(mine):
        back = _sums_from_the_end(block, mine, weeks)
        unauthorised, absent = back & LANE_MASK, back >> LANE & LANE_MASK
        chosen = _choose(unauthorised, absent, shortest[mine], weeks.known[block.axis[mine]], rule)
        lanes = np.take_along_axis(back, chosen[:, np.newaxis], axis=1)[:, 0]
        table[:, mine] = chosen + 1, lanes & LANE_MASK, lanes >> LANE & LANE_MASK, lanes >> 2 * LANE
    return dict(zip(PARTS, table, strict=True))


def _sums_from_the_end(block: Candidates, mine: NDArray[np.int64], weeks: AxisWeeks) -> NDArray[np.int32]:
    """The marks of the last 1, 2, 3 … school weeks, kinds side by side in lanes: (pupils, weeks)."""
    lanes = _lanes(block.codes, block.unexplained)
    length = weeks.week_of.shape[1]
    cells = block.cells[mine, :length].tobytes()
    # Bytes are translated, and places found in the flat block, far more quickly than by index.
    telling = np.frombuffer(cells.translate(_is_any(lanes)), np.bool_)
    places = np.flatnonzero(telling).astype(np.int32)
    row = places // np.int32(length)
    axis = block.axis[mine][row]
    week = weeks.week_of.reshape(-1)[axis * np.int32(length) + places - row * np.int32(length)]
    width = int(weeks.known.max())
    back = row * np.int32(width) + (weeks.known - 1)[axis] - week
    marks = lanes[np.frombuffer(cells, np.uint8)[places]]
    weekly = np.bincount(back, marks, minlength=len(mine) * width)
    sums: NDArray[np.int32] = weekly.astype(np.int32).reshape(len(mine), width).cumsum(axis=1, dtype=np.int32)
    return sums


def _is_any(lanes: NDArray[np.int32]) -> bytes:
    """A translation of cells: 1 where a code counts in any lane."""
    return bytes(256 - len(lanes)).join([(lanes > 0).astype(np.uint8).tobytes(), b""])


def _lanes(codes: CodeBook, unexplained: int) -> NDArray[np.int32]:
    """By code number, shape (64,): unauthorised, absent and unexplained side by side."""
    lanes = np.zeros(64, np.int32)
    for number in codes.numbers():
        kind = codes.code(number).statistical_class
        lanes[number] = int(kind is StatisticalClass.UNAUTHORISED) | int(kind.is_absence) << LANE
    lanes[unexplained] |= 1 << 2 * LANE
    return lanes


def _choose(
    unauthorised: NDArray[np.int32],
    absent: NDArray[np.int32],
    shortest: NDArray[np.int32],
    known: NDArray[np.int32],
    rule: EvidenceRule,
) -> NDArray[np.int64]:
    """The place (weeks - 1) of the first period that passes, else of the first with marks enough."""
    weeks = np.arange(1, unauthorised.shape[1] + 1)
    share = rule.majority_over
    enough = (unauthorised >= rule.min_unauthorised) & (weeks <= known[:, np.newaxis])
    majority = unauthorised * share.denominator > absent * share.numerator
    passes = enough & ((weeks <= rule.majority_if_weeks_over) | majority) & (weeks >= rule.min_school_weeks)
    first = shortest - 1
    fallback = np.where(enough.any(axis=1), np.maximum(enough.argmax(axis=1), first), first)
    return np.where(passes.any(axis=1), passes.argmax(axis=1), fallback)
