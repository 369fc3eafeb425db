"""The children's marks as a school has them: a register for each class and session, and corrections.

Some absences were first without a reason; the office put them right the same afternoon when a parent rang.
Who came late has minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from samples.behaviour import Marks
from samples.days import LAST_MARKED, SECOND_YEAR
from samples.people import Child
from samples.schools import SUMMER_LEAVING, School
from samples.site.places import SiteSchool

LONDON = ZoneInfo("Europe/London")
HALVES = {"AM": 0, "PM": 1}
REASON_LATER = 0.06  # of the sessions of illness
REASONS = ("Parent rang: unwell", "Text from the mother: sickness", "Note brought in: temperature")


@dataclass(slots=True)
class Sheet:
    """One register; the three lists go together, one place a child."""

    school_year: int
    class_name: str
    day: date
    half: int
    recorded_at: datetime
    children: list[str] = field(default_factory=list)  # UPNs
    codes: list[str] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)  # 0: not late


@dataclass(frozen=True, slots=True)
class Correction:
    upn: str
    day: date
    half: int
    original: str
    new: str
    reason: str
    recorded_at: datetime


def class_of(child: Child, school_year: int, years: list[str]) -> str:
    """The class that a child is in in a school year; "" where they were not there."""
    if school_year == 2026:
        return "" if child.leaving == SUMMER_LEAVING else child.class_name
    if child.start >= SECOND_YEAR:
        return ""
    if child.leaving == SUMMER_LEAVING:
        return child.class_name
    return years[years.index(child.year_group) - 1] + child.class_name[len(child.year_group) :]


def registers_of(place: SiteSchool, school: School, seed: int) -> tuple[list[Sheet], list[Correction]]:
    """Every register of both years in the order in which they were taken, and the corrections in theirs."""
    sheets: dict[tuple[date, int, str], Sheet] = {}
    corrections: list[Correction] = []
    for child, marks in zip(school.children, school.marks, strict=True):
        draw = Random(f"{seed}/registers/{child.upn}")
        classes = {year: class_of(child, year, place.plan.years) for year in (2025, 2026)}
        for (day, half), code in marks.items():
            year = 2025 if day < SECOND_YEAR else 2026
            sheet = _sheet(sheets, place, year, classes[year], day, HALVES[half])
            first = code
            if code == "I" and draw.random() < REASON_LATER and day < LAST_MARKED:
                first = "N"
                corrections.append(_correction(child, day, HALVES[half], draw))
            sheet.children.append(child.upn)
            sheet.codes.append(first)
            sheet.minutes.append(_minutes(place, code, draw))
    ordered = sorted(sheets.values(), key=lambda sheet: (sheet.day, sheet.half, sheet.class_name))
    return ordered, sorted(corrections, key=lambda each: (each.recorded_at, each.upn))


def first_day_contacts(marks: Marks, since: date) -> Iterator[date]:
    """The days since then, before the last, on which a morning has no reason for absence."""
    return (
        day
        for (day, half), code in marks.items()
        if half == "AM" and code == "N" and since <= day < LAST_MARKED
    )


def _sheet(
    sheets: dict[tuple[date, int, str], Sheet],
    place: SiteSchool,
    year: int,
    name: str,
    day: date,
    half: int,
) -> Sheet:
    found = sheets.get((day, half, name))
    if found is None:
        starts = place.times["afternoon_starts" if half else "day_starts"]
        draw = Random(f"{place.key}/{name}/{day}/{half}")
        taken = datetime.combine(day, starts, tzinfo=LONDON).timestamp() + 60 * draw.randrange(4, 14)
        found = Sheet(year, name, day, half, datetime.fromtimestamp(taken, LONDON))
        sheets[day, half, name] = found
    return found


def _minutes(place: SiteSchool, code: str, draw: Random) -> int:
    """How late: up to the closing of the register, or beyond it."""
    if code not in ("L", "U"):
        return 0
    open_for = _from_midnight(place.times["morning_closes"]) - _from_midnight(place.times["day_starts"])
    return draw.randrange(open_for + 1, open_for + 75) if code == "U" else draw.randrange(6, open_for + 1)


def _from_midnight(at: time) -> int:
    return at.hour * 60 + at.minute


def _correction(child: Child, day: date, half: int, draw: Random) -> Correction:
    moment = datetime.combine(day, time(15, 30 + draw.randrange(25)), tzinfo=LONDON)
    return Correction(child.upn, day, half, "N", "I", draw.choice(REASONS), moment)
