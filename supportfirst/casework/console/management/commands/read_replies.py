"""`read_replies`: take the replies that a mailbox holds, as somebody who may send messages at the school."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.read_replies import Unreadable, read_replies


class Command(BaseCommand):
    help = "Read replies of families from an mbox file, a Maildir or a folder of .eml files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the mbox file, the Maildir, or the folder of .eml files")
        parser.add_argument("--school", required=True, help="the school's URN")
        parser.add_argument(
            "--as", dest="email", required=True, help="the sign-in address of who takes them, for the trail"
        )

    def handle(self, *, path: Path, school: str, email: str, **_: Any) -> None:
        try:
            read = read_replies(path, urn=school, email=email, at=timezone.now())
        except NotThere as error:
            raise CommandError(
                "Nobody of that address may take replies at a school of that URN. "
                "Check both, and that the person may send messages to parents."
            ) from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{read.taken} new: {read.matched} matched, {read.unmatched} for a person to match. "
            f"{read.known} known already, {read.automatic} automatic."
        )
        if read.unreadable:
            self.stdout.write(f"{read.unreadable} that can’t be read here: look at them in the mailbox.")
