"""A school's trust: its name, how it is reached, and which schools are of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.models import School, Trust


@dataclass(frozen=True, slots=True)
class TrustPage:
    school: School
    trust: Trust
    schools: Sequence[tuple[UUID, str, bool]]  # by name, and whether the reader sets it up
    may_change: bool  # only whoever sets up all schools of the trust


def trust_page(actor: Actor, school_id: UUID) -> TrustPage:
    """Raises NotThere for a school that is not the actor's to set up, or is of no trust."""
    school = school_to_manage(actor, school_id)
    if school.trust is None:
        raise NotThere
    places = places_of(actor, Right.MANAGE_SCHOOL)
    schools = School.objects.filter(trust=school.trust).order_by("name", "pk")
    return TrustPage(
        school,
        school.trust,
        [(each.pk, each.name, places.hold(each)) for each in schools],
        may_change=school.trust.pk in places.trusts,
    )
