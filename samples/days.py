"""The days of the sample schools: two school years, up to the Friday on which the story stops.

Bank holidays inside a term are written out as closures, since a calendar file is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2025, 9, 2)
LAST_MARKED = date(2026, 11, 20)  # the day on which the samples are assessed
SECOND_YEAR = date(2026, 9, 1)

TERMS = (
    (FIRST_DAY, date(2025, 10, 24), "Autumn 1"),
    (date(2025, 11, 3), date(2025, 12, 19), "Autumn 2"),
    (date(2026, 1, 5), date(2026, 2, 13), "Spring 1"),
    (date(2026, 2, 23), date(2026, 3, 27), "Spring 2"),
    (date(2026, 4, 13), date(2026, 5, 22), "Summer 1"),
    (date(2026, 6, 1), date(2026, 7, 21), "Summer 2"),
    (date(2026, 9, 2), date(2026, 10, 23), "Autumn 1"),
    (date(2026, 11, 2), date(2026, 12, 18), "Autumn 2"),
    (date(2027, 1, 4), date(2027, 2, 12), "Spring 1"),
    (date(2027, 2, 22), date(2027, 3, 25), "Spring 2"),
    (date(2027, 4, 12), date(2027, 5, 28), "Summer 1"),
    (date(2027, 6, 7), date(2027, 7, 22), "Summer 2"),
)
MAY_DAYS = (date(2026, 5, 4), date(2027, 5, 3))
MAY_BANK_HOLIDAYS = tuple((day, day, "", "Early May bank holiday") for day in MAY_DAYS)


@dataclass(frozen=True, slots=True)
class Year:
    """The calendar of one school: terms, and closures as (first, last, AM or PM or both, note)."""

    closures: tuple[tuple[date, date, str, str], ...]

    def lines(self) -> list[tuple[str, str, str, str, str]]:
        """The rows of the calendar file under `start,end,kind,note,session`."""
        terms = [(a.isoformat(), b.isoformat(), "term", note, "") for a, b, note in TERMS]
        closed = [(a.isoformat(), b.isoformat(), "closed", note, half) for a, b, half, note in self.closures]
        return terms + closed

    def sessions(self) -> list[tuple[date, str]]:
        """Every session up to the last marked day, in order."""
        shut = {
            (first + timedelta(days=offset), half)
            for first, last, halves, _ in self.closures
            for offset in range((last - first).days + 1)
            for half in ([halves] if halves else ["AM", "PM"])
        }
        return [
            (day, half)
            for first, last, _ in TERMS
            for day in (first + timedelta(days=offset) for offset in range((last - first).days + 1))
            if day.weekday() < 5 and day <= LAST_MARKED
            for half in ("AM", "PM")
            if (day, half) not in shut
        ]
