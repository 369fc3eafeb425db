"""The number under which another system knows a child: noted, or taken away. Nothing of what it holds."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.editing_people import ChangeRefused, tell, to_edit
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.store.models import ExternalReference

NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9/.-]{1,60}")


@transaction.atomic
@keeps_what_stood
def note_reference(actor: Actor, school_id: UUID, pupil_id: UUID, system: str, number: str) -> None:
    """The same again changes nothing. Raises ChangeRefused for what is more than a number."""
    enrolment = to_edit(actor, school_id, pupil_id)
    if NUMBER.fullmatch(number) is None:
        raise ChangeRefused(
            what="this is more than a reference number",
            where="number",
            remedy="write the number alone: letters, digits, and / . or -, with no space and no words",
        )
    _, is_new = ExternalReference.objects.get_or_create(
        pupil=enrolment.pupil,
        system=" ".join(system.split()),
        number=number,
        defaults={"school": enrolment.school, "noted_by": actor.user, "noted_at": actor.at},
    )
    if is_new:
        tell(actor, "note_reference", enrolment)


@transaction.atomic
@keeps_what_stood
def forget_reference(actor: Actor, school_id: UUID, pupil_id: UUID, reference: int) -> None:
    enrolment = to_edit(actor, school_id, pupil_id)
    gone, _ = ExternalReference.objects.filter(pk=reference, pupil=enrolment.pupil).delete()
    if gone:
        tell(actor, "forget_reference", enrolment)
