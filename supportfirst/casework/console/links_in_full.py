"""Links as they are written where no page stands behind them: with the address of the site in front."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse


def link_on(address: str) -> Callable[[UUID, str], str]:
    """How such a link is written out: on the address that was given, else on the site's first name."""
    names = [host for host in settings.ALLOWED_HOSTS if host[:1] not in (".", "*", "")]
    if not address and not names:
        raise CommandError("Where is the site? Set SUPPORTFIRST_HOSTS, or say --address https://…")
    base = address.rstrip("/") or f"https://{names[0]}"
    return lambda user_id, token: base + reverse("set-password", args=[user_id, token])
