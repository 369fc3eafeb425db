"""The steps that the ledger took between two moments, and those that were only a new day's register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.change import Change
from supportfirst.attendance.ledger.file.reading import Columns, Reader
from supportfirst.attendance.ledger.file.store import Store
from supportfirst.attendance.vocabulary.marks import Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, as_datetime, end_of_day
from supportfirst.attendance.vocabulary.sessions import Session


@dataclass(slots=True)
class Changes:
    """`steps` in order of time; `first_entries` counts marks of sessions not over at the first moment."""

    steps: list[Change] = field(default_factory=list)
    first_entries: int = 0


def changes_between(store: Store, codes: CodeBook, start: int, end: int) -> Changes:
    """What was recorded after `start` and not after `end`; see `Ledger.changes`."""
    found = Changes()
    for amendment in store.index.amendments:
        if start < amendment.at <= end:
            found.steps.append(
                Change(
                    upn=store.index.upns[amendment.pupil],
                    session=amendment.session,
                    old=amendment.old,
                    new=amendment.new,
                    at=amendment.at,
                    by=amendment.by,
                    reason=amendment.remark.reason,
                    typed=amendment.submission is None,
                )
            )
    reader = Reader(store, codes)
    amended = np.array([amendment.seq for amendment in store.index.amendments], np.int32)
    over = _last_session_over(start)
    for chunk in reader.chunks(end):
        is_first = ~np.isin(chunk.seq, amended)
        is_said = chunk.recorded_at != NOT_RECORDED
        recorded_after = is_said & (chunk.recorded_at > start)
        is_over = chunk.session <= over
        # a mark that says no moment is of the end of its own day, so never late
        found.first_entries += int(np.count_nonzero(is_first & ~is_over & (recorded_after | ~is_said)))
        late = np.flatnonzero(is_first & is_over & recorded_after)
        found.steps.extend(_late_entries(reader, chunk, late.tolist()))
    found.steps.sort(key=lambda step: step.at)
    return found


def _last_session_over(moment: int) -> int:
    """The number of the last session whose day has ended by then."""
    day = as_datetime(moment).date().toordinal()
    has_ended = end_of_day(date.fromordinal(day)) <= moment
    return (day if has_ended else day - 1) * 2 + 1


def _late_entries(reader: Reader, chunk: Columns, rows: list[int]) -> Iterator[Change]:
    """First marks of sessions that were over, and unmarked, at the first moment."""
    recorders = list(reader.recorders)
    for row in rows:
        yield Change(
            upn=reader.store.index.upns[int(chunk.pupil[row])],
            session=Session.of_number(int(chunk.session[row])),
            old="",
            new=reader.codes.code(int(chunk.code[row])).symbol,
            at=int(chunk.recorded_at[row]),
            by=recorders[int(chunk.recorder[row])],
            reason=chunk.remarks.get(row, Remark()).reason,
            typed=False,
        )
