"""Moments: when something was recorded, and what 'known at' means.

A moment without an offset is Europe/London's. A bare date means its last instant, so
that 'as known on 3 March' includes everything recorded on 3 March. Inside the program a
moment is microseconds since 1970 in UTC, which arrays can hold and order.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from supportfirst.attendance.vocabulary.errors import AttendanceError

LONDON = ZoneInfo("Europe/London")
NOT_RECORDED = -(2**63)  # a mark whose file does not say when it was recorded
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class MomentUnreadable(AttendanceError):
    """Text that is not an ISO 8601 date or moment."""


@lru_cache(maxsize=4096)
def end_of_day(day: date) -> int:
    """The last microsecond of a day in London, as microseconds since 1970 UTC."""
    return as_microseconds(datetime.combine(day, time.max, tzinfo=LONDON))


def as_microseconds(moment: datetime) -> int:
    """Microseconds since 1970 UTC; a moment without an offset is London's."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
    return (aware - _EPOCH) // _MICROSECOND


def as_datetime(microseconds: int) -> datetime:
    """The London time of a stored moment."""
    return (_EPOCH + timedelta(microseconds=microseconds)).astimezone(LONDON)


def read_moment(text: str) -> int:
    """Microseconds since 1970 UTC of an ISO 8601 moment, or of the end of a bare date's day.

    Raises MomentUnreadable when the text is neither.
    """
    trimmed = text.strip()
    try:
        return end_of_day(date.fromisoformat(trimmed))
    except (ValueError, OverflowError):
        pass
    try:
        return as_microseconds(datetime.fromisoformat(trimmed))
    except (ValueError, OverflowError) as error:
        raise MomentUnreadable(
            what=f"“{trimmed}” is not a date or moment",
            where="moment",
            remedy="write it as 2026-03-02 or 2026-03-02T09:05:00+00:00",
        ) from error
