"""`ask_nightly`: ask now for what is due each night; the worker does so by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from supportfirst.casework.access.clock import now
from supportfirst.casework.actions.ask_nightly import ask_nightly


class Command(BaseCommand):
    help = "Ask for tonight's jobs of every school; those that were asked for already stay as they are."

    def handle(self, **_: Any) -> None:
        asked = ask_nightly(now())
        self.stdout.write(f"{asked} job{'' if asked == 1 else 's'} asked for.")
