"""`reset_second_step`: for whoever lost their telephone, where no administrator is left to help them.

The address is asked for, so that it need not stand in the history of the shell; what is printed names nobody.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supportfirst.casework.access.clock import now
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.reset_totp import reset_totp_on_server

ASKED = "E-mail address with which they sign in: "


class Command(BaseCommand):
    help = (
        "Take away the second step of signing in of one account, whose telephone is lost. The next sign-in "
        "with its password sets it up anew. Make sure first that it is they who ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="with which they sign in; left out, it is asked for")

    def handle(self, *_args: Any, email: str | None, **_options: Any) -> None:
        try:
            taken = reset_totp_on_server(input(ASKED) if email is None else email, now())
        except EOFError:
            raise CommandError("Whose second step? Write the address, or say it with --email.") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if taken:
            self.stdout.write(
                "The second step is taken away, and the trail says so. "
                "At the next sign-in with the password it is set up anew."
            )
        else:
            self.stdout.write("This account has no second step. It is set up at the next sign-in.")
