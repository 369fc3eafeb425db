"""Add a school to an authority, or to a trust, with the pack that it follows from a day on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.scope import places_administered
from supportfirst.casework.actions.adding_places import NewSchool, create_school
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.store.models import Authority, School, Trust


@transaction.atomic
def add_school(
    actor: Actor, submission: UUID, told: NewSchool, *, authority_id: UUID, trust_id: UUID | None
) -> School:
    """Sent twice it is added once: the school bears the id of what was sent. Raises Refused, and NotThere.

    An authority's administrators add its schools, of whatever trust; a trust's add schools of that trust.
    """
    places = places_administered(actor)
    if not (places.schools or places.authorities or places.trusts):
        raise NotThere
    if not (authority_id in places.authorities or trust_id in places.trusts):
        raise Refused("A school is added by administrators of its authority or its trust. Ask one of them.")
    # whoever adds to an authority takes turns, so that a form sent twice finds what it added
    authority = Authority.objects.select_for_update(no_key=True).filter(pk=authority_id).first()
    trust = None if trust_id is None else Trust.objects.filter(pk=trust_id).first()
    if authority is None or (trust is None and trust_id is not None):
        raise NotThere
    held = School.objects.filter(pk=submission).first()
    if held is not None:
        if not places.hold(held):
            raise NotThere
        return held
    school = create_school(told, authority, trust, submission)
    audit(
        actor,
        "add_school",
        school=school,
        thing=str(school.pk),
        pack=told.pack,
        first_day=told.first_day.isoformat(),
    )
    return school
