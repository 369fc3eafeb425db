"""`password_link`: for whoever forgot their password, where no administrator is left to help them.

The address is asked for, so that it need not stand in the history of the shell.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supportfirst.casework.access.clock import now
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.reset_password import password_link_on_server
from supportfirst.casework.console.links_in_full import link_on
from supportfirst.casework.console.management.commands.reset_second_step import ASKED


class Command(BaseCommand):
    help = (
        "Print a link with which one account's password is set anew, once, within three days. The old one "
        "works until then, and the second step stays. Make sure first that it is they who ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="with which they sign in; left out, it is asked for")
        parser.add_argument("--address", default="", help="where the site is, such as https://example.org")

    def handle(self, *_args: Any, email: str | None, address: str, **_options: Any) -> None:
        to_link = link_on(address)
        try:
            link = password_link_on_server(input(ASKED) if email is None else email, now(), to_link)
        except EOFError:
            raise CommandError("Whose password? Write the address, or say it with --email.") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            "The trail says that this link was made. Give it to nobody but them. "
            f"It is good once, for three days:\n{link}"
        )
