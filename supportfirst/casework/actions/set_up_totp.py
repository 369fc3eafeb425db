"""Set up the second step of signing in: a secret shared with somebody's telephone, proved by one code."""

from __future__ import annotations

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.totp import step_shown_by
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.sign_in import only_school
from supportfirst.casework.store.models import User


@transaction.atomic
def set_up_totp(actor: Actor, secret: str, code: str) -> None:
    """Raises Refused for a wrong code, and where a second step is set up already."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)
    if user.totp_secret == secret:
        return  # sent twice
    if user.totp_secret:
        raise Refused("The second step is set up already. An administrator can take it away.")
    step = step_shown_by(secret, code, actor.at, after=0)
    if step is None:
        raise Refused("The code is not right. Wait for the next one and check the telephone's clock.")
    user.totp_secret, user.totp_last_step = secret, step
    user.save(update_fields=["totp_secret", "totp_last_step"])
    audit(actor, "set_up_totp", school=only_school(actor))
