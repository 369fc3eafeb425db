"""Log one call about a child who is not accounted for, and settle the mark with it where it was answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.amend_mark import amend_mark
from supportfirst.casework.actions.close_task import close_tasks_met
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.queries.morning_page import (
    ContactPage,
    ToSettle,
    mark_submission,
    may_contact,
)
from supportfirst.casework.queries.unaccounted import callers_of_child
from supportfirst.casework.store.models import CaseEvent, Message, Source

CONTACT = "contact"


@transaction.atomic
def log_first_contact(
    actor: Actor,
    page: ContactPage,
    *,
    submission: uuid.UUID,
    at: time,
    adults: Sequence[uuid.UUID],
    data: Mapping[str, Any],
    settles: str = "",
    sessions: Sequence[str] = (),
    reply: uuid.UUID | None = None,
) -> CaseEvent:
    """The contact, and where `settles` names a code the change of marks to it, with the reason.

    A mark that somebody else settled meanwhile is left alone: the contact is kept all the same.

    sessions: the keys of those of the page's sessions that the reason speaks of. reply: the message that this
    contact was, which is settled with it.
    The same submission again changes nothing. Raises EventRefused, RegisterRefused; NotThere out of reach.
    """
    if not may_contact(actor, page.school):
        raise NotThere
    take_turn(page.school.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    # as it is by now, not as it was shown
    callers = callers_of_child(page.school, page.enrolment.pupil_id, actor.today)
    if not set(adults) <= {caller.adult for caller in callers}:
        raise EventRefused(
            what="this adult is not to be contacted about the child", where=CONTACT, remedy="choose another"
        )
    event = record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        CONTACT,
        submission=submission,
        at=at,
        adults=adults,
        data={**data, "made_at": at.strftime("%H:%M")},
    )
    close_tasks_met(actor, event)
    if reply is not None:
        held = Message.objects.filter(pk=reply, school=page.school, pupil=page.enrolment.pupil)
        held.filter(read_at=None).update(read_at=actor.at, read_by=actor.user)
    if settles:
        _settle(actor, page, submission, settles, sessions, str(data.get("reason_found") or ""))
    return event


def _settle(
    actor: Actor,
    page: ContactPage,
    submission: uuid.UUID,
    code: str,
    sessions: Sequence[str],
    reason: str,
) -> None:
    for each in page.sessions:
        if each.key in sessions and _still_waits(page, each):
            amend_mark(
                actor,
                page.enrolment,
                each.day,
                each.half,
                each.mark,
                code,
                None,
                reason or "reason given in the contact of the day",
                mark_submission(submission, each.key),
                Source.SETTLED,
            )


def _still_waits(page: ContactPage, session: ToSettle) -> bool:
    held = standing(page.school, session.day, session.half, [page.enrolment.pk]).get(page.enrolment.pk)
    return (held.new if held is not None else "") == session.mark
