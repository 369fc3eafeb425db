"""Published rows through a ledger file and `summarise`, in full or folded.

In full every pupil is written out, each row of the statistics as a school of its own. Folded, one
pupil of each kind goes through, and the totals of a kind are added to themselves as often as it
has pupils: totals of disjoint pupils add up (see GroupTotals), and a test compares both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from samples.published import Kind, days_of, kinds_of
from samples.published_rows import PublishedRow
from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.ledger.file import NewDocument, Submission, open_ledger
from supportfirst.attendance.matrix.dense import build_dense
from supportfirst.attendance.measures.groups import AbsenceShares, GroupTotals, enrolments_in, summarise
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.moments import end_of_day
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session

Parts = dict[str, GroupTotals]  # by the part of the row: all, or persistent and others
MOST_CELLS = 12_000_000  # of one ledger; a single larger row has one to itself
MOST_PUPILS = 60_000
TENTH_AND_HALF = AbsenceShares(Fraction(1, 10), Fraction(1, 2))  # what the statistics call persistent, severe
BY = "school+class+year"  # row, part, kind


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one period that share a ledger, each with its kinds."""

    days: tuple[date, ...]
    rows: tuple[tuple[PublishedRow, tuple[Kind, ...]], ...]
    folded: bool

    @property
    def cells(self) -> int:
        return sum(_pupils(kinds, folded=self.folded) for _, kinds in self.rows) * 2 * len(self.days)


def _pupils(kinds: Iterable[Kind], *, folded: bool) -> int:
    return sum(1 if folded else kind.times for kind in kinds)


def batches(rows: Iterable[PublishedRow], *, folded: bool) -> Iterator[Batch]:
    """Rows put together by period until a ledger is full; rows whose counts are withheld are left out."""
    waiting: dict[tuple[date, ...], list[tuple[PublishedRow, tuple[Kind, ...]]]] = defaultdict(list)
    pupils: dict[tuple[date, ...], int] = defaultdict(int)
    for row in rows:
        if row.suppressed:
            continue
        days, kinds = tuple(days_of(row)), tuple(kinds_of(row))
        size, most = _pupils(kinds, folded=folded), min(MOST_PUPILS, MOST_CELLS // (2 * len(days)))
        if waiting[days] and pupils[days] + size > most:
            yield Batch(days, tuple(waiting.pop(days)), folded)
            pupils[days] = 0
        waiting[days].append((row, kinds))
        pupils[days] += size
    for days, together in waiting.items():
        if together:
            yield Batch(days, tuple(together), folded)


def totals_of(batch: Batch, codes: CodeBook) -> dict[int, Parts]:
    """The totals of each row of a batch, by its line, from a ledger that is written, read and thrown away."""
    calendar = SchoolCalendar([Session(day, half) for day in batch.days for half in Half], name="published")
    cells, pupils, times = _register(batch, codes)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "published.ledger"
        _write(path, calendar, cells, pupils, codes)
        with open_ledger(path) as ledger:
            kept = ledger.session_codes(codes)
    rows = build_dense(
        table=kept.cells,
        sessions=kept.sessions,
        upns=kept.upns,
        calendar=calendar,
        pupils=pupils,
        codes=codes,
        on=batch.days[-1],
    )
    enrolments = enrolments_in(rows, pupils, first=batch.days[0])
    summary = summarise(enrolments, by=[BY], on=batch.days[-1], codes=codes, shares=TENTH_AND_HALF)
    table = summary.tables[0]
    found: dict[int, Parts] = defaultdict(dict)
    for group, totals in zip(table.groups, table.totals, strict=True):
        line, part, kind = group.split(", ")
        before = found[int(line)].get(part, GroupTotals())
        found[int(line)][part] = before + (repeated(totals, times[int(kind)]) if batch.folded else totals)
    return dict(found)


def repeated(totals: GroupTotals, times: int) -> GroupTotals:
    """Totals added to themselves: nothing but sums of two, so that folding rests on addition alone."""
    total, doubled = GroupTotals(), totals
    while times:
        if times % 2:
            total = total + doubled
        doubled, times = doubled + doubled, times // 2
    return total


def _register(batch: Batch, codes: CodeBook) -> tuple[NDArray[np.uint8], list[Pupil], Sequence[int]]:
    """Cells (pupils, sessions), the pupils, and how many pupils each kind stands for."""
    numbers = code_numbers(codes)
    kinds = [(row, kind) for row, each in batch.rows for kind in each]
    sessions = 2 * len(batch.days)
    cells = np.array([[numbers[code] for code in kind.marks(sessions)] for _, kind in kinds], np.uint8)
    copies = [1 if batch.folded else kind.times for _, kind in kinds]
    pupils = []
    for place, ((row, kind), number) in enumerate(zip(kinds, copies, strict=True)):
        # in full a kind needs no group of its own: its pupils are told apart by being there
        label = str(place) if batch.folded else ""
        spells = (Spell(school=str(row.line), class_name=kind.part, year_group=label),)
        pupils += [Pupil(f"A{len(pupils) + serial:012d}", spells=spells) for serial in range(number)]
    return np.repeat(cells, copies, axis=0), pupils, [kind.times for _, kind in kinds]


def code_numbers(codes: CodeBook) -> Mapping[str, int]:
    """The cell of each code as the statistics mean it: of a letter with two classes, the first."""
    numbers = {"": UNMARKED, "\\": 0}
    for number in codes.numbers():
        numbers.setdefault(codes.code(number).symbol, number)
    numbers["\\"] = numbers["/"]
    return numbers


def _write(
    path: Path, calendar: SchoolCalendar, cells: NDArray[np.uint8], pupils: Sequence[Pupil], codes: CodeBook
) -> None:
    upns = [pupil.upn for pupil in pupils]
    columns = np.ascontiguousarray(cells.T)
    documents = (
        NewDocument(session.number, upns, column)
        for session, column in zip(calendar.sessions, columns, strict=True)
    )
    submission = Submission(file="published", appended_at=end_of_day(calendar.days[-1]))
    with open_ledger(path, writing=True) as ledger:
        written = ledger.append_documents(documents, codes=codes, submission=submission)
    assert written == int(np.count_nonzero(cells)), "every mark is in the ledger"
