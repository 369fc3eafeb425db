"""Which letters about children went out in a school year."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.store.models import Letter, LetterState


def sent_this_year(school_id: UUID, day: date, pupil: UUID | None = None) -> set[tuple[UUID, str]]:
    """Pupil and kind of the letters that went out in the school year of a day, of one child or of all."""
    rows = Letter.objects.filter(school=school_id, state=LetterState.SENT)
    rows = rows.filter(sent_at__date__gte=first_day_of_year(day))
    if pupil is not None:
        rows = rows.filter(enrolment__pupil=pupil)
    return set(rows.values_list("enrolment__pupil", "kind"))
