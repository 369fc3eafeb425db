"""What the marks of one day say of each pupil: away and why not known, away without leave, late.

From the pupils' years, with the meanings of the day's own codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.arrivals import late_symbols
from supportfirst.casework.bridge.code_numbers import NO_MARK, number_of, symbol_of
from supportfirst.casework.bridge.codes_in_force import in_force
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.store.models import Enrolment, PupilYear, School

UNEXPLAINED, UNAUTHORISED, AUTHORISED, LATE = "unexplained", "unauthorised", "authorised", "late"


@dataclass(frozen=True, slots=True)
class DayAway:
    """One pupil of a day with a session away or late; `sessions` are half, symbol and what it means."""

    enrolment: Enrolment
    sessions: tuple[tuple[str, str, str], ...]

    def any_of(self, *senses: str) -> bool:
        return any(sense in senses for _, _, sense in self.sessions)


def senses_on(pack: Pack, day: date) -> Mapping[int, str]:
    """Stored numbers that say somebody was away or late, with what each says. After the close is late."""
    unexplained, late = unexplained_code(pack, day), late_symbols(pack.codes, day)
    found = {}
    for code in in_force(pack.codes, day):
        if code.symbol == unexplained:
            sense = UNEXPLAINED
        elif code.symbol in late:
            sense = LATE
        elif code.statistical_class is StatisticalClass.UNAUTHORISED:
            sense = UNAUTHORISED
        elif code.statistical_class is StatisticalClass.AUTHORISED:
            sense = AUTHORISED
        else:
            continue
        found[number_of(code.symbol)] = sense
    return found


def away_or_late_on(school: School, pack: Pack, day: date) -> Iterator[DayAway]:
    """In the order of names. A child who died is on no list. Two queries, however many pupils there are."""
    senses = senses_on(pack, day)
    school_year, first = place_of(day, 0)
    years = PupilYear.objects.filter(enrolment__school=school, school_year=school_year)
    marks_of = dict(years.values_list("enrolment_id", "marks"))
    on_roll = (
        Enrolment.objects.filter(school=school, first_day__lte=day)
        .exclude(last_day__lt=day)
        .exclude(of_the_dead("pupil"))
        .select_related("pupil", "group")
        .order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    )
    for enrolment in on_roll:
        marks = marks_of.get(enrolment.pk)
        if marks is None:
            continue
        numbers = [(half, marks[first + half]) for half in HALVES]
        told = tuple(
            (SESSION_WORDS[half], symbol_of(number), senses[number])
            for half, number in numbers
            if number != NO_MARK and number in senses
        )
        if told:
            yield DayAway(enrolment, told)
