"""A small site on a port of its own, at a fixed moment, for tests that walk it in a browser.

`python -m tests.browser.serve FOLDER`: makes the rows in FOLDER, says the port, and serves until killed.
It is a process of its own because its rows can't be taken back: the database refuses.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

FRIDAY_MORNING = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


def main(folder: Path) -> None:
    os.environ["SUPPORTFIRST_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:////{folder}/site.sqlite3".replace("////", "///", 1)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    from supportfirst.casework.web import middleware
    from tests.browser.world import build

    call_command("migrate", verbosity=0)
    build(FRIDAY_MORNING)
    middleware.now = lambda: FRIDAY_MORNING  # type: ignore[attr-defined]
    WSGIRequestHandler.log_message = lambda *_: None  # type: ignore[method-assign]
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
