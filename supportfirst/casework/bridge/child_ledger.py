"""One child's marks in the ledger, step by step: what each session's mark was, from when, by whom.

Two rules make one answer of two chains, as in the folded years (`pupil_years`): the first document that marks
a session gives its mark, and after that only amendments count. Documents are found by what they hold and not
by the class that the child is said to have been in, so that no later change of a class hides a mark; the
database looks through them, and only those of the child travel.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BinaryField, F, Func, IntegerField, Q, QuerySet, Value

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.moments import as_microseconds
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of, symbol_of
from supportfirst.casework.bridge.marks import marks_of_years
from supportfirst.casework.bridge.pupil_years import FoldedYear, YearKey, length_of, place_of
from supportfirst.casework.bridge.register_rows import NUMBER_BYTES, entries_of, place_in
from supportfirst.casework.store.models import Amendment, Enrolment, RegisterDocument, School, Source

Place = tuple[int, date, int]  # enrolment, day, half
SHOWN = (
    *("day", "half", "pupils", "marks", "recorded_at"),
    *("recorded_by__name", "recorded_by__title", "source"),
)


class Step(NamedTuple):
    """What a session's mark became at a moment; number 0: no mark, because it was struck out."""

    enrolment: int
    day: date
    half: int
    number: int
    moment: datetime
    name: str
    title: str
    reason: str = ""
    source: str = ""
    amended: bool = False  # by a person, after the register

    @property
    def place(self) -> Place:
        return self.enrolment, self.day, self.half

    @property
    def symbol(self) -> str:
        return symbol_of(self.number)

    @property
    def by(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part) or "nobody named"


