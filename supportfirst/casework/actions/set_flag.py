"""Say what holds of a child: yes from a day, no longer, or never. What nobody says is not known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.editing_people import ChangeRefused, tell, to_edit
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.store.models import PupilFlag


class Says(StrEnum):
    YES = "yes"
    NO_LONGER = "no_longer"
    NEVER = "never"


@transaction.atomic
@keeps_what_stood
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
        _hold(actor.at, enrolment.pupil_id, name, first_day, last_day)
    elif says is Says.NEVER:
        _never(actor.at, enrolment.pupil_id, name)
    else:
        _end(actor.at, enrolment.pupil_id, name, last_day or actor.today - timedelta(days=1))
    if sorted(held.values_list("holds", "first_day", "last_day"), key=str) != before:
        tell(actor, "set_flag", enrolment, [name], thing=says.value)


def _hold(at: datetime, pupil_id: UUID, name: str, first_day: date | None, last_day: date | None) -> None:
    """What was written of the same first day stays as old as it is; only its end may be of now."""
    same = PupilFlag.objects.filter(pupil=pupil_id, name=name, first_day=first_day).order_by("pk")
    kept = same.first()
    if kept is None:
        PupilFlag.objects.create(
            pupil_id=pupil_id, name=name, first_day=first_day, last_day=last_day, recorded_at=at
        )
        return
    same.exclude(pk=kept.pk).delete()
    if kept.last_day != last_day:
        kept.ended_at = at if kept.last_day is None else None  # what it was between, nobody can tell
        kept.last_day = last_day
        kept.save(update_fields=["last_day", "ended_at"])


def _never(at: datetime, pupil_id: UUID, name: str) -> None:
    held = PupilFlag.objects.filter(pupil=pupil_id, name=name)
    held.filter(holds=True).delete()
    if not held.exists():
        PupilFlag.objects.create(pupil_id=pupil_id, name=name, holds=False, recorded_at=at)


def _end(at: datetime, pupil_id: UUID, name: str, last_day: date) -> None:
    rows = PupilFlag.objects.filter(pupil=pupil_id, name=name)
    open_now = rows.filter(holds=True, last_day=None)
    if open_now.filter(first_day__gt=last_day).exists():
        raise ChangeRefused(
            what="it would end before it began",
            where=name.replace("_", " "),
            remedy="give a later last day, or say that it never held",
        )
    open_now.update(last_day=last_day, ended_at=at)
    if not rows.exists():
        PupilFlag.objects.create(pupil_id=pupil_id, name=name, holds=False, recorded_at=at)
