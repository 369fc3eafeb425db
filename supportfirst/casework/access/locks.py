"""Names locked after failed sign-ins, from the address where they failed; and failures counted by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off, get_failure_limit
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest

from supportfirst.attendance.vocabulary.moments import LONDON

OF_ONE_LINE = 64  # bits of an IPv6 address that a provider gives to one connection


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

    What stands before it the browser may have written, to be taken for somebody else at every try. Of IPv6
    the first half is the address: the other half whoever has one line may choose anew at every try.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    hop = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    for told in (hop, direct) if settings.BEHIND_PROXY else (direct,):
        try:
            found = ip_address(told.partition("%")[0])  # without the name of a network card
        except ValueError:
            continue
        if isinstance(found, IPv4Address):
            return str(found)
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, OF_ONE_LINE), strict=False).network_address)
    return direct


def open_again_at(email: str, at: datetime) -> datetime | None:
    """When a name that fails from ever new addresses may be tried again by a browser not known to be its own.

    A short pause after each failure, from a high number of them within the hour on: it makes guessing slow,
    and ends by itself soon after the guessing does.
    """
    rows = AccessFailureLog.objects.filter(username=email, attempt_time__gt=at - timedelta(hours=1))
    latest = rows.order_by("-attempt_time").values_list("attempt_time", flat=True)
    held: list[datetime] = list(latest[: settings.NAME_FAILURES_BEFORE_PAUSES])
    if len(held) < settings.NAME_FAILURES_BEFORE_PAUSES:
        return None
    ends = held[0] + timedelta(seconds=settings.NAME_PAUSE)
    return ends if ends > at else None


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
