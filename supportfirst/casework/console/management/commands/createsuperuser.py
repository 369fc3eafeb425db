"""`createsuperuser`: says what to do instead. Nobody here stands above the roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    help = "There is no superuser here. The first administrator is invited by “begin_site”."

    def handle(self, *_args: Any, **_options: Any) -> None:
        raise CommandError(
            "There is no superuser here: everybody has a role at a school, a trust or an authority. "
            "The first administrator is invited by “python -m django begin_site”; see its “--help”."
        )
