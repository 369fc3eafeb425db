"""Who comes late, how often and on which weekdays, over a period that somebody chose.

What stands is read from the pupils' years; minutes from the ledger, of whoever is late in them. Lateness to
a lesson stands beside it, from the chronology.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.absence_patterns import LATE_PATTERN, line_of
from supportfirst.casework.bridge.arrivals import late_symbol, late_symbols
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import (
    Amendment,
    CaseEvent,
    Enrolment,
    PupilYear,
    RegisterDocument,
    School,
)

LATE_TO_LESSON = "late_to_lesson"
Session = tuple[int, date, int]  # enrolment, day, half


@dataclass(slots=True)
class LatePupil:
    """One pupil who came late to school, or to a lesson, in the period."""

    pupil: uuid.UUID
    name: str
    group: str
    late: int = 0  # before the register closed
    after_close: int = 0
    minutes: int = 0
    lessons: int = 0  # lateness to lessons, which is apart from the marks of sessions
    lesson_minutes: int = 0
    repeated: int = 0  # from so many times on one weekday it is shown as a pattern
    weekdays: Counter[int] = field(default_factory=Counter)
    halves: Counter[int] = field(default_factory=Counter)

    @property
    def times(self) -> int:
        return self.late + self.after_close

    @property
    def on_weekdays(self) -> str:
        return ", ".join(f"{_weekday(day)} {number}" for day, number in sorted(self.weekdays.items()))

    @property
    def patterns(self) -> Sequence[str]:
        """What repeats: a weekday, or coming back late after the middle of the day."""
        days = [
            f"{_weekday(day)}s: {number} of {self.times}"
            for day, number in sorted(self.weekdays.items())
            if number >= self.repeated
        ]
        afternoons = self.halves[1]
        return [*days, f"{SESSION_WORDS[1]}s: {afternoons}"] if afternoons >= self.repeated else days


@dataclass(frozen=True, slots=True)
class Punctuality:
    school: School
    first: date
    last: date
    pupils: Sequence[LatePupil]  # most times first
    repeated: int


def punctuality(actor: Actor, school_id: uuid.UUID, first: date, last: date) -> Punctuality | None:
    """None where there is no such school, or its pupils' attendance is not the actor's to look through.

    The number of queries does not grow with the pupils.
    """
    school = schools_for(actor, Right.SEE_WORKLIST).filter(pk=school_id).select_related("authority").first()
    if school is None:
        return None
    pack = pack_of(school, last)
    codes, repeated = pack.codes, int(line_of(pack, LATE_PATTERN, last).number)
    late = number_of(late_symbol(codes, last))
    counted = {number_of(symbol) for symbol in late_symbols(codes, last)}
    minutes = _minutes(school, first, last)
    found: dict[uuid.UUID, LatePupil] = {}
    years = PupilYear.objects.filter(
        enrolment__school=school,
        school_year__range=(place_of(first, 0).school_year, place_of(last, 0).school_year),
    ).select_related("enrolment__pupil", "enrolment__group")
    for year in years.order_by("enrolment_id", "school_year").iterator(chunk_size=2000):
        for day, half, number in _late_in(year, first, last, counted):
            row = found.setdefault(year.enrolment.pupil_id, _row(year.enrolment, repeated))
            row.late += number == late
            row.after_close += number != late
            row.minutes += minutes.get((year.enrolment_id, day, half), 0)
            row.weekdays[day.weekday()] += 1
            row.halves[half] += 1
    _add_lessons(found, school, first, last, repeated)
    ordered = sorted(found.values(), key=lambda row: (-row.times, -row.minutes, -row.lessons, row.name))
    return Punctuality(school, first, last, ordered, repeated)


def _weekday(day: int) -> str:
    return f"{date.min + timedelta(days=day):%A}"  # the first of all days was a Monday


def _row(enrolment: Enrolment, repeated: int) -> LatePupil:
    group = enrolment.group.name if enrolment.group else ""
    return LatePupil(enrolment.pupil_id, enrolment.pupil.name, group, repeated=repeated)


def _add_lessons(
    found: dict[uuid.UUID, LatePupil], school: School, first: date, last: date, repeated: int
) -> None:
    """Lateness to lessons, from the chronology: it says nothing about the mark of the session."""
    held = CaseEvent.objects.filter(school=school, kind=LATE_TO_LESSON, happened_on__range=(first, last))
    events = list(held.exclude(event__in=struck_out(school)))
    stays = Enrolment.objects.filter(school=school, pupil__in={each.pupil_id for each in events})
    stay_of = {each.pupil_id: each for each in stays.select_related("pupil", "group").order_by("first_day")}
    for event in events:
        row = found.setdefault(event.pupil_id, _row(stay_of[event.pupil_id], repeated))
        row.lessons += 1
        row.lesson_minutes += int(event.data.get("minutes", 0))


def _late_in(year: PupilYear, first: date, last: date, wanted: set[int]) -> Iterator[tuple[date, int, int]]:
    """The sessions of the period with one of these numbers: day, half, number."""
    begins = first_day(year.school_year)
    start = max(0, (first - begins).days * 2)
    held = bytes(year.marks)[start : ((last - begins).days + 1) * 2]
    for place, number in enumerate(held, start=start):
        if number in wanted:
            yield begins + timedelta(days=place // 2), place % 2, number


def _minutes(school: School, first: date, last: date) -> Mapping[Session, int]:
    """Minutes as they stand: the first document's, or the last amendment's."""
    documents = RegisterDocument.objects.filter(school=school, day__range=(first, last))
    found: dict[Session, int] = {}
    told = documents.order_by("serial").values_list("day", "half", "pupils", "marks", "minutes")
    for day, half, pupils, marks, minutes in told.iterator(chunk_size=2000):
        if minutes:
            for entry in entries_of(pupils, marks, minutes):
                found.setdefault((entry.enrolment, day, half), entry.minutes)
    changes = Amendment.objects.filter(school=school, day__range=(first, last)).order_by("serial")
    for enrolment, day, half, changed in changes.values_list("enrolment_id", "day", "half", "minutes"):
        found[enrolment, day, half] = changed or 0
    return found
