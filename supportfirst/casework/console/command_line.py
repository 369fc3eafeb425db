"""Commands of the site that stand beside the core's: `supportfirst verify-ledger`.

Django is loaded when one of them runs and not before: the core's commands need no database and no settings.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

SETTINGS = "supportfirst.casework.project.settings"


SEAL = "What a certificate says after “Ledger”: are these rows still there?"


def verify_ledger(seal: Annotated[str, typer.Option(help=SEAL)] = "") -> int:
    """Check each row of the site's ledger, chronology and audit trail against its chain; 1 at a break."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.management import call_command

    django.setup()
    try:
        call_command("verify_ledger", seal=seal)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
