"""Record that a child's social worker was told of an absence that nobody has explained: whom and when."""

from __future__ import annotations

import uuid
from datetime import time

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.morning_care import LIAISON
from supportfirst.casework.queries.morning_page import ContactPage, may_contact
from supportfirst.casework.store.models import CaseEvent

AGENCY = "social worker"


@transaction.atomic
def tell_social_worker(
    actor: Actor, page: ContactPage, *, submission: uuid.UUID, person: str, at: time, advice: str
) -> CaseEvent:
    """The same submission again changes nothing. Raises EventRefused; NotThere out of reach."""
    if not may_contact(actor, page.school):
        raise NotThere
    if at > clock(actor.at).time():
        raise EventRefused(
            what="this time has not come yet", where=LIAISON, remedy="give the time at which you told them"
        )
    return record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        LIAISON,
        submission=submission,
        at=at,
        data={"agency": AGENCY, "person": person, "advice": advice, "unexplained_absence": True},
    )
