"""Runs of dates.

Every span in this project includes both its ends, as the law and the files write
them ("from 1 to 19 July"). An end that is not known is `None`, and means 'no end yet'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.vocabulary.errors import AttendanceError


class SpanBackwards(AttendanceError):
    """The end comes before the start."""


@dataclass(frozen=True, order=True, slots=True)
class DateSpan:
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise SpanBackwards(
                what=f"a span cannot run from {self.first} back to {self.last}",
                where="DateSpan",
                remedy="swap the two dates, or check the year",
            )

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: DateSpan) -> bool:
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )
