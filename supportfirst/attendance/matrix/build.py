"""From marks to rows: which marks count, and where each is put.

Every mark is asked four questions in a fixed order (after the day? no such session? off
the roll? not yet known?) and the first yes is why it is left out. Of several marks for
one session the one recorded last counts, and of equals the one that comes last in the
input. A mark that does not say when it was recorded counts as recorded at the end of
its own day in London.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED, CodeBook
from supportfirst.attendance.matrix.axis import Axis, Ints, SideBySide
from supportfirst.attendance.matrix.roll import Roll, first_marks, is_administrative, read_roll
from supportfirst.attendance.matrix.rows import LEFT_OUT, PupilRows, horizons_of, stride_for
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.people import Pupil

COUNTS = -1  # of a mark: nothing stands against it
CORRECTED = "corrected"  # it would count, but another mark of its session was recorded later
AFTER_ON, NO_SESSION, OFF_ROLL, NOT_YET_KNOWN = range(len(LEFT_OUT))
Reasons = NDArray[np.int8]
Moments = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """What the rows are asked for: the school, its codes, the day, and the moment of knowledge."""

    calendar: SchoolCalendar
    codes: CodeBook
    on: date
    known_at: int | None


class MarkColumns(NamedTuple):
    """The marks as arrays of one length; `row` is the pupil's."""

    row: Ints
    session: Ints
    code: NDArray[np.uint8]
    recorded_at: Moments


def build_rows(
    *,
    marks: Marks,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    codes: CodeBook,
    on: date,
    known_at: int | None,
) -> PupilRows:
    """Rows by UPN of everybody in the marks or the pupils file.

    `marks` come in order, later files after earlier. `known_at`: microseconds since 1970 UTC,
    or None for everything.
    """
    question = Question(calendar, codes, on, known_at)
    weighed = _weigh(marks, pupils, question)
    columns, axis, roll = weighed.columns, weighed.axis, weighed.roll
    cells, begins, ends = blank_cells(axis, roll)
    _put(cells, columns, weighed.place, weighed.recorded, weighed.reasons == COUNTS)
    complete = known_at is None or not bool((columns.recorded_at == NOT_RECORDED).any())
    left_out = count_left_out(columns.row, weighed.reasons, pupils=len(weighed.upns))
    return finish_rows(question, weighed.upns, axis, roll, (cells, begins, ends), left_out, complete=complete)


def why_left_out(
    *,
    marks: Marks,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    codes: CodeBook,
    on: date,
    known_at: int | None,
) -> list[str]:
    """For each mark in its place why it does not count, asked as `build_rows` asks: one of LEFT_OUT, or
    CORRECTED where another mark of the session stands; "" for a mark that counts."""
    weighed = _weigh(marks, pupils, Question(calendar, codes, on, known_at))
    stands: dict[tuple[int, int], int] = {}
    for mark in np.argsort(weighed.recorded, kind="stable").tolist():
        if weighed.reasons[mark] == COUNTS:
            stands[int(weighed.columns.row[mark]), int(weighed.columns.session[mark])] = mark
    kept = set(stands.values())
    return [
        LEFT_OUT[reason] if reason != COUNTS else "" if mark in kept else CORRECTED
        for mark, reason in enumerate(weighed.reasons.tolist())
    ]


class _Weighed(NamedTuple):
    """The marks as columns, where each belongs, and what stands against it."""

    upns: tuple[str, ...]
    columns: MarkColumns
    axis: Axis
    roll: Roll
    place: Ints
    recorded: Moments
    reasons: Reasons


def _weigh(marks: Marks, pupils: Sequence[Pupil] | None, question: Question) -> _Weighed:
    known = {pupil.upn: pupil for pupil in pupils or ()}
    upns = tuple(sorted(set(marks.upns) | known.keys()))
    columns = _as_columns(marks, upns)
    day = columns.session >> 1
    starts_roll = ~is_administrative(question.codes)[columns.code]
    roll = read_roll(upns, known, first_marks(columns.row, day, starts_roll, pupils=len(upns)))
    axis = Axis.of(question.calendar, question.on)
    recorded = _recorded(columns)
    place = axis.columns_of(columns.session)
    reasons = _why_left_out(columns, place, roll, recorded, question)
    return _Weighed(upns, columns, axis, roll, place, recorded, reasons)


