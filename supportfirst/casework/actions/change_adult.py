"""Change what is known of an adult, and how they stand to one child; or add an adult to the child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.editing_people import link_of, put, tell, to_edit
from supportfirst.casework.actions.keeping_former import keep_former
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.store.models import Adult, AuditEvent, Link

OF_ADULT = ("title", "legal_forename", "legal_surname", "date_of_birth", "language", "access_needs")
# Three marks, each of one adult and one child: any one of them makes a parent (Education Act 1996, s.576).
OF_LINK = (
    "relationship",
    "natural_parent",
    "parental_responsibility",
    "day_to_day_care",
    "lives_with_child",
    "contact_order",
    "last_day",
)


@transaction.atomic
@keeps_what_stood
def change_adult(
    actor: Actor, school_id: UUID, pupil_id: UUID, adult_id: UUID, values: Mapping[str, Any], *, shown: str
) -> list[str]:
    """The names of the fields that were changed; nothing is written where none was.

    shown: the fingerprint of what the form showed. Raises NotThere, and ChangedMeanwhile.
    """
    enrolment = to_edit(actor, school_id, pupil_id, adult_id)
    link = link_of(enrolment, adult_id)
    stands = {name: getattr(link.adult, name) for name in OF_ADULT}
    stands |= {name: getattr(link, name) for name in OF_LINK}
    trail = AuditEvent.objects.filter(verb="change_adult", thing=str(adult_id), school=school_id)
    found = only_touched(values, stands, shown, actor.at, pupil_id, adult_id, trail=trail)
    of_adult = {name: value for name, value in found.items() if name in OF_ADULT}
    of_link = {name: value for name, value in found.items() if name in OF_LINK}
    keep_former(actor, enrolment.school, pupil_id, link.adult, of_adult)
    keep_former(actor, enrolment.school, pupil_id, link, of_link)
    changed = put(link.adult, of_adult) + put(link, of_link)
    if changed:
        tell(actor, "change_adult", enrolment, changed, thing=str(adult_id), adults=[adult_id])
    return changed


@transaction.atomic
@keeps_what_stood
def add_adult(
    actor: Actor, school_id: UUID, pupil_id: UUID, values: Mapping[str, Any], *, submission: UUID
) -> UUID:
    """The adult's id, which is the form's own: sent twice, it adds one adult. Raises NotThere."""
    enrolment = to_edit(actor, school_id, pupil_id)
    adult, is_new = Adult.objects.get_or_create(
        pk=submission, defaults={name: values[name] for name in OF_ADULT}
    )
    if is_new:
        held = {name: values[name] for name in OF_LINK}
        Link.objects.create(pupil=enrolment.pupil, adult=adult, first_day=actor.today, **held)
        tell(actor, "add_adult", enrolment, thing=str(adult.pk))
    else:
        link_of(enrolment, adult.pk)  # of another child it is not there
    return adult.pk
