"""Contacts with other agencies of a school year, by agency and by the person there."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import KEPT_BACK, readable
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, schools_for
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child_records import LIAISON
from supportfirst.casework.store.models import CaseEvent, School

MOST = 500


@dataclass(frozen=True, slots=True)
class Liaison:
    agency: str
    person: str
    pupil: uuid.UUID
    name: str
    on: date
    by: str
    advice: str
    kept_back: str


@dataclass(frozen=True, slots=True)
class LiaisonsPage:
    school: School
    first: date
    rows: Sequence[Liaison]  # by agency and person, the newest of each first

    @property
    def children(self) -> set[uuid.UUID]:
        return {row.pupil for row in self.rows}


def liaisons_page(actor: Actor, school_id: uuid.UUID) -> LiaisonsPage | None:
    """None where there is no such school, or its cases are not the actor's to act on."""
    school = schools_for(actor, Right.ACT_ON_CASE).filter(pk=school_id).first()
    if school is None:
        return None
    first = first_day_of_year(actor.today)
    reached = enrolments_for(actor, Right.ACT_ON_CASE).filter(school=school, pupil=OuterRef("pupil"))
    events = list(
        CaseEvent.objects.filter(Exists(reached), school=school, kind=LIAISON, happened_on__gte=first)
        .exclude(event__in=struck_out(school))
        .select_related("school", "pupil", "recorded_by")
        .order_by("-happened_on", "-serial")[:MOST]
    )
    may_read = readable(actor, events)
    rows = [_row(each, may_be_read=each.event in may_read) for each in events]
    return LiaisonsPage(school, first, sorted(rows, key=lambda row: (row.agency, row.person)))


def _row(event: CaseEvent, *, may_be_read: bool) -> Liaison:
    data = event.data if may_be_read else {}
    return Liaison(
        agency=str(data.get("agency", "")),
        person=str(data.get("person", "")),
        pupil=event.pupil_id,
        name=event.pupil.name,
        on=event.happened_on,
        by=event.recorded_by.name,
        advice=str(data.get("advice", "")),
        kept_back="" if may_be_read else KEPT_BACK,
    )