class _PlaceOf(Func):
    """Where some bytes stand in a column of bytes, from 1; 0 where they do not."""

    output_field = IntegerField()

    def __init__(self, column: str, sought: bytes, **more: Any) -> None:
        super().__init__(F(column), Value(sought, output_field=BinaryField()), **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        sql, given = self.as_sql(compiler, connection, function="instr", **more)
        return sql, given

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        column, of_column = compiler.compile(self.source_expressions[0])
        sought, of_sought = compiler.compile(self.source_expressions[1])
        return f"position({sought} in {column})", [*of_sought, *of_column]


def documents_holding(school: School, stays: Collection[int]) -> QuerySet[RegisterDocument]:
    """The documents of a school whose bytes hold the number of one of these enrolments.

    A few more may come along, in which two other numbers meet so that their bytes spell the one sought.
    """
    documents = RegisterDocument.objects.filter(school=school)
    named = {f"of_{stay}": _PlaceOf("pupils", stay.to_bytes(NUMBER_BYTES, "little")) for stay in stays}
    wanted = Q(pk__in=())
    for name in named:
        wanted |= Q(**{f"{name}__gt": 0})
    return documents.alias(**named).filter(wanted)


def steps_of(school: School, stays: Collection[int]) -> list[Step]:
    """Every step of every session of these enrolments; of one session in the order of their moments."""
    changes = _amendments(school, stays)
    first_change: dict[Place, datetime] = {}
    for change in changes:
        first_change.setdefault(change.place, change.moment)
    begun = []
    for step in _first_marks(school, stays):
        changed = first_change.get(step.place)
        if changed is None or step.moment <= changed:  # else it never stood
            begun.append(step)
    return begun + changes


def _first_marks(school: School, stays: Collection[int]) -> Iterable[Step]:
    numbers = {stay: stay.to_bytes(NUMBER_BYTES, "little") for stay in stays}
    documents = documents_holding(school, stays).order_by("serial")
    marked: set[Place] = set()
    rows = documents.values_list(*SHOWN)
    for day, half, pupils, marks, moment, name, title, source in rows.iterator():
        for stay, number in numbers.items():
            place = place_in(pupils, number)
            if place is None or bytes(marks)[place] == NO_MARK or (stay, day, half) in marked:
                continue
            marked.add((stay, day, half))
            yield Step(
                stay,
                day,
                half,
                bytes(marks)[place],
                moment,
                name or "",
                title or "",
                source=Source(source).label,
            )


def _amendments(school: School, stays: Collection[int] | None) -> list[Step]:
    """Of these enrolments, or of the whole school."""
    rows = Amendment.objects.filter(school=school).order_by("serial")
    if stays is not None:
        rows = rows.filter(enrolment__in=list(stays))
    told = rows.values_list(
        "enrolment_id", "day", "half", "new", "recorded_at", "name", "title", "reason", "source"
    )
    return [
        Step(stay, day, half, number_of(new), moment, name, title, reason, Source(source).label, amended=True)
        for stay, day, half, new, moment, name, title, reason, source in told
    ]


# --- as known at a moment ----------------------------------------------------------------


class Changed(NamedTuple):
    """A session whose mark is not what it was at a moment: what stood then, if anything, and all since."""

    before: Step | None
    since: Sequence[Step]

    @property
    def now(self) -> Step:
        return self.since[-1]


def standing_at(steps: Iterable[Step], moment: datetime) -> Mapping[Place, Step]:
    """The last step of each session that was recorded by a moment."""
    return {step.place: step for step in steps if step.moment <= moment}


def changed_since(steps: Iterable[Step], moment: datetime) -> list[Changed]:
    """The sessions with a step after a moment, by day."""
    before: dict[Place, Step] = {}
    since: dict[Place, list[Step]] = {}
    for step in steps:
        if step.moment <= moment:
            before[step.place] = step
        else:
            since.setdefault(step.place, []).append(step)
    found = [Changed(before.get(place), later) for place, later in since.items()]
    return sorted(found, key=lambda each: (each.now.day, each.now.half, each.now.enrolment))


def years_of(standing: Iterable[Step]) -> Mapping[YearKey, FoldedYear]:
    """The marks that stand as years of bytes, each with its moment. Who recorded them is in the steps."""
    years: dict[YearKey, FoldedYear] = {}
    for step in standing:
        school_year, offset = place_of(step.day, step.half)
        key = step.enrolment, school_year
        year = years.get(key)
        if year is None:
            year = years[key] = FoldedYear(school_year)
        year.put(offset, step.number, as_microseconds(step.moment), 0)
    return years


def marks_of_child(stays: Sequence[Enrolment], years: Mapping[YearKey, FoldedYear], codes: CodeBook) -> Marks:
    """The core's marks of one child at a school, in the order in which a school's would be."""
    return marks_of_years(years, {stay.pk: stay.pupil.upn for stay in stays}, codes)


# --- a whole school ----------------------------------------------------------------------


def steps_of_school(school: School, known_at: datetime | None = None) -> Iterator[Step]:
    """The steps of every child of a school, or those recorded by a moment: registers first, then amendments.

    What stood before a mark was struck out is left out with the strike: a file of marks has no way to say
    that there is none any more.
    """
    changes = [step for step in _amendments(school, None) if known_at is None or step.moment <= known_at]
    first_change: dict[Place, datetime] = {}
    struck: dict[Place, int] = {}  # after which amendment of a session its mark was struck out last
    for place, change in enumerate(changes):
        first_change.setdefault(change.place, change.moment)
        if change.number == NO_MARK:
            struck[change.place] = place
    for step in _first_marks_of_school(school, known_at):
        changed = first_change.get(step.place)
        if step.place not in struck and (changed is None or step.moment <= changed):
            yield step
    for place, change in enumerate(changes):
        if place > struck.get(change.place, -1):
            yield change


def _first_marks_of_school(school: School, known_at: datetime | None) -> Iterator[Step]:
    documents = RegisterDocument.objects.filter(school=school).order_by("serial")
    if known_at is not None:
        documents = documents.filter(recorded_at__lte=known_at)
    marked: dict[YearKey, bytearray] = {}
    for day, half, pupils, marks, moment, name, title, source in documents.values_list(*SHOWN).iterator():
        school_year, offset = place_of(day, half)
        for stay, number, _ in entries_of(pupils, marks):
            year = marked.setdefault((stay, school_year), bytearray(length_of(school_year)))
            if number == NO_MARK or year[offset]:
                continue
            year[offset] = 1
            label = Source(source).label
            yield Step(stay, day, half, number, moment, name or "", title or "", source=label)
