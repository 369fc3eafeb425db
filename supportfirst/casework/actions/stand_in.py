"""Let somebody stand in for a colleague between two days, with the colleague's rights."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import users_for
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import managed_membership
from supportfirst.casework.store.models import Membership


@transaction.atomic
def stand_in(
    actor: Actor, membership_id: UUID, *, user_id: UUID, first_day: date, last_day: date
) -> Membership:
    """The stand-in's own membership, of the same role at the same place. Sent twice it is made once."""
    of = managed_membership(actor, membership_id)
    user = users_for(actor, Right.MANAGE_USERS).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotThere
    _check(actor, of, user_id, first_day, last_day)
    made, is_new = Membership.objects.get_or_create(
        user=user,
        role=of.role,
        school=of.school,
        authority=of.authority,
        trust=of.trust,
        stands_in_for=of,
        first_day=first_day,
        last_day=last_day,
    )
    if is_new:
        audit(
            actor,
            "stand_in",
            school=of.school,
            thing=str(user_id),
            membership=str(made.pk),
            stands_in_for=str(of.user_id),
            first_day=first_day.isoformat(),
            last_day=last_day.isoformat(),
        )
    return made


def _check(actor: Actor, of: Membership, user_id: UUID, first_day: date, last_day: date) -> None:
    if user_id == actor.user.pk:
        raise Refused("Nobody gives themselves a role. Ask another administrator.")
    if user_id == of.user_id:
        raise Refused("Choose somebody other than the person who is stood in for.")
    if of.stands_in_for_id is not None:
        raise Refused("This is a stand-in already. Choose the person whom they stand in for.")
    if last_day < first_day:
        raise Refused("The last day is before the first.")
    if last_day < actor.today:
        raise Refused("The last day has passed.")
