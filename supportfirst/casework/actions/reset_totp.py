"""Take away somebody's second step, for whoever lost their telephone; the next sign-in sets it up anew.

An administrator does it on a page. Where the only administrator lost theirs nobody could: then whoever runs
the site does it on the server, who has the database in hand already. Every place of the person's is told.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import managed_user, trail_of
from supportfirst.casework.actions.on_the_server import account_on_server, tell_places
from supportfirst.casework.store.models import User

RESET = "reset_totp"


@transaction.atomic
def reset_totp(actor: Actor, user_id: UUID) -> User:
    user = managed_user(actor, user_id)
    if _taken_away(user):
        audit(actor, RESET, school=trail_of(actor, user), thing=str(user.pk))
    return user


@transaction.atomic
def reset_totp_on_server(email: str, at: datetime) -> bool:
    """Whether there was a second step to take away. Raises Refused where nobody signs in with the address."""
    found = account_on_server(email, at)
    if not _taken_away(found.user):
        return False
    tell_places(found, RESET, at)
    return True


def _taken_away(user: User) -> bool:
    if not user.totp_secret:
        return False
    user.totp_secret, user.totp_last_step = "", 0
    user.save(update_fields=["totp_secret", "totp_last_step"])
    return True
