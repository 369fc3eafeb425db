"""Read a child's record, which the audit trail keeps: who, whom, what part, when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.bridge.school_days import show_day, show_time
from supportfirst.casework.store.models import AuditEvent, Enrolment, Pupil


@transaction.atomic
def read_record(
    actor: Actor,
    pupil: Pupil,
    thing: str,
    *,
    right: Right = Right.SEE_PUPIL,
    left_here: Enrolment | None = None,
    as_at: datetime | None = None,
) -> AuditEvent:
    """Add the line, in the trail of the school where the reader reaches the child.

    `thing` is the part that is read (`attendance`, `contacts`). NotThere for a child out of reach, so that
    a page which forgot to ask shows nothing. `left_here`: the ended stay whose page it is, of a leaver.
    `as_at`: the past moment as of which the record was shown.
    """
    if left_here is None:
        stays = enrolments_for(actor, right)
    else:
        stays = left_for(actor, right).filter(pk=left_here.pk)
    enrolment = stays.filter(pupil=pupil).select_related("school").first()
    if enrolment is None:
        raise NotThere
    then = {} if as_at is None else {"known_at": as_at.isoformat(), "as_it_stood": _told(as_at)}
    return audit(actor, "read_record", school=enrolment.school, pupil=pupil, thing=thing, **then)


def _told(moment: datetime) -> str:
    on_the_wall = moment.astimezone(LONDON)
    return f"{show_day(on_the_wall.date())}, {show_time(on_the_wall, seconds=True)}"
