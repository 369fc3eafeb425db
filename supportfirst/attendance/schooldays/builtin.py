"""Calendars that come with the program: published terms, less the bank holidays.

A calendar file is taken as it stands; a built-in calendar is the other way about, made from
an authority's published term dates, in which bank holidays are not written out.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

from supportfirst.attendance.schooldays.calendar_file import weekday_sessions
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.spans import DateSpan


def calendar_of_terms(
    terms: Sequence[DateSpan], *, bank_holidays: Container[date], name: str
) -> SchoolCalendar:
    """AM and PM of each Monday to Friday of the terms that is no bank holiday.

    Each term has both its days; one without an end is a mistake in the built-in data.
    """
    sessions = []
    for term in terms:
        assert term.last is not None, f"a term of {name} has no end"
        sessions += [s for s in weekday_sessions(term.first, term.last) if s.day not in bank_holidays]
    return SchoolCalendar(sessions=sessions, name=name)
