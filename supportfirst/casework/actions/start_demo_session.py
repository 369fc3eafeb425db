"""Sign in as an invented person of the sample site, by one button and without a password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.demo import may_open
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.sign_in import BACKEND, only_school
from supportfirst.casework.store.models import User

WITHOUT_SECOND_STEP = "demo"  # the session's word that the second step is not asked for


@transaction.atomic
def start_demo_session(request: HttpRequest, user_id: UUID, at: datetime) -> None:
    """Raises NotThere off this machine, beside real schools, and outside the sample site."""
    if not may_open(request.get_host(), request.META.get("REMOTE_ADDR", "")):
        raise NotThere
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotThere
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session[WITHOUT_SECOND_STEP] = True
    actor = actor_of(user, at)
    audit(actor, "start_demo_session", school=only_school(actor))
