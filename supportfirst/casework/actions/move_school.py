"""Move a school to another trust, into one, or out of one. It holds at once: a school's trust has no days."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import still_as_shown
from supportfirst.casework.actions.setting_up import school_to_set_up, sent_before
from supportfirst.casework.queries.moving_school import may_move, moving_page
from supportfirst.casework.store.models import AuditEvent, Trust

MOVED = "move_school"


@transaction.atomic
def move_school(
    actor: Actor, school_id: UUID, trust_id: UUID | None, *, submission: UUID, shown: str
) -> bool:
    """Whether the actor still sets the school up. Sent twice it is moved once. Raises Refused, and NotThere.

    shown: the fingerprint of the trust that the school was of as the form was shown; raises ChangedMeanwhile
    where it is of another.
    """
    school = school_to_set_up(actor, school_id)
    if sent_before(school, MOVED, submission):
        return True
    if not may_move(actor, school):
        raise Refused(
            "A school is moved by administrators of its authority or of its trust. Ask one of them."
        )
    trail = AuditEvent.objects.filter(school=school, verb=MOVED)
    stands = {"trust": moving_page(actor, school_id).told}
    still_as_shown(stands, shown, actor.at, school_id, trail=trail)
    trust = None if trust_id is None else Trust.objects.filter(pk=trust_id).first()
    if trust is None and trust_id is not None:
        raise NotThere
    before, school.trust = school.trust_id, trust
    if before == trust_id:
        return True
    school.save(update_fields=["trust"])
    audit(
        actor,
        MOVED,
        school=school,
        thing=str(submission),
        trust_before=str(before or ""),
        trust_now=str(trust_id or ""),
    )
    for each in filter(
        None, (before, trust_id)
    ):  # so that both trusts read of it, who may not read the school's
        audit(actor, MOVED, thing=str(each), urn=school.urn)
    return may(actor, Right.MANAGE_SCHOOL, school)
