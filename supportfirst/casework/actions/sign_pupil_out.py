"""Sign a child out who leaves during the day: with which adult, when, why, and when to expect them back."""

from __future__ import annotations

import uuid
from datetime import date, time

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.at_the_desk import check_reach, done_already
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.no_contact import is_kept_away, may_take
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.off_site import OUT, movements
from supportfirst.casework.store.models import CaseEvent, Enrolment


@transaction.atomic
def sign_pupil_out(
    actor: Actor,
    enrolment: Enrolment,
    *,
    submission: uuid.UUID,
    at: time,
    adult: str,
    reason: str,
    back_expected: time | None = None,
    chosen: uuid.UUID | None = None,
) -> CaseEvent:
    """The same submission again changes nothing. Raises EventRefused; NotThere out of reach.

    chosen: one of the child's own adults, in place of a name in `adult`.
    """
    check_reach(actor, enrolment)
    known = done_already(enrolment, OUT, submission)
    if known is not None:
        return known
    adult = _who_takes(enrolment.pupil_id, actor.today, adult, chosen)
    told = movements(enrolment.school, actor.today, enrolment.pupil_id)
    last = told[-1] if told else None
    if last is not None and last.is_out:
        raise _refused("the child is signed out already", "sign the child back in first")
    if at > clock(actor.at).time():
        raise _refused("this time has not come yet", "give the time at which the child left")
    if last is not None and last.at is not None and at < last.at:
        raise _refused(f"the child came back at {show_time(last.at)}", "give a later time")
    return record_event(
        actor,
        enrolment.school,
        enrolment.pupil,
        OUT,
        submission=submission,
        at=at,
        data={
            "at": at.strftime("%H:%M"),
            "adult": adult,
            "reason": reason.strip(),
            "back_expected": back_expected.strftime("%H:%M") if back_expected else "",
        },
    )


def _who_takes(pupil_id: uuid.UUID, day: date, typed: str, chosen: uuid.UUID | None) -> str:
    """Their name. Nobody is let out with an adult whom an order keeps away."""
    named = next((each.name for each in may_take(pupil_id, day) if each.pk == chosen), None)
    if named is not None:
        return named
    if chosen is not None or is_kept_away(pupil_id, day, typed):
        raise _refused(
            "the child is not to be handed to this adult",
            "keep the child here, and ask whoever leads on safeguarding",
        )
    return typed.strip()


def _refused(what: str, remedy: str) -> EventRefused:
    return EventRefused(what=what, where=OUT, remedy=remedy)
