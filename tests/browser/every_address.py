"""Schools in some state, asked for every address by every role, then served to a browser.

`python -m tests.browser.every_address FOLDER furnished`, or `"after a term"`, or `nothing` (`states.py`):
makes the rows, walks them (`every_answer.py`), writes what it met to FOLDER/walk.json, says the port, and
serves until killed.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path


def main(folder: Path, which: str) -> None:
    from tests.browser.serve import FRIDAY_MORNING, database_in

    os.environ["SUPPORTFIRST_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = database_in(folder, os.environ.get("DATABASE_URL", ""))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    from supportfirst.casework.web import middleware
    from tests.browser.every_answer import Walk
    from tests.browser.states import places

    call_command("migrate", verbosity=0)
    middleware.now = lambda: FRIDAY_MORNING  # type: ignore[attr-defined]
    logging.disable(logging.CRITICAL)  # of thousands of refusals; the walk keeps what is a fault
    walk = Walk()
    walk.of_places(places(which, FRIDAY_MORNING))
    told = {
        "counts": walk.counts,
        "faults": walk.faults,
        "kinds": [{"skeleton": key, **asdict(kind)} for key, kind in walk.kinds.items()],
    }
    (folder / "walk.json").write_text(json.dumps(told), encoding="utf-8")
    WSGIRequestHandler.log_message = lambda *_: None  # type: ignore[method-assign]
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    settings.MIDDLEWARE = ["tests.browser.taking_back.TakingBack", *settings.MIDDLEWARE]
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
