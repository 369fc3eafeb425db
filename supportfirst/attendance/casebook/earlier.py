"""A pupil's case as it stood when a move was made, for asking whether the move was allowed then.

Records tell what stood on an earlier day. Figures do not: those of that day are not worked out
again, so a condition that rests on them can't be told, and forbids nothing.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.finding import Fact
from supportfirst.attendance.assessment.pupil_facts import SeenMark
from supportfirst.attendance.assessment.ranks import Known, Value
from supportfirst.attendance.casebook.case import Case
from supportfirst.attendance.casebook.chronology import Chronology, Record, by_kind
from supportfirst.attendance.casebook.tracks import MOVE

NOT_OF_THEN = "figures of an earlier day are not worked out again"


class EarlierFigures:
    """The figures of an earlier day, none of which is known."""

    measures: Mapping[str, Any] = {}
    known: Mapping[str, Value] = Known(lambda _: None)

    def marked(self, name: str) -> Fact:
        return Fact(name, None, FACT_NAMES[name].words, NOT_OF_THEN, missing=NOT_OF_THEN)

    def marks_within(self, span: tuple[date, date]) -> Sequence[SeenMark]:
        return ()


EARLIER_FIGURES = EarlierFigures()


def before(case: Case, move: Record) -> Case:
    """The case on the day of a move: every record up to that day, and of the moves those before it."""
    assert case.chronology is not None, move.id
    moves = [record.id for record in case.chronology.by_kind.get(MOVE, ())]
    later = frozenset(moves[moves.index(move.id) :])
    return replace(case, chronology=as_of(case.chronology, move.on, later))


def as_of(chronology: Chronology, day: date, without: Container[str]) -> Chronology:
    """The same records as they stood at the end of an earlier day; without: ids of records to leave out.

    What is known today to be struck out or corrected is so here as well.
    """
    records = {
        record.id: Record.of(record.event)
        for record in chronology.records
        if record.on <= day and record.id not in without
    }
    for record in chronology.records:
        for name in record.follow_ups:
            if record.id in records and name in records:
                records[record.id].lay_over(records[name])
    return replace(chronology, records=list(records.values()), by_kind=by_kind(records.values()))
