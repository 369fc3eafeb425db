"""Record an event about attendance, held or to come; say how many parents came; take one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.attendance_events import new_event, one_event
from supportfirst.casework.store.models import AttendanceEvent


@dataclass(frozen=True, slots=True)
class EventTold:
    """What was entered. `schools`: others of the authority for which it is too."""

    kind: str
    topic: str
    happens_on: date
    place: str = ""
    joined_by: str = ""
    parents: int | None = None
    materials: str = ""
    schools: Sequence[UUID] = ()


@transaction.atomic
def record_attendance_event(
    actor: Actor, school_id: UUID, told: EventTold, *, submission: UUID
) -> AttendanceEvent:
    """The same submission again gives the first one back. Raises NotThere, Refused."""
    offered = new_event(actor, school_id)
    take_turn(school_id)
    known = AttendanceEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    others = [each for each in offered.others if each.pk in set(told.schools)]
    if told.kind not in offered.terms.kinds or len(others) != len(set(told.schools)):
        raise Refused("The policy or the schools have changed meanwhile. Open the page again and repeat.")
    _check_day(actor, told.happens_on, told.parents)
    row = AttendanceEvent.objects.create(
        submission=submission,
        authority=offered.school.authority,
        school=None if others else offered.school,
        kind=told.kind,
        topic=told.topic,
        happens_on=told.happens_on,
        place=told.place,
        joined_by=told.joined_by,
        parents=told.parents,
        materials=told.materials,
        made_by=actor.user,
        made_at=actor.at,
    )
    row.schools.set([offered.school, *others])
    audit(
        actor,
        "record_attendance_event",
        school=offered.school,
        thing=str(row.pk),
        kind=row.kind,
        schools=1 + len(others),
    )
    return row


@transaction.atomic
def count_parents(actor: Actor, school_id: UUID, event_id: UUID, parents: int) -> None:
    """Raises NotThere, and Refused for an event that is still to come."""
    take_turn(school_id)
    page = one_event(actor, school_id, event_id)
    row = page.shown.event
    _check_day(actor, row.happens_on, parents)
    if row.parents != parents:
        audit(
            actor,
            "count_parents",
            school=page.school,
            thing=str(row.pk),
            before=row.parents,
            now=parents,
        )
        row.parents = parents
        row.save(update_fields=["parents"])


@transaction.atomic
def take_back_event(actor: Actor, school_id: UUID, event_id: UUID, because: str) -> None:
    """Raises NotThere for one that was taken back already."""
    take_turn(school_id)
    page = one_event(actor, school_id, event_id)
    row = page.shown.event
    row.taken_back_by, row.taken_back_at, row.taken_back_because = actor.user, actor.at, because
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    audit(actor, "take_back_attendance_event", school=page.school, thing=str(row.pk))


def _check_day(actor: Actor, day: date, parents: int | None) -> None:
    if parents is not None and day > actor.today:
        raise Refused("Nobody has come yet: the day is still to come. Leave the number of parents blank.")
