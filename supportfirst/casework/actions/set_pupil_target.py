"""Give a child an attendance target of their own, with the reason; or end it.

Where another target holds, it ends the day before the new one begins. The last day that was planned for it
stays in the trail's line, where the child's page as of a moment before finds it.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.queries.child_recognition import PLANNED
from supportfirst.casework.store.models import PupilTarget


@transaction.atomic
def set_pupil_target(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    *,
    percent: Decimal,
    reason: str,
    first_day: date,
    last_day: date | None,
    submission: UUID,
) -> PupilTarget:
    """The same submission again gives the first one back. Raises NotThere, Refused."""
    enrolment = child_at(actor, school_id, pupil_id, Right.GIVE_REWARDS)
    take_turn(school_id)
    known = PupilTarget.objects.filter(submission=submission).first()
    if known is not None:
        return known
    if last_day is not None and last_day < first_day:
        raise Refused("The last day comes before the first. Put the two the other way round.")
    held = PupilTarget.objects.filter(school=school_id, pupil=pupil_id, ended_at=None)
    if held.filter(first_day__gte=first_day).exists():
        raise Refused(
            "Another target begins on that day or later. End it first, or choose a later first day."
        )
    planned: dict[str, str] = {}
    for row in held.exclude(last_day__lt=first_day):
        planned |= _end(actor, row, first_day - timedelta(days=1))
    row = PupilTarget.objects.create(
        submission=submission,
        school=enrolment.school,
        pupil=enrolment.pupil,
        percent=percent,
        reason=reason,
        first_day=first_day,
        last_day=last_day,
        set_by=actor.user,
        set_at=actor.at,
    )
    thing = str(row.pk)
    audit(actor, "set_pupil_target", school=enrolment.school, pupil=enrolment.pupil, thing=thing, **planned)
    return row


@transaction.atomic
def end_pupil_target(actor: Actor, school_id: UUID, pupil_id: UUID) -> None:
    """From today the school's target holds again. Nothing happens where there is none. Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.GIVE_REWARDS)
    take_turn(school_id)
    held = PupilTarget.objects.filter(school=school_id, pupil=pupil_id, ended_at=None)
    for row in held.exclude(last_day__lt=actor.today):
        planned = _end(actor, row, actor.today - timedelta(days=1))
        thing = str(row.pk)
        audit(
            actor, "end_pupil_target", school=enrolment.school, pupil=enrolment.pupil, thing=thing, **planned
        )


def _end(actor: Actor, row: PupilTarget, last_day: date) -> dict[str, str]:
    """For the trail's line: the last day that it would have had, where one was planned."""
    planned = row.last_day
    row.last_day, row.ended_by, row.ended_at = last_day, actor.user, actor.at
    row.save(update_fields=["last_day", "ended_by", "ended_at"])
    return {} if planned is None else {PLANNED: planned.isoformat()}
