"""Who is away, or late, again and again on the same weekday, over a period that somebody chose."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.absence_patterns import (
    FACTOR,
    LATE_PATTERN,
    MINIMUM,
    Line,
    Weekday,
    line_of,
    standing_out,
    weekdays_of,
)
from supportfirst.casework.bridge.attendance_letters import letters_over
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import school_days
from supportfirst.casework.queries.alerts import marks_by_enrolment, on_roll
from supportfirst.casework.queries.punctuality import LatePupil, punctuality
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class PatternRow:
    pupil: uuid.UUID
    name: str
    group: str
    weekdays: Sequence[Weekday]

    @property
    def sessions(self) -> int:
        return sum(each.absent for each in self.weekdays)


@dataclass(frozen=True, slots=True)
class PatternsPage:
    school: School
    first: date
    last: date
    school_days: int
    absent: Sequence[PatternRow]  # most sessions first
    late: Sequence[LatePupil]
    least: Line
    factor: Line
    late_line: Line


def patterns_page(actor: Actor, school_id: uuid.UUID, first: date, last: date) -> PatternsPage | None:
    """None where there is no such school, or its worklist is not the actor's to see.

    The number of queries does not grow with the pupils.
    """
    school = schools_for(actor, Right.SEE_WORKLIST).filter(pk=school_id).select_related("authority").first()
    late = punctuality(actor, school_id, first, last)
    if school is None or late is None:
        return None
    pack = pack_of(school, last)
    least, factor = line_of(pack, MINIMUM, last), line_of(pack, FACTOR, last)
    days = school_days(school, pack, first, last)
    letters, places = letters_over(days, pack), weekdays_of(days)
    years = marks_by_enrolment(school, letters.school_years)
    rows = []
    for each in on_roll(school, actor.today):
        found = standing_out(letters.of(years.get(each.pk, {})), places, least, factor)
        if found:
            group = each.group.name if each.group else ""
            rows.append(PatternRow(each.pupil_id, each.pupil.name, group, found))
    return PatternsPage(
        school,
        first,
        last,
        len(days),
        sorted(rows, key=lambda row: (-row.sessions, row.name)),
        [row for row in late.pupils if row.patterns],
        least,
        factor,
        line_of(pack, LATE_PATTERN, last),
    )
