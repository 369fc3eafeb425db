"""Whether a school meets on a day, by its own calendar, and the times of its two sessions.

As with a calendar file, what the calendar says is taken as it stands: a bank holiday inside a
term is closed where the school wrote so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import weekday_sessions
from supportfirst.attendance.vocabulary.days import show_day as show_day
from supportfirst.attendance.vocabulary.days import show_time as show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.codes_in_force import RegisterRefused
from supportfirst.casework.store.models import CalendarSpan, School, SpanKind

AM, PM = 0, 1
HALVES = (AM, PM)
SESSION_WORDS = ("morning", "afternoon")
LONGEST_OPEN = "register.open_minutes_max"  # the pack's value


class DayRefused(RegisterRefused):
    """A day on which the school does not meet."""


class TimesMissing(RegisterRefused):
    """The school has not said when its sessions begin or its registers close."""


class SessionTimes(NamedTuple):
    """The times of one session by the school's own row; None where it has not said."""

    doors_open: time | None
    starts: time | None
    late_after: time | None  # an arrival later than this is late
    closes: time | None


@dataclass(frozen=True, slots=True)
class Closed:
    """Why there is no register on a day."""

    why: str


def times_of(school: School, half: int) -> SessionTimes:
    if half == AM:
        return SessionTimes(
            school.doors_open,
            school.day_starts,
            school.late_after or school.day_starts,
            school.morning_closes,
        )
    return SessionTimes(None, school.afternoon_starts, school.afternoon_starts, school.afternoon_closes)


def closed_on(school: School, day: date) -> Closed | None:
    """None where the school meets on the day."""
    return _closed(CalendarSpan.objects.filter(school=school, first_day__lte=day, last_day__gte=day), day)


def open_among(schools: Iterable[School], day: date) -> list[School]:
    """Those of several schools that meet on a day, in one query."""
    asked = list(schools)
    of_school: dict[UUID, list[CalendarSpan]] = {each.pk: [] for each in asked}
    for span in CalendarSpan.objects.filter(school__in=asked, first_day__lte=day, last_day__gte=day):
        of_school[span.school_id].append(span)
    return [each for each in asked if _closed(of_school[each.pk], day) is None]


def _closed(on_the_day: Iterable[CalendarSpan], day: date) -> Closed | None:
    if not any(weekday_sessions(day, day)):
        return Closed(f"{day:%A} is not a school day")
    spans = list(on_the_day)
    shut = next((span for span in spans if span.kind == SpanKind.CLOSED), None)
    if shut is not None:
        return Closed(f"the school is closed on {show_day(day)}" + (f" ({shut.note})" if shut.note else ""))
    if not spans:
        return Closed(f"{show_day(day)} is outside the school's terms")
    return None


def check_school_day(school: School, day: date, *, where: str) -> None:
    """Raises DayRefused where the school does not meet."""
    closed = closed_on(school, day)
    if closed is not None:
        raise DayRefused(
            what=closed.why, where=where, remedy="choose a school day, or put the school's calendar right"
        )


def clock(moment: datetime) -> datetime:
    """A moment as the clock on the wall shows it: London's time, to the minute."""
    return moment.astimezone(LONDON).replace(second=0, microsecond=0)


def starts_at(school: School, day: date, half: int) -> datetime | None:
    starts = times_of(school, half).starts
    return None if starts is None else datetime.combine(day, starts, tzinfo=LONDON)


def due_by(school: School, pack: Pack, day: date, half: int) -> datetime | None:
    """The last minute in which a register is on time: before it closes, and within the pack's bound.

    None where the school has not said when the session starts.
    """
    begins = starts_at(school, day, half)
    if begins is None:
        return None
    limits = []
    bound = pack.values[LONGEST_OPEN].on_or_none(day)
    if bound is not None and isinstance(bound.value, int):
        limits.append(begins + timedelta(minutes=bound.value))
    closes = times_of(school, half).closes
    if closes is not None:
        limits.append(datetime.combine(day, closes, tzinfo=LONDON))
    return min(limits, default=None)


# What a school must have said of a session before its register is taken, in the words of the set-up.
NEEDED: dict[int, dict[str, str]] = {
    AM: {"day_starts": "when the day starts", "morning_closes": "when the morning register closes"},
    PM: {
        "afternoon_starts": "when the afternoon starts",
        "afternoon_closes": "when the afternoon register closes",
    },
}


def times_missing(school: School, half: int) -> list[str]:
    """What the school has not said of a session; no register of it is taken by hand until it has."""
    return [words for name, words in NEEDED[half].items() if getattr(school, name) is None]


def check_times(school: School, half: int, *, where: str) -> None:
    """Raises TimesMissing where a register of the session may not be taken yet."""
    missing = times_missing(school, half)
    if missing:
        raise TimesMissing(
            what=f"{school.name} has not said {' and '.join(missing)}",
            where=where,
            remedy="ask whoever manages the school to enter it under “Set up the school, times of the day”",
        )


@dataclass(frozen=True, slots=True)
class OpenTooLong:
    """A register that stays open for longer than the guidance has it; a warning, and no more."""

    session_word: str
    minutes: int
    most: int
    source: str

    @property
    def told(self) -> str:
        return (
            f"The {self.session_word} register closes {self.minutes} minutes after start; "
            f"guidance maximum {self.most}."
        )


def open_too_long(school: School, pack: Pack, day: date) -> list[OpenTooLong]:
    """The sessions whose register is open for longer than the pack's bound on a day."""
    bound = pack.values[LONGEST_OPEN].on_or_none(day)
    if bound is None or not isinstance(bound.value, int):
        return []
    found = []
    for half in HALVES:
        times = times_of(school, half)
        if times.starts is not None and times.closes is not None:
            minutes = minutes_between(times.starts, times.closes)
            if minutes > bound.value:
                source = ", ".join(part for part in (bound.source.title, bound.source.passage) if part)
                found.append(OpenTooLong(SESSION_WORDS[half], minutes, bound.value, source))
    return found


def minutes_between(first: time, last: time) -> int:
    return (last.hour - first.hour) * 60 + last.minute - first.minute
