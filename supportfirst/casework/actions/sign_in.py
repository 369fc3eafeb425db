"""Sign somebody in: the password was right, and where a second step is set up, its code too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.totp import step_shown_by
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.store.models import School, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def sign_in(request: HttpRequest, user: User, at: datetime) -> None:
    """Open a session under a new key. What the browser held before it is thrown away."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    actor = actor_of(user, at)
    audit(actor, "sign_in", school=only_school(actor), second_step=bool(user.totp_secret))


@transaction.atomic
def use_code(user_id: UUID, code: str, at: datetime) -> User | None:
    """The person whose code this is, now used up; nobody where it is wrong, old, or was used before."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None or not user.totp_secret:
        return None
    step = step_shown_by(user.totp_secret, code, at, after=user.totp_last_step)
    if step is None:
        return None
    user.totp_last_step = step
    user.save(update_fields=["totp_last_step"])
    return user


def only_school(actor: Actor) -> School | None:
    """The school in whose trail a line about the person belongs; none for whoever is at several."""
    schools = {each.school_id: each.school for each in actor.memberships}
    return next(iter(schools.values())) if len(schools) == 1 else None
