"""End what somebody is at a place: from a day on, or at once, which also signs a leaver out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import check_role_to_give, managed_membership
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import Membership, Role, User


@transaction.atomic
def end_membership(actor: Actor, membership_id: UUID, last_day: date | None = None) -> Membership:
    """The last day is worked in full; without one it ends now. What has ended already stays as it was."""
    membership = managed_membership(actor, membership_id)
    if membership.user_id == actor.user.pk:
        raise Refused("Nobody ends their own access. Ask another administrator.")
    check_role_to_give(actor, Role(membership.role), membership.place)
    if last_day is not None and last_day < actor.today:
        raise Refused("The last day has passed. Leave it empty to end the access now.")
    ends = last_day or actor.today - timedelta(days=1)
    held_until = membership.last_day
    if held_until is not None and (held_until < actor.today or held_until == ends):
        return membership
    membership.last_day = ends
    membership.save(update_fields=["last_day"])
    audit(
        actor,
        "end_membership",
        school=membership.school,
        thing=str(membership.user_id),
        membership=str(membership.pk),
        last_day=ends.isoformat(),
    )
    _switch_off_a_leaver(actor, membership.user_id)
    return membership


def _switch_off_a_leaver(actor: Actor, user_id: UUID) -> None:
    """Whoever is nothing anywhere, today or later, can't sign in, and their open sessions end."""
    if Membership.objects.filter(user=user_id).filter(not_ended(actor.today)).exists():
        return
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    user.is_active, user.left_at = False, actor.at
    user.totp_secret, user.totp_last_step = "", 0
    user.set_unusable_password()  # sessions rest on the password
    user.save()
