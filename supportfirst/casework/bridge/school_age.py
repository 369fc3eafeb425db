"""Whether a child is of compulsory school age on a day, by the pack in force, in words for a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_age import MonthDay, SchoolAgeLaw, compulsory_school_age
from supportfirst.casework.bridge.codes_in_force import RegisterRefused
from supportfirst.casework.bridge.day_values import is_for_outside_school_age
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.store.models import Enrolment

UNKNOWN = "Cannot tell whether of compulsory school age: no date of birth is recorded"


def age_words(date_of_birth: date | None, pack: Pack, day: date) -> str:
    """“Not of compulsory school age: …” with its days; that it can't be told; "" for a child who is."""
    span = compulsory_school_age(date_of_birth, school_age_law(pack, day))
    if span is None:
        return UNKNOWN
    if day in span:
        return ""
    last = f" to {show_day(span.last)}" if span.last is not None else ""
    return f"Not of compulsory school age: it runs from {show_day(span.first)}{last}"


def against_age(pack: Pack, symbol: str, date_of_birth: date | None, day: date) -> str:
    """Why a code can't be true of a child of an age; "" where it can, and where nobody can tell."""
    if not is_for_outside_school_age(pack, symbol, day):
        return ""
    span = compulsory_school_age(date_of_birth, school_age_law(pack, day))
    if span is None or day not in span:
        return ""
    last = f" to {show_day(span.last)}" if span.last is not None else ""
    return (
        f"“{symbol}” is for a child who is not of compulsory school age, and this child’s runs "
        f"from {show_day(span.first)}{last}"
    )


def check_ages(pack: Pack, day: date, symbols: Mapping[int, str], *, where: str) -> None:
    """Raises RegisterRefused for a code, by enrolment, that can't be true of the child's age.

    One query, and none where no such code is among them.
    """
    asked = {each: symbol for each, symbol in symbols.items() if is_for_outside_school_age(pack, symbol, day)}
    if not asked:
        return
    for stay in Enrolment.objects.filter(pk__in=asked).select_related("pupil").order_by("pk"):
        why = against_age(pack, asked[stay.pk], stay.pupil.date_of_birth, day)
        if why:
            raise RegisterRefused(
                what=f"{stay.pupil.name}: {why}",
                where=where,
                remedy="choose the code that says why the child was away; if the date of birth is wrong, "
                "put it right first",
            )


def school_year_began(pack: Pack, day: date) -> date:
    """The first day of the school year of a day, by the law's day on which it begins."""
    begins = date(day.year, *school_age_law(pack, day).year_begins)
    return begins if begins <= day else begins.replace(year=day.year - 1)


def school_year_begins(pack: Pack, school_year: int) -> date:
    """The law's first day of the school year that begins in a calendar year."""
    return school_year_began(pack, date(school_year, 12, 31))


def school_age_law(pack: Pack, day: date) -> SchoolAgeLaw:
    """The pack's values of a day. `assessment` binds the same ones, for whole schools at once."""

    def value(name: str) -> object:
        return pack.values[f"school_age.{name}"].on(day).value

    prescribed, leaving = value("prescribed_days"), value("leaving_date")
    assert isinstance(prescribed, tuple)
    assert isinstance(leaving, dict)
    return SchoolAgeLaw(
        starting_age=int(str(value("starts_at"))),
        prescribed_days=[_month_day(str(each)) for each in prescribed],
        leaving_age=int(str(value("ends_at"))),
        leaving_month=int(leaving["month"]),
        leaving_weekday=int(leaving["weekday"]),
        year_begins=_month_day(str(value("year_begins"))),
    )


def _month_day(text: str) -> MonthDay:
    month, _, day = text.partition("-")
    return int(month), int(day)
