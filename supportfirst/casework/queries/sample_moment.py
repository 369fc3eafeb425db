"""Where the sample's story has come: its clock goes on from there when the site is run again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from supportfirst.casework.store.models import AuditEvent


def sample_moment() -> datetime | None:
    """The last thing that anybody did; None before the sample is made."""
    last: datetime | None = AuditEvent.objects.aggregate(last=Max("recorded_at"))["last"]
    return last
