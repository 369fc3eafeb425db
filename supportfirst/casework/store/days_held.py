"""Conditions on rows with days: a blank first day is since ever, a blank last day is for good."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def in_force(day: date) -> Q:
    """Rows that hold on a day."""
    return (Q(first_day__isnull=True) | Q(first_day__lte=day)) & not_ended(day)


def holds_on(first: date | None, last: date | None, day: date) -> bool:
    """The same of the days of a row that is read already."""
    return (first is None or first <= day) and (last is None or last >= day)


def not_ended(day: date, path: str = "") -> Q:
    """Rows that hold on a day, or begin later; or what has such rows under `path` (`enrolments__`)."""
    return Q(**{f"{path}last_day__isnull": True}) | Q(**{f"{path}last_day__gte": day})
