"""The marks of one pupil that a reason may have to list: all but those of ordinary attendance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.matrix.rows import PupilRows

CODES = 64  # places for code numbers in each session


class TellingMarks:
    """Marks of absence, of lateness and of sessions that were not possible, of any row, oldest first.

    A mark is one number, of its session's number and its code number, so that a school can find again
    what it made of an equal one.
    """

    def __init__(self, rows: PupilRows, codes: CodeBook) -> None:
        self.rows = rows
        self._telling = np.zeros(CODES, np.bool_)
        self._columns: dict[int, NDArray[np.int64]] = {}  # by horizon: each column's session
        for number in codes.numbers():
            code = codes.code(number)
            self._telling[number] = not code.statistical_class.is_attendance or code.late

    def of(self, row: int) -> list[int]:
        """One row's telling marks."""
        horizon = int(self.rows.horizon[row])
        held = self._columns.get(horizon)
        if held is None:
            held = self._columns[horizon] = self._sessions_of(row)
        cells = self.rows.cells[row, : len(held)]
        columns = self._telling.take(cells).nonzero()[0]
        places: list[int] = (held.take(columns) + cells.take(columns)).tolist()
        return places

    def _sessions_of(self, row: int) -> NDArray[np.int64]:
        mornings = self.rows.axis_of(row).days.astype(np.int64) * 2
        return np.stack([mornings, mornings + 1], axis=1).reshape(-1) * CODES


def place_of(mark: int) -> tuple[int, int]:
    """The session's number and the code number of a mark."""
    return divmod(mark, CODES)
