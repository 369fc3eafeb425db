"""Who comes late, how often and on which weekdays, over a period that somebody chose.

What stands is read from the pupils' years; minutes from the ledger, of whoever is late in them.
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
from supportfirst.casework.bridge.arrivals import late_symbol, late_symbols
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pupil_years import first_day, place_of
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.store.models import Amendment, PupilYear, RegisterDocument, School

REPEATED = 3  # so many times on one weekday are shown as a pattern: a prompt to look, no rule
Session = tuple[int, date, int]  # enrolment, day, half


@dataclass(slots=True)
class LatePupil:
    """One pupil with late marks in the period."""

    pupil: uuid.UUID
    name: str
    group: str
    late: int = 0  # before the register closed
    after_close: int = 0
    minutes: int = 0
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
            if number >= REPEATED
        ]
        afternoons = self.halves[1]
        return [*days, f"{SESSION_WORDS[1]}s: {afternoons}"] if afternoons >= REPEATED else days


@dataclass(frozen=True, slots=True)
class Punctuality:
    school: School
    first: date
    last: date
    pupils: Sequence[LatePupil]  # most times first
    repeated: int = REPEATED


def punctuality(actor: Actor, school_id: uuid.UUID, first: date, last: date) -> Punctuality | None:
    """None where there is no such school, or its pupils' attendance is not the actor's to look through.

    The number of queries does not grow with the pupils.
    """
    school = schools_for(actor, Right.SEE_WORKLIST).filter(pk=school_id).select_related("authority").first()
    if school is None:
        return None
    codes = pack_of(school, last).codes
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
            row = found.setdefault(year.enrolment.pupil_id, _row(year))
            row.late += number == late
            row.after_close += number != late
            row.minutes += minutes.get((year.enrolment_id, day, half), 0)
            row.weekdays[day.weekday()] += 1
            row.halves[half] += 1
    ordered = sorted(found.values(), key=lambda row: (-row.times, -row.minutes, row.name))
    return Punctuality(school, first, last, ordered)


def _weekday(day: int) -> str:
    return f"{date.min + timedelta(days=day):%A}"  # the first of all days was a Monday


def _row(year: PupilYear) -> LatePupil:
    enrolment = year.enrolment
    return LatePupil(
        enrolment.pupil_id, enrolment.pupil.name, enrolment.group.name if enrolment.group else ""
    )


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
