"""How the web server runs: `gunicorn --config python:supportfirst.casework.project.gunicorn_settings`.

SUPPORTFIRST_BIND says where (127.0.0.1:8000: a proxy in front ends TLS), SUPPORTFIRST_WORKERS how many
processes. Whatever else gunicorn can do may be said in its own variable, GUNICORN_CMD_ARGS.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

from supportfirst.casework.project.logged_addresses import WithoutLinks, without_links


class ServerLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The web server's log of faults, and that of each request, where an operator switches it on."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(WithoutLinks())

    def atoms(self, *told: Any) -> dict[str, Any]:
        held: dict[str, Any] = super().atoms(*told)
        return {name: without_links(each) if isinstance(each, str) else each for name, each in held.items()}


wsgi_app = "supportfirst.casework.project.wsgi:application"
bind = os.environ.get("SUPPORTFIRST_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SUPPORTFIRST_WORKERS", "") or max(2, os.cpu_count() or 2))
# A thread that waits for the database leaves its process to the others. Each keeps one connection open.
threads = 4
timeout = 60  # seconds; a process that says nothing for so long is ended, and another started
graceful_timeout = 30
# A proxy's kept-alive connections would all hang on the process that took them first.
keepalive = 0
control_socket_disable = True  # it would be opened in somebody's home folder
loglevel = "warning"
# No request is logged unless GUNICORN_CMD_ARGS asks for it; then one-time links are taken out.
logger_class = ServerLogger
preload_app = True  # read once, and shared by the processes
# A page makes some ten thousand objects and lets go of nearly all by itself: the collector looks seldom.
SELDOM = (50_000, 20, 50)


def when_ready(_server: Any) -> None:
    """Before the processes are made: read what the first visitors would otherwise wait for.

    What is there by then stays for good, so the collector of garbage need not look at it again.
    """
    from django.urls import get_resolver

    from supportfirst.casework.bridge.packs_known import packs_known

    packs_known()
    _read_views(get_resolver())
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _read_views(resolver: Any) -> None:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            _read_views(pattern)
