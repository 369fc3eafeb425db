"""End somebody's naming for a role at a school, where nobody takes their place yet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import school_to_set_up, sent_before
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.named_people import may_name, role_to_name

ENDED = "end_named_person"


@transaction.atomic
@keeps_what_stood
def end_named_person(
    actor: Actor, school_id: UUID, role_id: str, *, submission: UUID, last_day: date
) -> None:
    """Nobody is named after this day, until somebody is. Raises Refused, and NotThere."""
    school = school_to_set_up(actor, school_id)
    if sent_before(school, ENDED, submission):
        return
    asked = role_to_name(actor, school_id, role_id)
    if asked.now is None:
        raise Refused("Nobody is named for this today.")
    if not may_name(actor, school, asked.role, asked.now):
        raise Refused("Your authority names this officer. Ask it to end this.")
    if last_day < asked.now.first_day:
        raise Refused(
            f"They were named from {show_day(asked.now.first_day)}. Choose that day or a later one."
        )
    asked.now.last_day = last_day
    asked.now.save(update_fields=["last_day"])
    audit(
        actor,
        ENDED,
        school=school,
        thing=str(submission),
        role_named=role_id,
        last_day=last_day.isoformat(),
    )
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
