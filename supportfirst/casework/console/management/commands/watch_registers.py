"""`watch_registers`: look into the watched folder, once or until it is stopped."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from supportfirst.casework.actions.watch_registers import watch_registers

PAUSE = 10.0  # seconds between two looks


class Command(BaseCommand):
    help = (
        "Take over files of registers from the folder that SUPPORTFIRST_WATCHED names: in it a folder for "
        "each school, called by its URN. Files are moved to done or refused; marks wait for a person."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Look once, and end.")
        parser.add_argument("--folder", default="", help="Another folder than the one that is set.")

    def handle(self, *, once: bool, folder: str, **_: Any) -> None:
        named = folder or settings.WATCHED_FOLDER
        if not named or not Path(named).is_dir():
            raise CommandError(
                "There is no folder to watch. Make one, and name it: SUPPORTFIRST_WATCHED=/path/to/folder"
            )
        stop = threading.Event()
        if not once and threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        while True:
            found = watch_registers(Path(named), timezone.now())
            if found or once:
                told = ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
                self.stdout.write(told or "Nothing new.")
            if once or stop.wait(PAUSE):
                return
            close_old_connections()
