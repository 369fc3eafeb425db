"""Say who takes a class's register from when to when, as its teacher or as cover; and end it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.setting_up import school_to_set_up
from supportfirst.casework.queries.school_classes import class_page
from supportfirst.casework.store.models import ClassTeacher


@transaction.atomic
def set_class_teacher(
    actor: Actor,
    school_id: UUID,
    group_id: UUID,
    *,
    user_id: UUID,
    is_cover: bool,
    first_day: date,
    last_day: date | None,
) -> ClassTeacher:
    """The same person from the same day is kept once, with the last day given now. Raises Refused."""
    school = school_to_set_up(actor, school_id)
    page = class_page(actor, school_id, group_id)
    user = next((each for each in page.takers if each.pk == user_id), None)
    if user is None:
        raise NotThere
    if is_cover and last_day is None:
        raise Refused("Cover has a last day. Enter it; it can be changed later.")
    if last_day is not None and last_day < first_day:
        raise Refused("The last day is before the first.")
    held, made = ClassTeacher.objects.get_or_create(
        group=page.group, user=user, first_day=first_day, is_cover=is_cover, defaults={"last_day": last_day}
    )
    if made or held.last_day != last_day:
        held.last_day = last_day
        held.save(update_fields=["last_day"])
        days = [first_day.isoformat(), last_day.isoformat() if last_day else ""]
        audit(
            actor,
            "set_class_teacher",
            school=school,
            thing=str(page.group.pk),
            user=str(user.pk),
            cover=is_cover,
            days=days,
        )
    return held
