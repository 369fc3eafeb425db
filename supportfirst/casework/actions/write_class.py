"""Add a class to a school year, or give one another name or year group."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.setting_up import changed, school_to_set_up
from supportfirst.casework.store.models import ClassGroup


@transaction.atomic
def write_class(
    actor: Actor, school_id: UUID, group_id: UUID | None, *, name: str, year_group: str, school_year: int
) -> ClassGroup:
    """The class; one of that name and year that is there already is given back. Raises Refused, and NotThere.

    `group_id` None: a new class.
    """
    school = school_to_set_up(actor, school_id)
    same = ClassGroup.objects.filter(school=school, school_year=school_year, name__iexact=name).first()
    if group_id is None:
        if same is not None:
            return same
        group = ClassGroup(school=school, school_year=school_year)
    else:
        found = ClassGroup.objects.filter(school=school, pk=group_id).first()
        if found is None:
            raise NotThere
        if same is not None and same.pk != group_id:
            raise Refused("Another class of the year has this name. Choose another name.")
        group = found
    fields = changed(group, {"name": name, "year_group": year_group})
    if fields:
        group.save()
        audit(actor, "write_class", school=school, thing=str(group.pk), fields=sorted(fields))
    return group
