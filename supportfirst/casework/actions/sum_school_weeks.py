"""What a school's pupils attended together, week by week, kept each night for the page of a child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.bridge.school_weeks import week_sums
from supportfirst.casework.queries.as_seen import YEARS_SHOWN
from supportfirst.casework.store.models import SchoolWeek

SUM_WEEKS = "sum_school_weeks"


def sum_school_weeks(asked: Asked, watch: Watch) -> Write:
    """Work the weeks out of as many school years as a page shows; what was kept before is replaced."""
    school = asked.school
    if school is None:
        raise JobRefused("No school was named whose weeks are to be added up.")
    at = watch.now()
    try:
        sums = week_sums(school, clock(at).date(), years=YEARS_SHOWN)
    except AttendanceError as error:  # as often as it is tried
        raise JobRefused(str(error)) from error
    rows = [
        SchoolWeek(
            school=school,
            school_year=school_year,
            monday=monday,
            attended=told.attended,
            possible=told.possible,
            worked_out_at=at,
        )
        for (school_year, monday), told in sums.items()
    ]

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        SchoolWeek.objects.filter(school=school).delete()
        SchoolWeek.objects.bulk_create(rows)
        return {"weeks": len(rows)}

    return write
