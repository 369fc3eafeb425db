"""Move a child to another class of the school from a day on; registers of the days before stay."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import school_to_set_up
from supportfirst.casework.bridge.class_places import put_in_class
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import ClassGroup, Enrolment


@transaction.atomic
@keeps_what_stood
def move_pupil(actor: Actor, school_id: UUID, pupil_id: UUID, group_id: UUID, first_day: date) -> ClassGroup:
    """The new class; a child who is there already stays. Raises Refused, and NotThere."""
    school = school_to_set_up(actor, school_id)
    group = ClassGroup.objects.filter(school=school, pk=group_id).first()
    stay = Enrolment.objects.filter(in_force(actor.today), school=school, pupil=pupil_id).first()
    if group is None or stay is None:
        raise NotThere
    if first_day > actor.today:
        raise Refused("Enter the move on its day: until then the register is taken by the class of today.")
    if first_day < stay.first_day:
        raise Refused("The child was not on the school’s roll yet on that day. Choose a later one.")
    before = stay.group_id
    if put_in_class(stay, group, first_day):
        audit(
            actor,
            "move_pupil",
            school=school,
            pupil=stay.pupil,
            thing=str(group.pk),
            before=str(before or ""),
            first_day=first_day.isoformat(),
        )
        ask_reassessment(school, [stay], actor.at, asked_by=actor.user)
    return group