def finish_rows(
    question: Question,
    upns: tuple[str, ...],
    axis: Axis,
    roll: Roll,
    laid: tuple[NDArray[np.uint8], Ints, Ints],
    left_out: Ints,
    *,
    complete: bool,
) -> PupilRows:
    """Cells with everything that is the same for every way of filling them."""
    as_of = roll.as_of(question.on)
    horizons, horizon = horizons_of(np.zeros(len(upns), np.int32), as_of)
    cells, begins, ends = laid
    return PupilRows(
        on=question.on,
        known_at=question.known_at,
        known_at_complete=complete,
        upns=upns,
        cells=cells,
        axes=(axis,),
        side_by_side=SideBySide.of([axis]),
        horizons=horizons,
        horizon=horizon,
        begins=begins,
        ends=ends,
        planned=roll.planned(question.calendar, question.on),
        leaver=as_of < question.on.toordinal(),
        on_roll=roll.by_day(np.array([question.on.toordinal()], np.int32))[:, 0],
        left_out=left_out,
    )


def blank_cells(axis: Axis, roll: Roll) -> tuple[NDArray[np.uint8], Ints, Ints]:
    """Rows with UNMARKED where a mark could be and OUTSIDE elsewhere, and each row's day range."""
    on_roll = roll.by_day(axis.days)
    rows, days = on_roll.shape
    cells = np.full((rows, stride_for(days)), OUTSIDE, np.uint8)
    expected = on_roll[:, :, None] & axis.open
    cells[:, : days * 2][expected.reshape(rows, days * 2)] = UNMARKED
    if not days:
        return cells, np.zeros(rows, np.int32), np.zeros(rows, np.int32)
    ever = on_roll.any(axis=1)
    begins = np.where(ever, on_roll.argmax(axis=1), 0).astype(np.int32)
    ends = np.where(ever, days - on_roll[:, ::-1].argmax(axis=1), 0).astype(np.int32)
    return cells, begins, ends


def count_left_out(row: Ints, reasons: Reasons, *, pupils: int) -> Ints:
    """Shape (pupils, 4): the marks left out for each reason."""
    out = reasons != COUNTS
    kinds = len(LEFT_OUT)
    counted = np.bincount(row[out] * kinds + reasons[out], minlength=pupils * kinds)
    return counted.reshape(pupils, kinds).astype(np.int32)


def _as_columns(marks: Marks, upns: Sequence[str]) -> MarkColumns:
    places = {upn: place for place, upn in enumerate(upns)}
    row_of = np.array([places[upn] for upn in marks.upns], np.int32)
    pupil = np.asarray(marks.pupil)
    return MarkColumns(
        row=row_of[pupil] if len(row_of) else np.zeros(0, np.int32),
        session=np.asarray(marks.session),
        code=np.asarray(marks.code),
        recorded_at=np.asarray(marks.recorded_at),
    )


def _recorded(columns: MarkColumns) -> Moments:
    """When each mark was recorded; the end of its own day where the input does not say."""
    missing = columns.recorded_at == NOT_RECORDED
    if not missing.any():
        return columns.recorded_at
    days = columns.session[missing] >> 1
    first = int(days.min())
    present = np.flatnonzero(np.bincount(days - first))
    ends = np.zeros(int(present[-1]) + 1, np.int64)
    ends[present] = [end_of_day(date.fromordinal(first + int(offset))) for offset in present]
    recorded = columns.recorded_at.copy()
    recorded[missing] = ends[days - first]
    return recorded


def _why_left_out(
    columns: MarkColumns, place: Ints, roll: Roll, recorded: Moments, question: Question
) -> Reasons:
    """The first reason against each mark, or COUNTS. Written last to first, so that the first stays."""
    day = columns.session >> 1
    reasons = np.full(len(columns.row), COUNTS, np.int8)
    if question.known_at is not None:
        reasons[recorded > question.known_at] = NOT_YET_KNOWN
    reasons[~roll.holds(columns.row, day)] = OFF_ROLL
    reasons[place < 0] = NO_SESSION
    reasons[day > question.on.toordinal()] = AFTER_ON
    return reasons


def _put(
    cells: NDArray[np.uint8],
    columns: MarkColumns,
    place: Ints,
    recorded: Moments,
    counts: NDArray[np.bool_],
) -> None:
    """Write the counting marks, oldest record first, so that the last recorded stands."""
    flat = cells.reshape(-1)
    target = columns.row[counts].astype(np.int64) * cells.shape[1] + place[counts]
    code = columns.code[counts]
    flat[target] = code
    taken = np.zeros(flat.shape, np.bool_)
    taken[target] = True
    if int(np.count_nonzero(taken)) == len(target):
        return  # no session twice: nothing to weigh
    order = np.argsort(recorded[counts], kind="stable")
    last_recorded = dict(zip(target[order].tolist(), code[order].tolist(), strict=True))
    flat[list(last_recorded)] = list(last_recorded.values())
