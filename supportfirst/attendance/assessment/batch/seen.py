"""The marks of one pupil that a reason may have to list: all but those of ordinary attendance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.matrix.rows import PupilRows

PLACES = 128  # a day: two halves of up to 64 codes


class TellingMarks:
    """Marks of absence, of lateness and of sessions that were not possible, of any row, oldest first.

    A mark is one number: its day's ordinal, its half (0 AM, 1 PM) and its code number, so that a school can
    find again what it made of an equal one.
    """

    def __init__(self, rows: PupilRows, codes: CodeBook) -> None:
        self.rows = rows
        self._telling = np.zeros(64, np.bool_)
        self._columns: dict[int, NDArray[np.int64]] = {}  # by horizon: each column's day and half
        for number in codes.numbers():
            code = codes.code(number)
            self._telling[number] = not code.statistical_class.is_attendance or code.late

    def of(self, row: int) -> list[int]:
        """One row's telling marks."""
        horizon = int(self.rows.horizon[row])
        held = self._columns.get(horizon)
        if held is None:
            held = self._columns[horizon] = self._halves_of(row)
        cells = self.rows.cells[row, : len(held)]
        columns = self._telling.take(cells).nonzero()[0]
        places: list[int] = (held.take(columns) + cells.take(columns)).tolist()
        return places

    def _halves_of(self, row: int) -> NDArray[np.int64]:
        days = self.rows.axis_of(row).days.astype(np.int64) * PLACES
        return np.stack([days, days + PLACES // 2], axis=1).reshape(-1)


def place_of(mark: int) -> tuple[int, int, int]:
    """The day's ordinal, the half and the code number of a mark."""
    day, place = divmod(mark, PLACES)
    return day, *divmod(place, PLACES // 2)
