"""`read_bounces`: record which letters' e-mails came back, from the reports that a mailbox holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from supportfirst.casework.actions.read_bounces import Unreadable, read_bounces


class Command(BaseCommand):
    help = "Read reports on undelivered e-mails of letters from an mbox file, a Maildir or .eml files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the mbox file, the Maildir, or the folder of .eml files")

    def handle(self, *, path: Path, **_: Any) -> None:
        try:
            read = read_bounces(path, at=timezone.now())
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{read.new} came back, {read.known} known already, {read.others} that report no failure."
        )
        if read.strange:
            self.stdout.write(
                f"{read.strange} about no letter that this site sent by e-mail. Look at them in the mailbox: "
                "where one is about a letter, record on the letter’s page that it came back."
            )
        if read.unreadable:
            self.stdout.write(
                f"{read.unreadable} of a mail server that can’t be read here. Look at them in the mailbox: "
                "where one says that a letter came back, record it on the letter’s page."
            )
