"""Who is not accounted for in a session, from the pupils' years: unexplained, or without any mark.

Also for how many sessions already, because a child of whom nobody has known anything for days comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.class_places import groups_at
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of, symbol_of
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.pupil_years import length_of, place_of
from supportfirst.casework.bridge.registers_in import RegistersIn
from supportfirst.casework.bridge.school_days import HALVES
from supportfirst.casework.store.models import (
    Enrolment,
    PupilYear,
    School,
)

UNEXPLAINED = "unexplained_code"  # the pack's value
NO_SESSIONS = bytes([NO_MARK] * len(HALVES))  # of whoever has no year yet


@dataclass(frozen=True, slots=True)
class Missing:
    """One pupil of a session of whom nobody has said where they are."""

    enrolment: int
    half: int
    mark: str  # the unexplained code; "" where the class has a register and the pupil no mark in it
    sessions: int  # unexplained sessions in a row up to this one, this one counted
    since: str = ""  # the mark of a later session of the day: where the child is by then


def unexplained_code(pack: Pack, day: date) -> str:
    return str(pack.values[UNEXPLAINED].on(day).value)


def missing_on(school: School, pack: Pack, day: date) -> Iterator[Missing]:
    """Pupils on roll of whom nobody has said where they are or were in a session of the day.

    It is the latest that has a register for them, else one before it that is still unexplained: to have come
    after lunch says nothing of the morning. A pupil of no class is looked for in every session that any
    class has a register of. A child who died is on no list. A few queries, however many pupils there are.
    """
    registers = RegistersIn([school], day, groups_at([school], day))
    unexplained = number_of(unexplained_code(pack, day))
    school_year, first = place_of(day, 0)
    years = PupilYear.objects.filter(enrolment__school=school, school_year=school_year)
    marks_of = dict(years.values_list("enrolment_id", "marks"))
    empty = bytes(length_of(school_year))
    numbers = list(_on_roll([school], day).order_by("pk").values_list("pk", flat=True))
    for enrolment in numbers:
        marks = bytes(marks_of.get(enrolment, empty))
        halves = registers.halves(school.pk, registers.groups.get(enrolment))
        half = _unaccounted(marks, first, halves, unexplained)
        if half is None:
            continue
        place = first + half
        since = [symbol_of(each) for each in marks[place + 1 : first + len(HALVES)] if each != NO_MARK]
        number, row = marks[place], _in_a_row(marks, place, unexplained)
        yield Missing(enrolment, half, symbol_of(number), row, "".join(since))


def missing_at(
    schools: Iterable[School], packs: Mapping[UUID, Pack], registers: RegistersIn, day: date
) -> Counter[UUID]:
    """How many children `missing_on` has at each of several schools: two queries, however many schools.

    Of each year only the day's two sessions are read.
    """
    asked = list(schools)
    unexplained = {each.pk: number_of(unexplained_code(packs[each.pk], day)) for each in asked}
    school_year, first = place_of(day, 0)
    years = PupilYear.objects.filter(enrolment__school__in=asked, school_year=school_year)
    sessions = Substr("marks", first + 1, len(HALVES), output_field=BinaryField())
    marks_of = dict(years.values_list("enrolment_id", sessions))
    found: Counter[UUID] = Counter()
    for enrolment, school in _on_roll(asked, day).values_list("pk", "school_id"):
        marks = bytes(marks_of.get(enrolment, NO_SESSIONS))
        halves = registers.halves(school, registers.groups.get(enrolment))
        found[school] += _unaccounted(marks, 0, halves, unexplained[school]) is not None
    return found


def _on_roll(schools: Collection[School], day: date) -> QuerySet[Enrolment]:
    """But for the children who died."""
    held = Enrolment.objects.filter(school__in=schools, first_day__lte=day).exclude(last_day__lt=day)
    return held.exclude(of_the_dead("pupil"))


def _unaccounted(marks: bytes, first: int, taken: Collection[int], unexplained: int) -> int | None:
    """For which half of the day nobody has said where a child is or was; None where none is left."""
    latest = _latest(marks, first, taken)
    if latest is None or marks[first + latest] in (NO_MARK, unexplained):
        return latest
    return max((half for half in range(latest) if marks[first + half] == unexplained), default=None)


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
