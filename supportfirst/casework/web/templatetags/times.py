"""`{{ each.at|clock }}` and `{{ each.at|moment }}`: how every page writes a time. No page loads them."""

from __future__ import annotations

from datetime import datetime, time

from django import template
from django.utils.timezone import localtime

from supportfirst.attendance.vocabulary.days import show_day, show_time

register = template.Library()


@register.filter
def clock(at: datetime | time | str | None, detail: str = "") -> str:
    """9:40am; with `|clock:"seconds"` to the second. A record keeps a time as text, 09:40: it is read."""
    if not at:
        return ""
    if isinstance(at, str):
        at = time.fromisoformat(at)
    on_the_wall = localtime(at) if isinstance(at, datetime) else at
    return show_time(on_the_wall, seconds=detail == "seconds")


@register.filter
def moment(at: datetime | None) -> str:
    """20 November 2026, 9:40am."""
    return f"{show_day(localtime(at).date())}, {clock(at)}" if at else ""
