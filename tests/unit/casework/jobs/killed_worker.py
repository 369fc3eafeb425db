"""A worker for `test_kills.py`, run as a program: it kills itself before the nth statement it would make."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import connection, transaction  # noqa: E402

from supportfirst.casework.actions.ask_job import Asked, Watch, ask_job  # noqa: E402
from supportfirst.casework.actions.run_jobs import Worker, put_back_expired  # noqa: E402
from supportfirst.casework.store.models import Job, Trust  # noqa: E402

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def add_two_trusts(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
    """A job of three steps whose effect, written twice, would show."""
    for step in range(3):
        watch.progress(step, 3)

    def write() -> dict[str, Any]:
        Trust.objects.create(name=f"First of {Trust.objects.count()}")
        Trust.objects.create(name=f"Second of {Trust.objects.count()}")
        return {"trusts": 2}

    return write


def prepare() -> None:
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        ask_job("two", {}, at=START)


def work(at: datetime, kill_before: int) -> None:
    """Put back what expired and do what is due; before statement `kill_before` (0: none) the end comes."""
    count = 0

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == kill_before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        put_back_expired(at)
        worker = Worker(now=lambda: at, kinds={"two": add_two_trusts})
        while worker.run_next() is not None:
            pass
    sys.stdout.write(f"{count}")


def tell() -> None:
    states = ",".join(Job.objects.values_list("state", flat=True))
    sys.stdout.write(f"{states} {Trust.objects.count()}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["work", kill_before]:
            work(START, int(kill_before))
        case ["again"]:
            work(LATER, 0)
        case ["tell"]:
            tell()
