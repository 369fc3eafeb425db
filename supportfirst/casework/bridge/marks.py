"""A school's marks as the core's `Marks`: as they stand now, or as they were known at a moment.

Now is read from the pupils' years, a row of bytes each, and never mark by mark: the bytes are
translated to the code book's numbers span by span, since a symbol's number depends on the day.
The past is folded from documents and amendments, and so carries who recorded each mark, and when.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import compress, pairwise
from typing import NamedTuple
from uuid import UUID

from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.moments import LONDON, as_microseconds
from supportfirst.casework.bridge.code_numbers import NO_MARK, SYMBOLS, symbol_of
from supportfirst.casework.bridge.pupil_years import FoldedYear, YearKey, first_day, folded, length_of
from supportfirst.casework.store.models import Enrolment, PupilYear, School


class MarkUnreadable(AttendanceError):
    """The ledger holds a code that the pack does not know on that day."""


class _Columns(NamedTuple):
    """One year's marks of one pupil, by place, and what stands beside each place."""

    upn: str
    school_year: int
    marks: bytes
    moments: Sequence[int]
    recorders: Sequence[int]


def marks_now(
    school: School,
    codes: CodeBook,
    years: Collection[int] | None = None,
    *,
    pupils: Collection[UUID] | None = None,
) -> Marks:
    """Every mark that stands now, of all school years or of some; of the whole school, or of some pupils.

    A pupil's year does not hold when a mark was recorded. The first instant of its session's day stands
    in, so that nothing asked about today leaves it out; `marks_known_at` has the true moments.
    """
    rows = PupilYear.objects.filter(enrolment__school=school)
    if years is not None:
        rows = rows.filter(school_year__in=years)
    if pupils is not None:
        rows = rows.filter(enrolment__pupil__in=pupils)
    held = rows.order_by("enrolment__pupil__upn", "school_year", "enrolment_id").values_list(
        "enrolment__pupil__upn", "school_year", "marks"
    )
    return _marks(
        (
            _Columns(upn, year, bytes(marks), _mornings(year), _nobody(year))
            for upn, year, marks in held.iterator(chunk_size=2000)
        ),
        codes,
    )


def marks_known_at(
    school: School, codes: CodeBook, moment: datetime, years: Collection[int] | None = None
) -> Marks:
    """Every mark as it stood at a moment, with when it was recorded and by whom."""
    ledger = folded(school, moment)
    upns = dict(Enrolment.objects.filter(school=school).values_list("pk", "pupil__upn"))
    wanted = {key: found for key, found in ledger.years.items() if years is None or key[1] in years}
    marks = marks_of_years(wanted, upns, codes)
    marks.recorders = list(ledger.recorders)
    return marks


def marks_of_years(years: Mapping[YearKey, FoldedYear], upns: Mapping[int, str], codes: CodeBook) -> Marks:
    """The marks of folded years, with their moments. upns: by enrolment."""
    columns = []
    for upn, year, enrolment in sorted((upns[enrolment], year, enrolment) for enrolment, year in years):
        found = years[enrolment, year]
        columns.append(_Columns(upn, year, bytes(found.marks), found.moments, found.recorders))
    return _marks(columns, codes)


def _marks(columns: Iterable[_Columns], codes: CodeBook) -> Marks:
    result = Marks()
    places: dict[str, int] = {}
    for upn, school_year, raw, moments, recorders in columns:
        numbers = translated(raw, school_year, codes)
        written = numbers.translate(None, b"\0")
        if not written:
            continue
        if upn not in places:
            places[upn] = len(result.upns)
            result.upns.append(upn)
        result.code.frombytes(written)
        result.pupil.extend(array("i", [places[upn]]) * len(written))
        result.session.extend(array("i", compress(_sessions(school_year), numbers)))
        result.recorded_at.extend(array("q", compress(moments, numbers)))
        result.recorder.extend(array("i", compress(recorders, numbers)))
    result.line = array("i", [0]) * len(result.code)
    return result


def translated(raw: bytes, school_year: int, codes: CodeBook) -> bytes:
    """Stored numbers as the code book's. Raises MarkUnreadable rather than lose a mark."""
    spans = _spans(codes, school_year)
    numbers = b"".join(raw[start:end].translate(table) for start, end, table in spans)
    if raw.count(NO_MARK) != numbers.count(UNMARKED):
        offset = next(place for place in range(len(raw)) if raw[place] and not numbers[place])
        day = first_day(school_year) + timedelta(days=offset // 2)
        raise MarkUnreadable(
            what=f"“{symbol_of(raw[offset])}” has no meaning in the pack on {show_day(day)}",
            where="register",
            remedy="follow a pack that knows the code, or correct the mark",
        )
    return numbers


class _Span(NamedTuple):
    """Places of a year over which every symbol has one meaning, and the table from stored numbers to it."""

    start: int
    end: int
    table: bytes


def _spans(codes: CodeBook, school_year: int) -> tuple[_Span, ...]:
    key = (id(codes), school_year)
    found = _KEPT_SPANS.get(key)
    if found is None or found[0] is not codes:
        found = _KEPT_SPANS[key] = (codes, _spans_of(codes, school_year))
    return found[1]


_KEPT_SPANS: dict[tuple[int, int], tuple[CodeBook, tuple[_Span, ...]]] = {}  # a code book can't be hashed


def _spans_of(codes: CodeBook, school_year: int) -> tuple[_Span, ...]:
    first, length = first_day(school_year), length_of(school_year)
    edges = {0, length}
    for code in codes.codes:
        after = None if code.span.last is None else code.span.last + timedelta(days=1)
        for edge in (code.span.first, after):
            if edge is not None and 0 < (edge - first).days * 2 < length:
                edges.add((edge - first).days * 2)
    ordered = sorted(edges)
    return tuple(
        _Span(start, end, _table(codes, first + timedelta(days=start // 2)))
        for start, end in pairwise(ordered)
    )


def _table(codes: CodeBook, day: date) -> bytes:
    table = bytearray(256)
    for number, symbol in SYMBOLS.items():
        table[number] = codes.read(symbol, day).number
    return bytes(table)


@lru_cache(maxsize=16)
def _sessions(school_year: int) -> Sequence[int]:
    start = first_day(school_year).toordinal() * 2
    return range(start, start + length_of(school_year))


@lru_cache(maxsize=16)
def _mornings(school_year: int) -> Sequence[int]:
    """The first instant of each place's day."""
    first = first_day(school_year)
    days = (first + timedelta(days=place // 2) for place in range(length_of(school_year)))
    return tuple(as_microseconds(datetime(day.year, day.month, day.day, tzinfo=LONDON)) for day in days)


@lru_cache(maxsize=16)
def _nobody(school_year: int) -> Sequence[int]:
    return bytes(length_of(school_year))
