"""A pupil's year in bytes, kept beside the ledger and made again from it.

Two rules make one answer of two chains, whose rows have no common order. The first document that
marks a session gives its mark; later documents can't change it. After that only amendments count,
in their own order, so that a mark that was struck out is not brought back by a register.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F

from supportfirst.attendance.schooldays.school_calendar import FIRST_MONTH, first_day_of_year
from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, as_microseconds
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.bridge.year_bytes import OneByteSet
from supportfirst.casework.store.models import Amendment, PupilYear, RegisterDocument, School

YearKey = tuple[int, int]  # enrolment, school year


class Place(NamedTuple):
    """Where a session stands: the school year, and the byte within it."""

    school_year: int
    offset: int


def place_of(day: date, half: int) -> Place:
    first = first_day_of_year(day)
    return Place(first.year, (day - first).days * 2 + half)


def first_day(school_year: int) -> date:
    return date(school_year, FIRST_MONTH, 1)


def length_of(school_year: int) -> int:
    """Bytes of a year: two a calendar day, 1 August to 31 July."""
    return (first_day(school_year + 1) - first_day(school_year)).days * 2


def locked(enrolments: Collection[int], school_year: int) -> Mapping[int, PupilYear]:
    """The rows of these pupils' year, made where there were none, locked in the order of enrolments.

    Everybody who adds marks comes by here first, in one order, so that no two wait for each other in a ring.
    """
    ordered = sorted(set(enrolments))
    held = PupilYear.objects.filter(enrolment_id__in=ordered, school_year=school_year)
    rows = held.select_for_update().order_by("enrolment_id")
    found = {row.enrolment_id: row for row in rows}
    if len(found) == len(ordered):
        return found
    empty = bytes(length_of(school_year))
    PupilYear.objects.bulk_create(
        [
            PupilYear(enrolment_id=enrolment, school_year=school_year, marks=empty)
            for enrolment in ordered
            if enrolment not in found
        ],
        ignore_conflicts=True,
    )
    return {row.enrolment_id: row for row in rows.all()}


def write(rows: Mapping[int, PupilYear], offset: int, numbers: Mapping[int, int]) -> None:
    """Set one session's byte in locked rows; the numbers are by enrolment.

    One statement for each different mark of a class: the years themselves stay where they are.
    """
    alike: dict[int, list[int]] = defaultdict(list)
    for enrolment, number in numbers.items():
        alike[number].append(rows[enrolment].pk)
    for number, years in sorted(alike.items()):
        PupilYear.objects.filter(pk__in=sorted(years)).update(
            marks=OneByteSet("marks", offset, number), version=F("version") + 1
        )


def write_many(rows: Mapping[int, PupilYear], numbers: Mapping[int, Mapping[int, int]]) -> None:
    """Set the bytes of several sessions in locked rows: by enrolment, by place."""
    changed = []
    for enrolment, places in sorted(numbers.items()):
        row = rows[enrolment]
        marks = bytearray(row.marks)
        for offset, number in places.items():
            marks[offset] = number
        row.marks = bytes(marks)
        row.version += 1
        changed.append(row)
    PupilYear.objects.bulk_update(changed, ["marks", "version"], batch_size=200)


@dataclass(slots=True)
class FoldedYear:
    """One pupil's year as the ledger has it: for each session the mark, when it was set, and by whom."""

    school_year: int
    marks: bytearray = field(init=False)
    moments: array[int] = field(init=False)
    recorders: array[int] = field(init=False)  # places in `Folded.recorders`

    def __post_init__(self) -> None:
        length = length_of(self.school_year)
        self.marks = bytearray(length)
        self.moments = array("q", [NOT_RECORDED]) * length
        self.recorders = array("i", [0]) * length

    def put(self, offset: int, number: int, moment: int, recorder: int) -> None:
        self.marks[offset] = number
        self.moments[offset] = moment
        self.recorders[offset] = recorder


@dataclass(slots=True)
class Folded:
    """Every year of a school's pupils as the ledger has it."""

    years: dict[YearKey, FoldedYear] = field(default_factory=dict)
    recorders: dict[Recorder, int] = field(default_factory=lambda: {Recorder(): 0})

    def year(self, enrolment: int, school_year: int) -> FoldedYear:
        found = self.years.get((enrolment, school_year))
        if found is None:
            found = self.years[enrolment, school_year] = FoldedYear(school_year)
        return found

    def recorder(self, name: str | None, title: str | None) -> int:
        return self.recorders.setdefault(Recorder(name or "", title or ""), len(self.recorders))


def folded(school: School, known_at: datetime | None = None) -> Folded:
    """The ledger of a school, or what of it was recorded by a moment."""
    result = Folded()
    documents = RegisterDocument.objects.filter(school=school).order_by("serial")
    amendments = Amendment.objects.filter(school=school).order_by("serial")
    if known_at is not None:
        documents = documents.filter(recorded_at__lte=known_at)
        amendments = amendments.filter(recorded_at__lte=known_at)
    _fold_documents(
        result, _streamed(documents, "pupils", "marks", "recorded_by__name", "recorded_by__title")
    )
    _fold_amendments(result, _streamed(amendments, "enrolment_id", "new", "name", "title"))
    return result


def _streamed(rows: Any, *fields: str) -> Iterator[Any]:
    held: Iterator[Any] = rows.values_list("day", "half", "recorded_at", *fields).iterator(chunk_size=2000)
    return held


def _fold_documents(result: Folded, rows: Iterable[Any]) -> None:
    for day, half, recorded_at, pupils, marks, name, title in rows:
        school_year, offset = place_of(day, half)
        moment, recorder = as_microseconds(recorded_at), result.recorder(name, title)
        for entry in entries_of(pupils, marks):
            year = result.year(entry.enrolment, school_year)
            if year.marks[offset] == NO_MARK:
                year.put(offset, entry.number, moment, recorder)


def _fold_amendments(result: Folded, rows: Iterable[Any]) -> None:
    for day, half, recorded_at, enrolment, new, name, title in rows:
        school_year, offset = place_of(day, half)
        year = result.year(enrolment, school_year)
        year.put(offset, number_of(new), as_microseconds(recorded_at), result.recorder(name, title))


def rebuilt(school: School) -> Mapping[YearKey, bytes]:
    """Every pupil's year of a school, from the ledger alone."""
    return {key: bytes(year.marks) for key, year in folded(school).years.items()}


def stored(school: School) -> Mapping[YearKey, bytes]:
    """The same, as the rows hold it."""
    rows = PupilYear.objects.filter(enrolment__school=school)
    return {
        (enrolment, school_year): bytes(marks)
        for enrolment, school_year, marks in rows.values_list("enrolment_id", "school_year", "marks")
    }
