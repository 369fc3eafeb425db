"""Say what holds of a child: yes from a day, no longer, or never. What nobody says is not known."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.editing_people import ChangeRefused, tell, to_edit
from supportfirst.casework.store.models import PupilFlag


class Says(StrEnum):
    YES = "yes"
    NO_LONGER = "no_longer"
    NEVER = "never"


@transaction.atomic
def set_flag(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    name: str,
    says: Says,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> None:
    """Raises NotThere, ChangeRefused. Said again, it changes nothing.

    NO_LONGER: what held ends on `last_day`, yesterday where none is given. NEVER: what was written was wrong.
    """
    enrolment = to_edit(actor, school_id, pupil_id)
    held = PupilFlag.objects.filter(pupil=enrolment.pupil, name=name)
    before = sorted(held.values_list("holds", "first_day", "last_day"), key=str)
    if says is Says.YES:
        held.filter(holds=False).delete()
        held.filter(first_day=first_day).delete()
        PupilFlag.objects.create(pupil=enrolment.pupil, name=name, first_day=first_day, last_day=last_day)
    elif says is Says.NEVER:
        held.delete()
        PupilFlag.objects.create(pupil=enrolment.pupil, name=name, holds=False)
    else:
        _end(enrolment.pupil_id, name, last_day or actor.today - timedelta(days=1))
    if sorted(held.values_list("holds", "first_day", "last_day"), key=str) != before:
        tell(actor, "set_flag", enrolment, [name], thing=says.value)


def _end(pupil_id: UUID, name: str, last_day: date) -> None:
    rows = PupilFlag.objects.filter(pupil=pupil_id, name=name)
    open_now = rows.filter(holds=True, last_day=None)
    if open_now.filter(first_day__gt=last_day).exists():
        raise ChangeRefused(
            what="it would end before it began",
            where=name.replace("_", " "),
            remedy="give a later last day, or say that it never held",
        )
    open_now.update(last_day=last_day)
    if not rows.exists():
        PupilFlag.objects.create(pupil_id=pupil_id, name=name, holds=False)
