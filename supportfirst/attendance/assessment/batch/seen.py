"""The marks of one pupil that a reason may have to list: all but those of ordinary attendance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.matrix.rows import PupilRows

Place = tuple[int, int, int]  # where a mark stands: day's ordinal, half (0 AM, 1 PM) and code number


class TellingMarks:
    """Marks of absence, of lateness and of sessions that were not possible, of any row, oldest first."""

    def __init__(self, rows: PupilRows, codes: CodeBook) -> None:
        self.rows = rows
        self._telling = np.zeros(64, np.bool_)
        for number in codes.numbers():
            code = codes.code(number)
            self._telling[number] = not code.statistical_class.is_attendance or code.late

    def of(self, row: int) -> Iterator[Place]:
        """The places of one row's telling marks."""
        days = self.rows.axis_of(row).days
        cells = self.rows.cells[row, : 2 * len(days)]
        columns = np.flatnonzero(self._telling[cells])
        ordinals = days[columns >> 1].tolist()
        return zip(ordinals, (columns & 1).tolist(), cells[columns].tolist(), strict=True)
