"""Sign a child back in who had left during the day."""

from __future__ import annotations

import uuid
from datetime import time

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.at_the_desk import check_reach, done_already
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.off_site import BACK, movements
from supportfirst.casework.store.models import CaseEvent, Enrolment


@transaction.atomic
def sign_pupil_back_in(
    actor: Actor,
    enrolment: Enrolment,
    *,
    submission: uuid.UUID,
    at: time,
    adult: str,
    reason: str = "",
) -> CaseEvent:
    """The same submission again changes nothing. Raises EventRefused; NotThere out of reach."""
    check_reach(actor, enrolment)
    known = done_already(enrolment, BACK, submission)
    if known is not None:
        return known
    told = movements(enrolment.school, actor.today, enrolment.pupil_id)
    last = told[-1] if told else None
    if last is None or not last.is_out:
        raise _refused("the child is not signed out", "there is nothing to do")
    if at > clock(actor.at).time():
        raise _refused("this time has not come yet", "give the time at which the child came back")
    if last.at is not None and at < last.at:
        raise _refused(f"the child left at {show_time(last.at)}", "give a later time")
    return record_event(
        actor,
        enrolment.school,
        enrolment.pupil,
        BACK,
        submission=submission,
        at=at,
        data={"at": at.strftime("%H:%M"), "adult": adult.strip(), "reason": reason.strip()},
    )


def _refused(what: str, remedy: str) -> EventRefused:
    return EventRefused(what=what, where=BACK, remedy=remedy)
