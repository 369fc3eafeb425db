"""On which days of a span a school does not meet, and why, in a few words for a calendar's cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from supportfirst.attendance.schooldays.calendar_file import weekday_sessions
from supportfirst.casework.store.models import CalendarSpan, School, SpanKind

OUTSIDE = "outside the school’s terms"
SHUT = "the school was closed"


def days_shut(school: School, first: date, last: date) -> Mapping[date, str]:
    """Of Mondays to Fridays; a day that is not among them is one on which the school meets. One query."""
    spans = list(
        CalendarSpan.objects.filter(school=school, first_day__lte=last, last_day__gte=first).order_by("pk")
    )
    found, day = {}, first
    while day <= last:
        if any(weekday_sessions(day, day)):
            here = [span for span in spans if span.first_day <= day <= span.last_day]
            closed = next((span for span in here if span.kind == SpanKind.CLOSED), None)
            if closed is not None:
                found[day] = closed.note or SHUT
            elif not here:
                found[day] = OUTSIDE
        day += timedelta(days=1)
    return found
