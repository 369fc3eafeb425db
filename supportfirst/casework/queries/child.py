"""One child at one school, as far as somebody's right reaches: the door to every page about a child."""

from __future__ import annotations

from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.bridge.same_child import kept_child
from supportfirst.casework.store.models import Enrolment


def child_at(actor: Actor, school_id: UUID, pupil_id: UUID, *rights: Right) -> Enrolment:
    """The child's stay at the school today. Raises NotThere where one of the rights does not reach it."""
    found = None
    for right in rights or (Right.SEE_PUPIL,):
        held = enrolments_for(actor, right).filter(school_id=school_id, pupil_id=pupil_id)
        found = held.select_related("school__authority", "pupil", "group").order_by("-first_day").first()
        if found is None:
            raise NotThere
    assert found is not None
    return found


def reaches(actor: Actor, enrolment: Enrolment, right: Right) -> bool:
    return enrolments_for(actor, right).filter(pk=enrolment.pk).exists()


def found_under(actor: Actor, school_id: UUID, pupil_id: UUID) -> UUID | None:
    """Where a child who was merged into another row is found now, if that is within reach."""
    kept = kept_child(pupil_id)
    held = enrolments_for(actor, Right.SEE_PUPIL).filter(school_id=school_id, pupil_id=kept)
    return kept if kept != pupil_id and held.exists() else None
