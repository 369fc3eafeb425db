"""Sign somebody out: the session is thrown away with all that it held."""

from __future__ import annotations

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.sign_in import only_school


@transaction.atomic
def sign_out(request: HttpRequest, actor: Actor) -> None:
    audit(actor, "sign_out", school=only_school(actor))
    logout(request)
