"""The `supportfirst` command: the core's command line, and later the shell's beside it."""

from __future__ import annotations

import sys

from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run


def main() -> None:
    """Run the command that was typed, and leave with the exit code that contracts promise."""
    sys.exit(run(app, sys.argv[1:]))


if __name__ == "__main__":
    main()
