"""What a school has told of itself by now, asked in the query of the schools themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from supportfirst.casework.bridge.school_days import HALVES, times_missing
from supportfirst.casework.store.models import CalendarSpan, Enrolment, School, SpanKind


def told_so_far() -> dict[str, Exists]:
    """Annotations of schools: whether each has a term, and whether it ever had a pupil."""
    of_school = {"school": OuterRef("pk")}
    return {
        "has_terms": Exists(CalendarSpan.objects.filter(kind=SpanKind.TERM, **of_school)),
        "has_pupils": Exists(Enrolment.objects.filter(**of_school)),
    }


def has_times(school: School) -> bool:
    """Whether it has said when each session begins and its register closes."""
    return not any(times_missing(school, half) for half in HALVES)


def is_set_up(school: Any) -> bool:
    """Whether a school, with `told_so_far`, has all that comes before its first register."""
    return bool(school.has_terms and school.has_pupils and has_times(school))
