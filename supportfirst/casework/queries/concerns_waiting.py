"""Concerns of which nobody has said yet whether they are referred, counted for those who decide.

A concern waits for its decision wherever the child is now: who left the roll takes none away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from supportfirst.casework.queries.child_concerns import CONCERN, REFERRAL
from supportfirst.casework.store.models import SafeguardingRecord, School


def concerns_waiting_at(schools: Iterable[School]) -> Mapping[UUID, int]:
    """At each school where any waits, of schools whose safeguarding records are somebody's to read."""
    decided = SafeguardingRecord.objects.filter(kind=REFERRAL, about=OuterRef("pk"))
    held = SafeguardingRecord.objects.filter(~Exists(decided), school__in=list(schools), kind=CONCERN)
    return dict(held.order_by().values_list("school").annotate(Count("pk")))
