"""A small site on a port of its own, at a fixed moment, for tests that walk it in a browser.

`python -m tests.browser.serve FOLDER [empty|children|PACK]`: makes the rows in FOLDER, or in a new database
of the PostgreSQL server that DATABASE_URL names, says the port, and serves until killed. `empty`: a school
with people who sign in, and nothing else; `children`: ten children in ten situations; the name of a pack: two
children of a school that follows it, at the beginning of a concern. It is a process of its own because its
rows can't be taken back.
"""

from __future__ import annotations

import os
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

FRIDAY_MORNING = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


def database_in(folder: Path, given: str) -> str:
    """A new database on the server whose address is given, or else a file."""
    if not given.startswith("postgres"):
        return f"sqlite:////{folder}/site.sqlite3".replace("////", "///", 1)
    import psycopg

    name = f"walked_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))


def main(folder: Path, world: str = "") -> None:
    os.environ["SUPPORTFIRST_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = database_in(folder, os.environ.get("DATABASE_URL", ""))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    from supportfirst.casework.web import middleware
    from tests.browser.children import build_children
    from tests.browser.paths import build_path
    from tests.browser.world import build, build_empty

    call_command("migrate", verbosity=0)
    if world == "empty":
        build_empty()
    elif world == "children":
        build_children(FRIDAY_MORNING)
    elif world:
        build_path(FRIDAY_MORNING, world)
    else:
        build(FRIDAY_MORNING)
    middleware.now = lambda: FRIDAY_MORNING  # type: ignore[attr-defined]
    WSGIRequestHandler.log_message = lambda *_: None  # type: ignore[method-assign]
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
