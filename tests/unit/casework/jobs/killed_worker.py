"""A worker for `test_kills.py`, run as a program: it kills itself before the nth statement it would make."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import transaction  # noqa: E402

from supportfirst.casework.actions.ask_job import Asked, Watch, ask_job  # noqa: E402
from supportfirst.casework.store.models import Job, Trust  # noqa: E402
from tests.factories.killed_worker import START, obey  # noqa: E402


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


def tell() -> None:
    states = ",".join(Job.objects.values_list("state", flat=True))
    sys.stdout.write(f"{states} {Trust.objects.count()}")


if __name__ == "__main__":
    obey(sys.argv[1:], prepare=prepare, kinds={"two": add_two_trusts}, tell=tell)
