"""The rows of many pupils, and what must be known to read them.

A cell is a code number, UNMARKED where the pupil should have been marked and was not, or
OUTSIDE where nothing could be: a closed half, off the roll, or after the row's own last
day. A leaver's row is read as of the day of leaving, so each row points to a horizon:
the axis it uses and the day it is read on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import OUTSIDE
from supportfirst.attendance.matrix.axis import Axis, Ints, SideBySide

LEFT_OUT = ("after_on", "no_session", "off_roll", "not_yet_known")  # in the order in which they are asked
STRIDE = 128  # a row is a whole number of times two cache lines, 64 days


class Horizon(NamedTuple):
    """The axis of a row and the day (ordinal) on which it is read."""

    axis: int
    as_of: int


@dataclass(frozen=True, slots=True, eq=False)
class PupilRows:
    """One place a pupil, by UPN. `cells`: uint8, shape (pupils, a multiple of 64)."""

    on: date
    known_at: int | None
    known_at_complete: bool
    upns: tuple[str, ...]
    cells: NDArray[np.uint8]
    axes: tuple[Axis, ...]
    side_by_side: SideBySide  # the same axes
    horizons: tuple[Horizon, ...]
    horizon: Ints  # (pupils,), into `horizons`
    begins: Ints  # (pupils,), the first day on roll, as a place on the axis
    ends: Ints  # (pupils,), one past the last day on roll and not after the horizon
    planned: Ints  # (pupils,), sessions on roll from 1 August to 31 July of the year of `on`
    leaver: NDArray[np.bool_]  # (pupils,), every spell ended before `on`
    on_roll: NDArray[np.bool_]  # (pupils,), a spell holds `on`: false too between spells and before the first
    left_out: Ints  # (pupils, 4), marks that did not count, by LEFT_OUT

    def __len__(self) -> int:
        return len(self.upns)

    def axis_of(self, row: int) -> Axis:
        return self.axes[self.horizons[int(self.horizon[row])].axis]

    def as_of(self, row: int) -> date:
        """The day on which a row is read: `on`, or a leaver's last day on roll."""
        return date.fromordinal(self.horizons[int(self.horizon[row])].as_of)

    @property
    def left_out_in_all(self) -> dict[str, int]:
        """Marks of all pupils that did not count, each under its first reason."""
        return dict(zip(LEFT_OUT, self.left_out.sum(axis=0).tolist(), strict=True))


def stride_for(days: int) -> int:
    return max(-(-days * 2 // STRIDE), 1) * STRIDE


def horizons_of(axis_numbers: Ints, as_of: Ints) -> tuple[tuple[Horizon, ...], Ints]:
    """The distinct horizons, and which of them each row has."""
    pairs = axis_numbers.astype(np.int64) << 32 | as_of
    distinct, places = np.unique(pairs, return_inverse=True)
    horizons = tuple(Horizon(int(pair >> 32), int(pair & 0xFFFFFFFF)) for pair in distinct)
    return horizons, places.astype(np.int32).reshape(-1)


def stack_rows(parts: Sequence[PupilRows]) -> PupilRows:
    """Rows of several schools (or pupils with their own calendars) one under another.

    All must have been built for the same day and moment; AssertionError otherwise.
    """
    first = parts[0]
    assert all((part.on, part.known_at) == (first.on, first.known_at) for part in parts)
    width = max(part.cells.shape[1] for part in parts)
    cells = np.full((sum(map(len, parts)), width), OUTSIDE, np.uint8)
    axes: list[Axis] = []
    horizons: list[Horizon] = []
    places: list[Ints] = []
    top = 0
    for part in parts:
        cells[top : top + len(part), : part.cells.shape[1]] = part.cells
        places.append((part.horizon + len(horizons)).astype(np.int32))
        horizons.extend(Horizon(horizon.axis + len(axes), horizon.as_of) for horizon in part.horizons)
        axes.extend(part.axes)
        top += len(part)
    return PupilRows(
        on=first.on,
        known_at=first.known_at,
        known_at_complete=all(part.known_at_complete for part in parts),
        upns=tuple(upn for part in parts for upn in part.upns),
        cells=cells,
        axes=tuple(axes),
        side_by_side=SideBySide.of(axes),
        horizons=tuple(horizons),
        horizon=np.concatenate(places),
        begins=np.concatenate([part.begins for part in parts]),
        ends=np.concatenate([part.ends for part in parts]),
        planned=np.concatenate([part.planned for part in parts]),
        leaver=np.concatenate([part.leaver for part in parts]),
        on_roll=np.concatenate([part.on_roll for part in parts]),
        left_out=np.concatenate([part.left_out for part in parts]),
    )
