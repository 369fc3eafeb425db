"""From when to when a child is of compulsory school age (Education Act 1996, section 8).

It starts on the fifth birthday where that is a prescribed day, otherwise at the beginning of
the next prescribed day; it ends with the end of the school leaving date. The odd cases: a
child who turns 16 after that date but before the next school year begins leaves while still
15; one born on 29 February comes of age on 1 March in other years, as English law counts.
Ages, prescribed days and the leaving date come from the pack. No date of birth, no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.attendance.vocabulary.spans import DateSpan

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SchoolAgeLaw:
    """What the pack says; nothing here has a default."""

    starting_age: int  # years
    prescribed_days: Sequence[MonthDay]  # (month, day) on which a child may begin to be of age
    leaving_age: int  # years
    leaving_month: int  # the leaving date is the last such weekday of this month
    leaving_weekday: int  # Monday is 0
    year_begins: MonthDay  # the school year in which a birthday falls


def compulsory_school_age(date_of_birth: date | None, law: SchoolAgeLaw) -> DateSpan | None:
    """The first and the last day of compulsory school age, both included; None: cannot tell."""
    if date_of_birth is None or date_of_birth.year + law.leaving_age + 1 > date.max.year:
        return None
    return DateSpan(_first_day(date_of_birth, law), _last_day(date_of_birth, law))


def is_of_school_age(date_of_birth: date | None, day: date, law: SchoolAgeLaw) -> bool | None:
    """Whether a child is of compulsory school age on a day; None: cannot tell."""
    span = compulsory_school_age(date_of_birth, law)
    return None if span is None else day in span


def birthday(date_of_birth: date, age: int) -> date:
    """The day on which an age is attained; 29 February becomes 1 March in other years."""
    try:
        return date_of_birth.replace(year=date_of_birth.year + age)
    except ValueError:
        return date(date_of_birth.year + age, 3, 1)


def _first_day(date_of_birth: date, law: SchoolAgeLaw) -> date:
    attained = birthday(date_of_birth, law.starting_age)
    days = (date(year, *day) for year in (attained.year, attained.year + 1) for day in law.prescribed_days)
    return min(day for day in days if day >= attained)


def _last_day(date_of_birth: date, law: SchoolAgeLaw) -> date:
    """The leaving date of the school year that holds the leaving birthday."""
    attained = birthday(date_of_birth, law.leaving_age)
    begins_this_year = date(attained.year, *law.year_begins)
    first_of_year = begins_this_year if attained >= begins_this_year else _year_earlier(begins_this_year)
    year = first_of_year.year + (1 if law.leaving_month < law.year_begins[0] else 0)
    return _last_weekday(year, law.leaving_month, law.leaving_weekday)


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1)


def _last_weekday(year: int, month: int, weekday: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
