"""A worker for `test_kills.py`, run as a program: it takes in a file and kills itself before a statement."""

from __future__ import annotations

import os
import sys
from datetime import date

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import transaction  # noqa: E402

from supportfirst.casework.actions.store_register_file import (  # noqa: E402
    confirm_register_file,
    store_register_file,
)
from supportfirst.casework.bridge.pupil_years import rebuilt, stored  # noqa: E402
from supportfirst.casework.queries.register_files import STORE_REGISTERS  # noqa: E402
from supportfirst.casework.store.models import Amendment, Job, RegisterDocument, School, Upload  # noqa: E402
from tests.factories.killed_worker import START, obey  # noqa: E402
from tests.factories.register_files import long_csv, read_file  # noqa: E402
from tests.factories.site_registers import a_register_school, submit  # noqa: E402

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


def tell() -> None:
    """Documents and amendments, whether the file is taken in, and whether years are as the ledger says."""
    school = School.objects.get()
    documents = RegisterDocument.objects.filter(source="file").count()
    taken = Upload.objects.get().stored_at is not None
    whole = rebuilt(school) == stored(school)
    assessed = Job.objects.filter(kind="assess_school").count()
    sys.stdout.write(f"{documents} {Amendment.objects.count()} {taken} {whole} {assessed}")


if __name__ == "__main__":
    kinds = {STORE_REGISTERS: store_register_file, "assess_school": lambda _asked, _watch: dict}
    obey(sys.argv[1:], prepare=prepare, kinds=kinds, tell=tell)
