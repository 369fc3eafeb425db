"""Add a class to a school year, or give one another name or year group."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.setting_up import changed, school_to_set_up
from supportfirst.casework.store.models import AuditEvent, ClassGroup, School


@transaction.atomic
def write_class(
    actor: Actor,
    school_id: UUID,
    group_id: UUID | None,
    *,
    name: str,
    year_group: str,
    school_year: int,
    shown: str = "",
) -> ClassGroup:
    """The class; one of that name and year that is there already is given back. Raises Refused, and NotThere.

    `group_id` None: a new class. Of another, `shown` is the fingerprint of what the form showed; raises
    ChangedMeanwhile as well.
    """
    school = school_to_set_up(actor, school_id)
    values = {"name": name, "year_group": year_group}
    if group_id is None:
        same = _named(school, school_year, name)
        if same is not None:
            return same
        group = ClassGroup(school=school, school_year=school_year)
    else:
        found = ClassGroup.objects.filter(school=school, pk=group_id).first()
        if found is None:
            raise NotThere
        group = found
        stands = {"name": group.name, "year_group": group.year_group}
        trail = AuditEvent.objects.filter(verb="write_class", school=school, thing=str(group_id))
        values = only_touched(values, stands, shown, actor.at, group_id, trail=trail)
        same = _named(school, school_year, values["name"]) if "name" in values else None
        if same is not None and same.pk != group_id:
            raise Refused("Another class of the year has this name. Choose another name.")
    fields = changed(group, values)
    if fields:
        group.save()
        audit(actor, "write_class", school=school, thing=str(group.pk), fields=sorted(fields))
    return group


def _named(school: School, school_year: int, name: str) -> ClassGroup | None:
    return ClassGroup.objects.filter(school=school, school_year=school_year, name__iexact=name).first()
