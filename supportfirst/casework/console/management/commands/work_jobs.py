"""`work_jobs`: the worker. It ends after the job in hand when it is asked to (SIGTERM, Ctrl-C)."""

from __future__ import annotations

import gc
import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from supportfirst.casework.access.clock import now
from supportfirst.casework.actions.ask_nightly import ask_nightly
from supportfirst.casework.actions.run_jobs import Worker, put_back_expired

PAUSE = 0.5  # seconds; a change is to be assessed in less than two
ROUND = timedelta(minutes=1)  # between two looks at leases and nights, however much there is to do


def keep_what_was_loaded() -> None:
    """The first job loads packs and the kernel, for good: the collector of garbage need not look again."""
    gc.collect()
    gc.freeze()


class Command(BaseCommand):
    help = "Do the jobs that were asked for, and each night those of the night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until-empty", action="store_true", help="End when no job is due, instead of waiting for one."
        )

    def handle(self, *, until_empty: bool, **_: Any) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        worker = Worker(now=now)
        done, looked = 0, None
        while not stop.is_set():
            at = now()
            if looked is None or at - looked >= ROUND:
                put_back_expired(at)
                ask_nightly(at)
                looked = at
            if worker.run_next() is not None:
                done += 1
                if done == 1:
                    keep_what_was_loaded()
                continue
            if until_empty:
                break
            close_old_connections()
            stop.wait(PAUSE)
        self.stdout.write(f"{done} job{'' if done == 1 else 's'} done.")
