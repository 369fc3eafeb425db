"""A parent says beforehand that they can't come: the meeting is called off, and another one takes its place.

Where no other day can be given yet, the meeting waits for one, in sight, and is not closed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.plan_meeting import Arranged, plan_meeting
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child_meetings import (
    CANCELLED,
    MINUTES,
    OUTCOME,
    REARRANGED,
    MeetingsPage,
    afresh,
)
from supportfirst.casework.store.models import CaseEvent


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by whom and why. `offer`: the other day, where one is found already."""

    submission: uuid.UUID
    by: str
    because: str
    offer: Arranged | None = None


@transaction.atomic
def rearrange_meeting(actor: Actor, page: MeetingsPage, asked: Asked) -> None:
    """The same submission again changes nothing. Raises Refused, and EventRefused."""
    take_turn(page.school.pk)
    if CaseEvent.objects.filter(submission=asked.submission).exists():
        return
    page = afresh(actor, page)
    meeting = page.meeting
    assert meeting is not None
    if meeting.result:
        raise Refused(
            "What became of this meeting is recorded already, so it can't be moved. Arrange the next one "
            "from the list of the child's meetings."
        )
    pupil, adults = page.enrolment.pupil, [uuid.UUID(each) for each in meeting.adults]
    record_event(
        actor,
        page.school,
        pupil,
        OUTCOME,
        submission=asked.submission,
        adults=adults,
        data={ABOUT: meeting.event, "result": REARRANGED if asked.offer is not None else CANCELLED},
    )
    record_event(
        actor,
        page.school,
        pupil,
        MINUTES,
        submission=uuid.uuid5(asked.submission, MINUTES),
        adults=adults,
        data={ABOUT: meeting.event, "moved_by": asked.by, "moved_because": asked.because},
    )
    if asked.offer is not None:
        offer = replace(asked.offer, replaces=meeting.event)
        plan_meeting(actor, replace(page, meeting=None), offer)
