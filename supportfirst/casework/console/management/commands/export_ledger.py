"""`export_ledger`: a school's registers, amendments, calendar and days on roll, for the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supportfirst.attendance.vocabulary.moments import MomentUnreadable, as_datetime, read_moment
from supportfirst.casework.access.clock import now
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.export_ledger import export_ledger


class Command(BaseCommand):
    help = (
        "Writes a school's ledger into an empty folder: every mark of every register and amendment with the "
        "moment at which it was recorded, as “supportfirst assess --register” reads it. "
        "The files hold children's numbers and dates of birth: keep them safe, and delete them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urn", help="The school's URN.")
        parser.add_argument("folder", type=Path, help="An empty folder, or one to be made.")
        parser.add_argument("--known-at", default="", help="Only what was recorded by this day or moment.")

    def handle(self, *_args: Any, urn: str, folder: Path, known_at: str, **_options: Any) -> None:
        try:
            moment = _moment(known_at)
            done = export_ledger(urn, folder, now(), moment)
        except (Refused, MomentUnreadable) as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{', '.join(done.files)}: {done.rows} marks")
        if done.struck_out:
            self.stdout.write(
                f"{done.struck_out} marks were struck out, and what stood before is in no file. For an "
                "earlier moment, export again with --known-at and that moment."
            )


def _moment(typed: str) -> datetime | None:
    return as_datetime(read_moment(typed)) if typed else None
