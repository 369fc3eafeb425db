"""Record what a school's attendance policy is: its web address, ratification, review, sections and more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.setting_up import school_to_set_up, sent_before
from supportfirst.casework.queries.attendance_policy import FIELDS, SECTION, form_values, policy_form
from supportfirst.casework.store.models import AuditEvent, PolicyRecord

KEPT = "keep_policy"
WEB = ("http://", "https://")


@transaction.atomic
def keep_policy(
    actor: Actor, school_id: UUID, values: Mapping[str, str | date | None], *, submission: UUID, shown: str
) -> PolicyRecord | None:
    """A record of its own at each change; what the one before said stays. None where nothing changed.

    values: by the names of `form_values`. shown: the fingerprint of what the form showed. Raises NotThere,
    ChangedMeanwhile, and Refused for an address that is no page of the web.
    """
    school = school_to_set_up(actor, school_id)
    if sent_before(school, KEPT, submission):
        return None
    policy = policy_form(actor, school_id).policy
    stands = form_values(policy)
    trail = AuditEvent.objects.filter(school=school, verb=KEPT)
    found = only_touched(values, stands, shown, actor.at, school_id, trail=trail)
    if not found and policy.recorded_at is not None:
        return None
    held = {**stands, **found}
    _check_address(str(held["address"] or ""))
    record = PolicyRecord.objects.create(
        school=school,
        sections={
            name.removeprefix(SECTION): value
            for name, value in held.items()
            if name.startswith(SECTION) and value
        },
        recorded_by=actor.user,
        recorded_at=actor.at,
        **{name: held[name] for name in FIELDS},
    )
    audit(actor, KEPT, school=school, thing=str(submission), fields=sorted(found))
    return record


def _check_address(address: str) -> None:
    """A link that another person opens leads to a page of the web, and never to a script."""
    if address and not address.lower().startswith(WEB):
        raise Refused("The web address must begin with https:// or http://. Copy it from the browser.")
