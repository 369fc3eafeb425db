"""Tell the safeguarding lead or the head that a child was not seen and nobody knows where they are."""

from __future__ import annotations

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.queries.morning_care import NOT_SEEN, SENIOR
from supportfirst.casework.queries.morning_page import ContactPage, may_contact
from supportfirst.casework.store.models import Task


@transaction.atomic
def escalate_not_seen(actor: Actor, page: ContactPage, role: str, why: str) -> Task:
    """A task of today for the role; asked for again on the day it is the same task.

    Raises Refused for a child who is accounted for by now, and NotThere out of reach.
    """
    if not may_contact(actor, page.school):
        raise NotThere
    if role not in SENIOR:
        raise Refused("Choose the safeguarding lead or the head teacher.")
    if page.row is None or page.row.since:
        raise Refused("The register says by now where this child is. Nothing was escalated.")
    return ask_task(
        actor,
        page.school,
        page.enrolment.pupil,
        NOT_SEEN,
        why,
        actor.today,
        for_role=role,
        once=f"{NOT_SEEN}:{actor.today.isoformat()}:{page.enrolment.pk}:{role}",
    )
