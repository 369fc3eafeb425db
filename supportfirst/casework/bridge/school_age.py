"""Whether a child is of compulsory school age on a day, by the pack in force, in words for a page."""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_age import MonthDay, SchoolAgeLaw, compulsory_school_age
from supportfirst.casework.bridge.school_days import show_day

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
