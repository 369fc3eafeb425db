"""A site with one thing of each kind, every address of it, and somebody of each role who is signed in.

`python -m tests.browser.every_address FOLDER`: makes the rows, says the port and all of that as one line of
JSON, and serves until killed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    from tests.browser.serve import database_in

    os.environ["SUPPORTFIRST_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = database_in(folder, os.environ.get("DATABASE_URL", ""))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.db import transaction

    from supportfirst.casework.store.models import Role
    from supportfirst.casework.web import middleware
    from tests.factories.site_accounts import NINE, demo_client
    from tests.factories.site_addresses import names
    from tests.factories.site_rights import FurnishedLand

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        land = FurnishedLand()
        addresses = {name: land.address(name) for name in names()}
        sessions = {role.value: demo_client(land.member(role)).session.session_key for role in Role}
    middleware.now = lambda: NINE  # type: ignore[assignment]
    WSGIRequestHandler.log_message = lambda *_: None  # type: ignore[method-assign]
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    told = {"port": server.server_port, "addresses": addresses, "sessions": sessions}
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
