"""Sessions of the school year for which nobody of a school has a mark: registers that were never taken.

The years' bytes are laid over each other, so that a school of any size is one reading and no row a session.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Min

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.ended_days import days_of_year_to
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.school_days import HALVES, clock
from supportfirst.casework.store.models import Enrolment, PupilYear, School


def sessions_without_registers(school: School, pack: Pack, at: datetime) -> Sequence[tuple[date, int]]:
    """Day and half of each, up to yesterday, oldest first; none where the school's terms are not set."""
    days = days_of_year_to(school, pack, clock(at).date() - timedelta(days=1))
    if not days:
        return ()
    year = place_of(days[-1], 0).school_year
    began = Enrolment.objects.filter(school=school).aggregate(Min("first_day"))["first_day__min"]
    held = PupilYear.objects.filter(enrolment__school=school, school_year=year)
    marked = 0
    for marks in held.values_list("marks", flat=True):
        marked |= int.from_bytes(bytes(marks), "little")
    return [
        (day, half)
        for day in days
        for half in HALVES
        if began is not None and day >= began and not marked >> 8 * place_of(day, half).offset & 0xFF
    ]
