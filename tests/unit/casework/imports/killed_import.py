"""A worker for `test_kills.py`, run as a program: it takes in a file and kills itself before a statement."""

from __future__ import annotations

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import transaction  # noqa: E402

from samples.people import upn  # noqa: E402
from supportfirst.casework.actions.import_people import confirm_import, import_people  # noqa: E402
from supportfirst.casework.actions.keep_people_file import keep_people_file  # noqa: E402
from supportfirst.casework.queries.import_files import IMPORT_PEOPLE  # noqa: E402
from supportfirst.casework.queries.import_preview import import_preview, import_upload  # noqa: E402
from supportfirst.casework.store.models import AuditEvent, Enrolment, Job, Pupil, Upload  # noqa: E402
from tests.factories.killed_worker import START, obey  # noqa: E402
from tests.factories.people_files import pupils_csv  # noqa: E402
from tests.factories.site import a_pupil, a_school, an_actor  # noqa: E402


def prepare() -> None:
    """A file of two new pupils and one who changes, confirmed and waiting to be taken in."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        school = a_school()
        held = a_pupil(school)
        officer = an_actor("attendance_officer", school, at=START)
        new = {"surname": "Larkspur", "start_date": "2026-09-02", "class": "5A"}
        rows = [{"upn": upn(77, 20, each), "forename": f"Ida {each}", **new} for each in (1, 2)]
        data = pupils_csv(*rows, {"upn": held.pupil.upn, "surname": "Quarmby"})
    kept = keep_people_file(officer, school.pk, "pupils.csv", data, None)
    seen = import_preview(school, import_upload(school, kept), officer.today).fingerprint
    confirm_import(officer, school.pk, kept, seen)


def tell() -> None:
    """Pupils, stays, lines of the trail, whether it is taken in, and the assessments asked for."""
    told = AuditEvent.objects.filter(verb__in=("import_people", "import_pupil")).count()
    taken = Upload.objects.get().stored_at is not None
    renamed = Pupil.objects.filter(legal_surname="Quarmby").count()
    assessed = Job.objects.filter(kind="assess_school").count()
    sys.stdout.write(
        f"{Pupil.objects.count()} {Enrolment.objects.count()} {renamed} {told} {taken} {assessed}"
    )


if __name__ == "__main__":
    kinds = {IMPORT_PEOPLE: import_people, "assess_school": lambda _asked, _watch: dict}
    obey(sys.argv[1:], prepare=prepare, kinds=kinds, tell=tell)
