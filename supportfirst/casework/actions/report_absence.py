"""Take a parent's report of an absence: when, how, who told it, why, and which days it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.bridge.absence_reports import REPORT
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.morning_page import may_contact
from supportfirst.casework.store.models import CaseEvent, Enrolment


@dataclass(frozen=True, slots=True)
class Report:
    """`last_day` None: nobody has said how long, or the first day alone."""

    on: date
    at: time
    method: str
    reporter: str
    reason: str
    first_day: date
    last_day: date | None = None


@transaction.atomic
def report_absence(actor: Actor, enrolment: Enrolment, told: Report, *, submission: UUID) -> CaseEvent:
    """Add it to the chronology; the mark stays. Raises EventRefused; NotThere for a child out of reach.

    The same submission twice is one report.
    """
    if not may_contact(actor, enrolment.school):
        raise NotThere
    if told.on == actor.today and told.at > clock(actor.at).time():
        raise _refused("this time has not come yet", "give the time at which it was reported")
    if told.last_day is not None and told.last_day < told.first_day:
        raise _refused("the absence would end before it begins", "put its first and its last day right")
    return record_event(
        actor,
        enrolment.school,
        enrolment.pupil,
        REPORT,
        submission=submission,
        on=told.on,
        at=told.at,
        data={
            "first_day": told.first_day,
            "last_day": told.last_day,
            "method": told.method,
            "reported_at": told.at.strftime("%H:%M"),
            "reporter": told.reporter.strip(),
            "reason": told.reason.strip(),
        },
    )


def _refused(what: str, remedy: str) -> EventRefused:
    return EventRefused(what=what, where=REPORT, remedy=remedy)
