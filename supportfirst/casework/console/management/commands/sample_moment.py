"""`sample_moment`: say where the sample's story has come, as a moment with its zone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supportfirst.casework.queries.sample_moment import sample_moment


class Command(BaseCommand):
    help = "Say where the sample's story has come; its clock goes on from there."

    def handle(self, *_args: Any, **_options: Any) -> None:
        moment = sample_moment()
        if moment is None:
            raise CommandError("The sample has not been made yet. Run load_sample_site first.")
        self.stdout.write(moment.isoformat())
