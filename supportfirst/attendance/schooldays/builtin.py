"""Calendars that come with the program: published terms, less the bank holidays.

A calendar file is taken as it stands; a built-in calendar is the other way about. It holds an
authority's published term dates, in which bank holidays are not written out, so they are
taken out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from supportfirst.attendance.schooldays.calendar_file import read_calendar
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar


def builtin_calendar(data: bytes, *, name: str, bank_holidays: Mapping[date, str]) -> SchoolCalendar:
    """The calendar of a built-in file (`calendar/1`), without the sessions of bank holidays.

    Raises CalendarUnusable, naming every faulty line.
    """
    published = read_calendar(data, name=name, bank_holidays={}).calendar
    open_on = [session for session in published.sessions if session.day not in bank_holidays]
    return SchoolCalendar(sessions=open_on, name=name)
