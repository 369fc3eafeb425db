"""The page on which a past moment of a child's record is chosen: whose record, and where it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.queries.child import OfChild, child_at, reaches
from supportfirst.casework.store.models import Enrolment


@dataclass(frozen=True, slots=True)
class MomentPage(OfChild):
    came: date  # the first day on the roll here
    left: Enrolment | None  # the stay that ended, of a child who is on the roll no more


def moment_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> MomentPage:
    """Raises NotThere. Whoever shows it has the reading audited."""
    enrolment = child_at(actor, school_id, pupil_id, or_left=True)
    stays = Enrolment.objects.filter(school=school_id, pupil=enrolment.pupil_id)
    came = stays.order_by("first_day").values_list("first_day", flat=True).first()
    here = reaches(actor, enrolment, Right.SEE_PUPIL)
    return MomentPage(enrolment, came or enrolment.first_day, None if here else enrolment)
