"""Names locked after failed sign-ins, from the address where they failed; and failures counted by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off, get_failure_limit
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest

from supportfirst.attendance.vocabulary.moments import LONDON


def unlocked_at(request: HttpRequest, email: str) -> datetime | None:
    """When a name may try again from the request's address; nothing where it may at once.

    Failures of one name are kept a row for each browser; the lock ends when enough of them are old.
    """
    cool_off, limit = get_cool_off(request), get_failure_limit(request, {"username": email})
    address = get_client_ip_address(request)
    rows = AccessAttempt.objects.filter(username=email, ip_address=address).order_by("attempt_time")
    failures = [(row.attempt_time, row.failures_since_start) for row in rows]
    left = sum(count for _, count in failures)
    ends = None
    for moment, count in failures:
        if left < limit:
            break
        ends, left = moment + cool_off, left - count
    return ends


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy, that which the proxy itself added at the end of the header.

    What stands before it the browser may have written, to be taken for somebody else at every try.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return direct
    hop = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(hop))
    except ValueError:
        return direct


def nobody_named(*_: Any) -> str:
    """What the log says of who failed: nothing. Names and addresses are people's own."""
    return "somebody"


@dataclass(frozen=True, slots=True)
class FailuresOfDay:
    day: date
    failures: int
    names: int  # how many different names were tried


def failures_by_day(emails: Iterable[str], *, newest: int = 14) -> list[FailuresOfDay]:
    """Failed sign-ins to these names, a line for each of the newest days that had any."""
    days = (
        AccessFailureLog.objects.filter(username__in=emails)
        .order_by()
        .annotate(day=TruncDate("attempt_time", tzinfo=LONDON))
        .values("day")
        .annotate(failures=Count("pk"), names=Count("username", distinct=True))
        .order_by("-day")[:newest]
    )
    return [FailuresOfDay(row["day"], row["failures"], row["names"]) for row in days]
