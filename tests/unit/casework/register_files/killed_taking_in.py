"""A worker for `test_kills.py`, run as a program: it takes in a file and kills itself before a statement."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, date, datetime
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import connection, transaction  # noqa: E402

from supportfirst.casework.actions.run_jobs import Worker, put_back_expired  # noqa: E402
from supportfirst.casework.actions.store_register_file import (  # noqa: E402
    confirm_register_file,
    store_register_file,
)
from supportfirst.casework.bridge.pupil_years import rebuilt, stored  # noqa: E402
from supportfirst.casework.queries.register_files import STORE_REGISTERS  # noqa: E402
from supportfirst.casework.store.models import Amendment, Job, RegisterDocument, School, Upload  # noqa: E402
from tests.factories.register_files import long_csv, read_file  # noqa: E402
from tests.factories.site_registers import a_register_school, submit  # noqa: E402

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 19)


def prepare() -> None:
    """A file of four marks, one of them a correction, confirmed and waiting to be taken in."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        held = a_register_school()
        submit(held, "N", day=THURSDAY)
    ada, bela, *_ = held.pupils
    rows = [(stay, THURSDAY, half, "I") for stay in (ada, bela) for half in ("AM", "PM")]
    officer = held.acting(held.officer, START)
    row = read_file(officer, held.school, long_csv(*rows))
    confirm_register_file(officer, held.school.pk, row.pk, row.outcome["fingerprint"], corrections=True)
    Job.objects.filter(kind="assess_school").delete()


def work(at: datetime, kill_before: int) -> None:
    """Put back what expired and do what is due; before statement `kill_before` (0: none) the end comes."""
    count = 0

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == kill_before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    kinds = {STORE_REGISTERS: store_register_file, "assess_school": lambda asked, watch: dict}
    with connection.execute_wrapper(counting):
        put_back_expired(at)
        worker = Worker(now=lambda: at, kinds=kinds)
        while worker.run_next() is not None:
            pass
    sys.stdout.write(f"{count}")


def tell() -> None:
    """Documents and amendments, whether the file is taken in, and whether years are as the ledger says."""
    school = School.objects.get()
    documents = RegisterDocument.objects.filter(source="file").count()
    taken = Upload.objects.get().stored_at is not None
    whole = rebuilt(school) == stored(school)
    assessed = Job.objects.filter(kind="assess_school").count()
    sys.stdout.write(f"{documents} {Amendment.objects.count()} {taken} {whole} {assessed}")


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
