"""Let somebody stand in for a colleague between two days, with the colleague's rights."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import users_for
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import check_role_to_give, managed_membership
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.store.models import Membership, Role

LONGEST = timedelta(days=365)  # our own: cover that nobody looks at again would outlast its reason


@transaction.atomic
def stand_in(
    actor: Actor, membership_id: UUID, *, user_id: UUID, first_day: date, last_day: date
) -> Membership:
    """The stand-in's own membership, of the same role at the same place. Sent twice it is made once.

    To lend a role out is to give it: whoever could not give it does not lend it either.
    """
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
    check_role_to_give(actor, Role(of.role), of.place)
    _check_days(actor, of, first_day, last_day)


def _check_days(actor: Actor, of: Membership, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise Refused("The last day is before the first.")
    if last_day < actor.today:
        raise Refused("The last day has passed.")
    if of.last_day is not None and of.last_day < first_day:
        raise Refused(
            f"{of.user.name} has this role until {show_day(of.last_day)}. "
            "Choose an earlier first day, or invite whoever has the role then."
        )
    latest = first_day + LONGEST - timedelta(days=1)
    if last_day > latest:
        raise Refused(
            "Nobody stands in for longer than a school year at a time. "
            f"Choose a last day of {show_day(latest)} or earlier; when it comes, somebody can be asked again."
        )
