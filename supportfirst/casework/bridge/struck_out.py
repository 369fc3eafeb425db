"""The events of a school's chronology that were recorded by mistake, and stand no more."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from supportfirst.casework.store.models import CaseEvent, School


def struck_out(school: School) -> QuerySet[CaseEvent, Any]:
    """For `.exclude(event__in=…)`: a part of that query, and none of its own."""
    return CaseEvent.objects.filter(school=school, strikes_out__isnull=False).values("strikes_out")
