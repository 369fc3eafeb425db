"""`load_sample_site`: fill an empty database with the invented schools. Only for the sample site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.load_sample_site import load_sample_site


class Command(BaseCommand):
    help = "Load the sample site's invented schools, once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not the sample site. Set SUPPORTFIRST_DEMO=1 to make it one.")
        try:
            from samples.site.morning import MOMENT
            from samples.site.world import make_world
        except ModuleNotFoundError:
            raise CommandError(
                "The sample's schools come with the source and not with the installed package. "
                "Run this in a checkout: make run"
            ) from None
        try:
            loaded = load_sample_site(make_world, MOMENT, self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("The sample site is ready." if loaded else "The sample site was there already.")
