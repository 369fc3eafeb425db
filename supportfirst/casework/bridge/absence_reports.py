"""What a parent's report of an absence speaks of: its days, and whether it came in time."""

from __future__ import annotations

from datetime import date, time

from supportfirst.casework.store.models import CaseEvent

REPORT = "absence_reported"


def covers(report: CaseEvent, day: date, *, each_day: bool = False) -> bool:
    """Whether a report speaks of the day: one that names no last day speaks of its first alone.

    each_day: the school's pack asks for a report on every day, so that one stands for the day on which it was
    made, or the first that it names where it was made before, whatever it says of later ones.
    """
    first, last = span_of(report)
    if each_day:
        return day == max(first, report.happened_on)
    return first <= day <= last


def span_of(report: CaseEvent) -> tuple[date, date]:
    first = date.fromisoformat(str(report.data.get("first_day", report.happened_on.isoformat())))
    return first, date.fromisoformat(str(report.data.get("last_day", first.isoformat())))


def is_late(report: CaseEvent, report_by: time | None) -> bool:
    """Whether it was made on a day of the absence after the time until which parents have.

    The minute itself is in time. A report of a later day than the first, about that first, is late too.
    """
    first, _ = span_of(report)
    if report.happened_on != first:
        return report.happened_on > first and "last_day" not in report.data
    return report_by is not None and report.happened_at is not None and report.happened_at > report_by
