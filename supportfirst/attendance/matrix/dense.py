"""Rows from marks that are already a table: pupils down, sessions across.

A large ledger keeps registers so, and turning millions of cells into single marks and back
would cost more than every measure. Each cell is final: nothing is weighed by when it was
recorded, so there is no moment of knowledge here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.matrix.axis import Axis, Ints
from supportfirst.attendance.matrix.build import (
    AFTER_ON,
    NO_SESSION,
    OFF_ROLL,
    Question,
    blank_cells,
    finish_rows,
)
from supportfirst.attendance.matrix.roll import NEVER, is_administrative, read_roll
from supportfirst.attendance.matrix.rows import LEFT_OUT, PupilRows
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.people import Pupil


def build_dense(
    *,
    table: NDArray[np.uint8],
    sessions: Ints,
    upns: Sequence[str],
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    codes: CodeBook,
    on: date,
) -> PupilRows:
    """The same rows as build_rows would give for the same marks.

    table: shape (upns, sessions), code numbers, UNMARKED for no mark; sessions: distinct
    session numbers, ascending; upns: distinct.
    """
    known = {pupil.upn: pupil for pupil in pupils or ()}
    everybody = tuple(sorted(set(upns) | known.keys()))
    places = {upn: place for place, upn in enumerate(everybody)}
    row = np.array([places[upn] for upn in upns], np.int32)
    starts = np.full(len(everybody), NEVER, np.int32)
    starts[row] = _first_days(table, sessions, codes)
    roll = read_roll(everybody, known, starts)
    axis = Axis.of(calendar, on)
    laid = blank_cells(axis, roll)
    columns = axis.columns_of(sessions)
    on_roll = _put(laid[0], table, row, columns)
    left_out = np.zeros((len(everybody), len(LEFT_OUT)), np.int32)
    left_out[row] = _left_out(table, sessions, columns, on_roll, on)
    return finish_rows(
        Question(calendar, codes, on, None), everybody, axis, roll, laid, left_out, complete=True
    )


def _first_days(table: NDArray[np.uint8], sessions: Ints, codes: CodeBook) -> Ints:
    puts_on_roll = ~is_administrative(codes)
    puts_on_roll[UNMARKED] = False
    found = puts_on_roll[table]
    if not table.size:
        return np.full(len(table), NEVER, np.int32)
    return np.where(found.any(axis=1), sessions[found.argmax(axis=1)] >> 1, NEVER).astype(np.int32)


def _put(cells: NDArray[np.uint8], table: NDArray[np.uint8], row: Ints, columns: Ints) -> Ints:
    """Write the marks that may stand; marks on a session of the calendar but off roll, by pupil."""
    meets = columns >= 0
    target = np.ix_(row, columns[meets])
    marks = table[:, meets]
    free = cells[target] == UNMARKED
    cells[target] = np.where(free, marks, cells[target])
    off_roll: Ints = (~free & (marks != UNMARKED)).sum(axis=1, dtype=np.int32)
    return off_roll


def _left_out(table: NDArray[np.uint8], sessions: Ints, columns: Ints, off_roll: Ints, on: date) -> Ints:
    after = (sessions >> 1) > on.toordinal()
    marked = table != UNMARKED
    counted = np.zeros((len(table), len(LEFT_OUT)), np.int32)
    counted[:, AFTER_ON] = marked[:, after].sum(axis=1)
    counted[:, NO_SESSION] = marked[:, ~after & (columns < 0)].sum(axis=1)
    counted[:, OFF_ROLL] = off_roll
    return counted
