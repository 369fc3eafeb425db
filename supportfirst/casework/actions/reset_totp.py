"""Take away somebody's second step, for whoever lost their telephone; the next sign-in sets it up anew."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import managed_user, trail_of
from supportfirst.casework.store.models import User


@transaction.atomic
def reset_totp(actor: Actor, user_id: UUID) -> User:
    user = managed_user(actor, user_id)
    if user.totp_secret:
        user.totp_secret, user.totp_last_step = "", 0
        user.save(update_fields=["totp_secret", "totp_last_step"])
        audit(actor, "reset_totp", school=trail_of(actor, user), thing=str(user.pk))
    return user
