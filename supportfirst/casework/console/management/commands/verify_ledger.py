"""`verify_ledger`: walk every chain, make every pupil's year again, and say what was checked."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from supportfirst.casework.queries.ledger_check import check_ledger, seal_holds


class Command(BaseCommand):
    help = (
        "Checks that no row of the ledger was changed or lost. Ends with 1 at the first break of any chain."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seal", default="", help="What a certificate says after “Ledger”: are these rows still there?"
        )

    def handle(self, *_args: Any, seal: str, **_options: Any) -> None:
        checked = check_ledger()
        for kind in checked.chains:
            state = "broken" if kind.breaks else "whole"
            self.stdout.write(f"{kind.kind}: {state} ({kind.rows} rows in {kind.chains} chains)")
            for broken in kind.breaks:
                self.stderr.write(f"  {broken.chain}: {broken.what}")
        years = checked.years
        state = "not as the ledger says" if years.differing else "as the ledger says"
        self.stdout.write(f"pupil years: {state} ({years.years} years in {years.schools} schools)")
        for place in years.differing:
            self.stderr.write(f"  {place}: not what the registers and amendments come to")
        holds = checked.holds
        if seal:
            sealed = seal_holds(seal)
            holds = holds and sealed
            self.stdout.write(f"seal: {'the ledger has these rows' if sealed else 'not of this ledger'}")
        if not holds:
            raise SystemExit(1)
