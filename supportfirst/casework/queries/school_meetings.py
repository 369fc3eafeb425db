"""The meetings of a school: to come, over with nothing said of them, and missed with no next offer.

What leads nowhere is left out: a meeting that was held, or after which another day was offered, stands on the
child's own page.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.meeting_types import meeting_types
from supportfirst.casework.bridge.pupil_years import first_day
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.queries.child_meetings import KINDS, MeetingShown, meetings_shown
from supportfirst.casework.queries.school_records import records_by_child, school_of_cases
from supportfirst.casework.store.models import School

NEWEST_FIRST = ("-serial",)
WAITS, OVER, COMING = "waits", "over", "coming"
# In the order of what presses most.
STANDINGS = (
    (WAITS, "Missed, and no other day is offered"),
    (OVER, "The day is over: say what became of it"),
    (COMING, "To come"),
)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    school: uuid.UUID
    pupil: uuid.UUID
    name: str
    meeting: MeetingShown
    standing: str

    @property
    def people(self) -> Sequence[tuple[str, str]]:
        """Each by a key of the school's own: the address of a narrowed list names nobody."""
        return [(_key(self.school, each), each) for each in (self.meeting.by, *self.meeting.invited)]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What somebody asks to see. Nothing given narrows nothing. `person`: a key of `MeetingRow.people`."""

    first: date | None = None
    last: date | None = None
    kind: str = ""
    person: str = ""

    def holds(self, row: MeetingRow) -> bool:
        day = row.meeting.planned_on
        return (
            (self.first is None or (day is not None and day >= self.first))
            and (self.last is None or (day is not None and day <= self.last))
            and self.kind in ("", row.meeting.name)
            and (not self.person or self.person in dict(row.people))
        )


@dataclass(frozen=True, slots=True)
class SchoolMeetings:
    school: School
    since: date
    all: Sequence[MeetingRow]

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        return sorted({(row.meeting.name, row.meeting.title) for row in self.all}, key=lambda each: each[1])

    @property
    def people(self) -> Sequence[tuple[str, str]]:
        return sorted({each for row in self.all for each in row.people}, key=lambda each: each[1])

    def groups(self, asked: Narrowed) -> Sequence[tuple[str, Sequence[MeetingRow]]]:
        rows = [row for row in self.all if asked.holds(row)]
        found = [(words, [row for row in rows if row.standing == name]) for name, words in STANDINGS]
        return [(words, held) for words, held in found if held]


def school_meetings(actor: Actor, school_id: uuid.UUID) -> SchoolMeetings:
    """Raises NotThere where there is no such school, or its cases are not the actor's to act on."""
    school = school_of_cases(actor, school_id)
    since = first_day(first_day_of_year(actor.today).year - 1)
    types, words = meeting_types(school, actor.today), record_kinds(school, actor.today)
    found = []
    for child in records_by_child(actor, school, KINDS, order=NEWEST_FIRST, since=since):
        for each in meetings_shown(child.events, types, words):
            standing = _standing(each, actor.today)
            if standing:
                found.append(MeetingRow(school.pk, child.pupil, child.name, each, standing))
    found.sort(key=lambda row: (row.meeting.planned_on or date.max, row.meeting.at, row.name))
    return SchoolMeetings(school, since, found)


def _key(school: uuid.UUID, person: str) -> str:
    return uuid.uuid5(school, person).hex


def _standing(meeting: MeetingShown, today: date) -> str:
    if meeting.waits_for_offer:
        return WAITS
    if not meeting.is_open:
        return ""
    return OVER if meeting.planned_on is not None and meeting.planned_on < today else COMING
