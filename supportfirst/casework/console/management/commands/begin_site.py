"""`begin_site`: the authority, trust or school with which a site begins, and its first administrator."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from supportfirst.casework.access.clock import now
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.adding_places import NewSchool
from supportfirst.casework.actions.begin_site import Beginning, begin_site
from supportfirst.casework.console.links_in_full import link_on
from supportfirst.casework.queries.school_kinds import PHASES, TYPES

OF_SCHOOL = ("urn", "establishment", "phase", "type", "pack_from")


class Command(BaseCommand):
    help = (
        "Begin a site: make an authority, and where they are named a trust and a school, and invite the "
        "first administrator: of the school, else of the trust, else of the authority. Twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--authority", required=True, help="the name of the local authority")
        parser.add_argument("--number", required=True, help="its LA number, three digits")
        parser.add_argument("--pack", required=True, help="its policy pack, such as “england”")
        parser.add_argument("--email", required=True, help="the first administrator's address for signing in")
        parser.add_argument("--name", required=True, help="the first administrator's name")
        parser.add_argument("--title", required=True, help="the first administrator's job title")
        parser.add_argument("--trust", default="", help="the name of a trust")
        parser.add_argument("--school", default="", help="the name of a school; then also:")
        parser.add_argument("--urn", help="the school's URN, six digits")
        parser.add_argument("--establishment", help="its establishment number, four digits")
        parser.add_argument("--phase", choices=PHASES, help="its phase")
        parser.add_argument("--type", choices=TYPES, help="its type")
        parser.add_argument(
            "--pack-from", type=date.fromisoformat, help="from which day it follows the pack, as 2026-09-01"
        )
        parser.add_argument("--address", default="", help="where the site is, such as https://example.org")
        parser.add_argument("--show-link", action="store_true", help="print the link even where mail leaves")

    def handle(self, **told: Any) -> None:
        try:
            begun = begin_site(_beginning(told), now(), link_on(told["address"]))
        except Refused as refused:
            raise CommandError(str(refused)) from None
        email = told["email"].lower()
        done = "has been invited as" if begun.is_new else "is already"
        self.stdout.write(f"{email} {done} the first administrator of {begun.place}.")
        if not begun.link:
            self.stdout.write("The account has its password: sign in with it.")
        elif settings.MESSAGES_LEAVE and not told["show_link"]:
            self.stdout.write("A link to set a password is on its way by e-mail, good for three days.")
        else:
            self.stdout.write(
                "With this link the password is set, once, within three days. Give it to nobody else:\n"
                + begun.link
            )


def _beginning(told: dict[str, Any]) -> Beginning:
    school = None
    missing = [f"--{name.replace('_', '-')}" for name in OF_SCHOOL if told[name] is None]
    if told["school"]:
        if missing:
            raise CommandError(f"A school also needs {', '.join(missing)}.")
        school = NewSchool(
            name=told["school"],
            urn=told["urn"],
            establishment_number=told["establishment"],
            phase=told["phase"],
            type=told["type"],
            pack=told["pack"],
            first_day=told["pack_from"],
        )
    elif len(missing) < len(OF_SCHOOL):
        raise CommandError("Of which school is that? Give its name with --school.")
    kept = ("authority", "number", "pack", "email", "name", "title", "trust")
    return Beginning(**{name: told[name].strip() for name in kept}, school=school)
