"""The `supportfirst` command: the core's command line, and the site's beside it."""

from __future__ import annotations

import sys

from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from supportfirst.casework.console.command_line import verify_ledger


def main() -> None:
    """Run the command that was typed, and leave with the exit code that contracts promise."""
    app.command("verify-ledger")(verify_ledger)
    sys.exit(run(app, sys.argv[1:]))


if __name__ == "__main__":
    main()
