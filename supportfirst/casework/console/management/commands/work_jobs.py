"""`work_jobs`: the worker. It ends after the job in hand when it is asked to (SIGTERM, Ctrl-C)."""

from __future__ import annotations

import gc
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from supportfirst.casework.access.clock import now
from supportfirst.casework.actions.ask_nightly import ask_nightly
from supportfirst.casework.actions.run_jobs import Worker, put_back_expired

PAUSE = 0.5  # seconds; a change is to be assessed in less than two
ROUND = 120  # pauses between two looks at leases and nights: a minute


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
        done = pauses = 0
        while not stop.is_set():
            if pauses % ROUND == 0:
                put_back_expired(now())
                ask_nightly(now())
            if worker.run_next() is not None:
                done += 1
                if done == 1:
                    keep_what_was_loaded()
                continue
            if until_empty:
                break
            pauses += 1
            close_old_connections()
            stop.wait(PAUSE)
        self.stdout.write(f"{done} job{'' if done == 1 else 's'} done.")
