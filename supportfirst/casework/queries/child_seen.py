"""One child as seen now or at a past moment, for the pages that stand beneath the page of the child."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.as_seen import AsSeen, as_seen, as_seen_at
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.store.models import Enrolment


def seen_child(
    actor: Actor, school_id: UUID, pupil_id: UUID, right: Right, at: datetime | None, *, or_left: bool = False
) -> AsSeen:
    """Raises NotThere; MomentRefused for a moment of which there is nothing to show."""
    enrolment = child_at(actor, school_id, pupil_id, right, or_left=or_left)
    stays = list(Enrolment.objects.filter(pupil=pupil_id, school=school_id).order_by("first_day"))
    return as_seen(actor, enrolment, stays) if at is None else as_seen_at(actor, enrolment, stays, at)
