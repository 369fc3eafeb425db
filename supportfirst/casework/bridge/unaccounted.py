"""Who is not accounted for in a session, from the pupils' years: unexplained, or without any mark.

Also for how many sessions already, because a child of whom nobody has known anything for days comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.class_places import groups_on
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of, symbol_of
from supportfirst.casework.bridge.pupil_years import length_of, place_of
from supportfirst.casework.bridge.school_days import HALVES
from supportfirst.casework.store.models import (
    Enrolment,
    MarkerKind,
    PupilYear,
    RegisterDocument,
    School,
    Source,
)

UNEXPLAINED = "unexplained_code"  # the pack's value


@dataclass(frozen=True, slots=True)
class Missing:
    """One pupil of a session of whom nobody has said where they are."""

    enrolment: int
    half: int
    mark: str  # the unexplained code; "" where the class has a register and the pupil no mark in it
    sessions: int  # unexplained sessions in a row up to this one, this one counted


def unexplained_code(pack: Pack, day: date) -> str:
    return str(pack.values[UNEXPLAINED].on(day).value)


def missing_on(school: School, pack: Pack, day: date) -> Iterator[Missing]:
    """Pupils on roll who are unaccounted for in the latest session of the day that has a register for them.

    A pupil of no class is looked for in every session that any class has a register of. A child who
    died is on no list. A few queries, however many pupils there are.
    """
    taken = _taken(school, day)
    every = {half for _, half in taken}
    unexplained = number_of(unexplained_code(pack, day))
    school_year, first = place_of(day, 0)
    years = PupilYear.objects.filter(enrolment__school=school, school_year=school_year)
    marks_of = dict(years.values_list("enrolment_id", "marks"))
    on_roll = (
        Enrolment.objects.filter(school=school, first_day__lte=day)
        .exclude(last_day__lt=day)
        .exclude(pupil__markers__kind=MarkerKind.DECEASED)
    )
    empty = bytes(length_of(school_year))
    numbers = list(on_roll.order_by("pk").values_list("pk", flat=True))
    groups = groups_on(numbers, day)
    for enrolment in numbers:
        group = groups.get(enrolment)
        marks = bytes(marks_of.get(enrolment, empty))
        halves = every if group is None else {half for half in HALVES if (group, half) in taken}
        half = _latest(marks, first, halves)
        if half is None:
            continue
        number = marks[first + half]
        if number in (NO_MARK, unexplained):
            yield Missing(enrolment, half, symbol_of(number), _in_a_row(marks, first + half, unexplained))


def _taken(school: School, day: date) -> set[tuple[object, int]]:
    """Which classes have a register, by class and half; a file's is of no class."""
    held = RegisterDocument.objects.filter(school=school, day=day).exclude(source=Source.DOOR)
    return set(held.values_list("group_id", "half"))


def _latest(marks: bytes, first: int, taken: Collection[int]) -> int | None:
    """The last half of the day with a register of the pupil's class, or with a mark from elsewhere."""
    marked = [half for half in HALVES if half in taken or marks[first + half] != NO_MARK]
    return max(marked, default=None)


def _in_a_row(marks: bytes, place: int, unexplained: int) -> int:
    """Unexplained sessions up to a place; days without any mark, such as weekends, are passed over."""
    count = 0
    for number in reversed(marks[: place + 1]):
        if number == unexplained:
            count += 1
        elif number != NO_MARK:
            break
    return max(count, 1)
