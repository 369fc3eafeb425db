"""Name somebody for a role at a school from a day on, in the place of whoever was named before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import still_as_shown
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import school_to_set_up, sent_before
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.named_people import accounts_for, may_name, role_to_name
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import AuditEvent, NamedPerson, School

NAMED = "name_person"


@transaction.atomic
@keeps_what_stood
def name_person(
    actor: Actor,
    school_id: UUID,
    role_id: str,
    *,
    submission: UUID,
    name: str = "",
    title: str = "",
    account: UUID | None = None,
    first_day: date,
    shown: str,
) -> None:
    """One person a role and day: whoever was named before ends the day before. Raises Refused, and NotThere.

    shown: the fingerprint of who was named as the form was shown; raises ChangedMeanwhile where it is
    somebody else. With an account, name and title are the account's; an officer's then reaches the school's
    cases.
    """
    school = school_to_set_up(actor, school_id)
    if sent_before(school, NAMED, submission):
        return
    asked = role_to_name(actor, school_id, role_id)
    if not may_name(actor, school, asked.role, asked.now):
        raise Refused("Your authority names this officer. Ask it to name another.")
    trail = AuditEvent.objects.filter(school=school, verb=NAMED, detail__role_named=role_id)
    still_as_shown({"name": asked.now_name}, shown, actor.at, school_id, role_id, trail=trail)
    user = None
    if account is not None:
        user = next((each for each in accounts_for(actor, school, asked.role) if each.pk == account), None)
        if user is None:
            raise NotThere
        name, title = user.name, user.title
    _end_those_before(school, asked.role.accepts, first_day)
    NamedPerson.objects.create(
        school=school, role=role_id, name=name, title=title, user=user, first_day=first_day
    )
    audit(
        actor,
        NAMED,
        school=school,
        thing=str(submission),
        role_named=role_id,
        account=str(user.pk) if user else "",
        first_day=first_day.isoformat(),
    )
    ask_reassessment(school, None, actor.at, asked_by=actor.user)


def _end_those_before(school: School, roles: Collection[str], first_day: date) -> None:
    """Days of others that reach into the new one's are cut; what would begin in them is refused."""
    held = NamedPerson.objects.filter(school=school, role__in=roles)
    later = held.filter(first_day__gt=first_day).order_by("first_day").first()
    if later is not None:
        raise Refused(
            f"Somebody is named from {show_day(later.first_day)} already. "
            "End that first, or choose a later day."
        )
    held.filter(first_day=first_day).delete()  # put right on the day it was written
    reaching = held.filter(not_ended(first_day))
    reaching.update(last_day=first_day - timedelta(days=1))
