"""A child on the roll of a school, as seen now, for papers that are made from what the child's page shows."""

from __future__ import annotations

from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.as_seen import AsSeen, as_seen
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.store.models import Enrolment


def seen_now(actor: Actor, school_id: UUID, pupil_id: UUID, *rights: Right) -> AsSeen:
    """Raises NotThere where one of the rights does not reach the child."""
    enrolment = child_at(actor, school_id, pupil_id, *rights)
    stays = Enrolment.objects.filter(school=enrolment.school_id, pupil=enrolment.pupil_id)
    return as_seen(actor, enrolment, list(stays.order_by("first_day", "pk")))
