"""What is read of many pupils' figures and cells at once, compiled.

The figures of one pupil lie together, and so do the cells: NumPy would go through all of a
block's memory anew for each column that is asked for, and copy every cell it is to look at.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.measures.kernel.compiled import Number, whole

PUPILS_AT_ONCE = 8  # whose figures stay beside the processor while column after column is read


@whole
def take_columns(
    figures: NDArray[np.int16], first: Number, columns: NDArray[np.int64], out: NDArray[np.int16]
) -> None:
    """Fill out, of shape (columns, pupils), from the rows of the figures that begin at `first`."""
    pupils = out.shape[1]
    for start in range(0, pupils, PUPILS_AT_ONCE):
        end = min(start + PUPILS_AT_ONCE, pupils)
        for place in range(len(columns)):
            column = np.uint64(columns[place])
            for pupil in range(start, end):
                out[np.uint64(place), np.uint64(pupil)] = figures[np.uint64(first + pupil), column]


@whole
def count_from(
    cells: NDArray[np.uint8],
    mine: NDArray[np.int64],
    axis: NDArray[np.int32],
    starts: NDArray[np.int32],
    code: Number,
    out: NDArray[np.int32],
) -> None:
    """Fill out[pupil] for the pupils of `mine`: cells with a code, from a column of the pupil's axis on."""
    wanted = np.uint8(code)
    for place in range(len(mine)):
        pupil = np.uint64(mine[place])
        count = np.int32(0)
        for column in range(np.int64(starts[axis[pupil]]), cells.shape[1]):
            count += np.int32(cells[pupil, np.uint64(column)] == wanted)
        out[pupil] = count
