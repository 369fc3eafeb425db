"""`python -m benchmarks.letters`: 500 letters drafted, approved and made as PDF, on SQLite, by one worker.

250 children with six weeks of marks and two parents each. The seconds are those of the machine; the run
fails where they are more than two minutes, or where an addressee has not exactly one letter.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime
from typing import Any

CHILDREN, MOST = 250, 120
AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
LETTER = "halton.s1l1"
SUPPLIED = {
    "helper": "Lea Grant",
    "helper_contact": "01632 960100",
    "reply_by": "Friday 27 November 2026",
    "support_ready": ("Breakfast club from 8 am", "A quiet start to the day"),
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="supportfirst-letters-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.sqlite3"
        os.environ["SUPPORTFIRST_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        return _measure()


def _measure() -> int:
    from django.core.management import call_command

    from supportfirst.casework.access.actor import actor_of
    from supportfirst.casework.actions.make_letters import ask_to_approve, ask_to_make
    from supportfirst.casework.actions.run_jobs import Worker
    from supportfirst.casework.actions.send_letters import MOST_PRINTED, print_letters
    from supportfirst.casework.store.models import Letter

    call_command("migrate", verbosity=0)
    lead, school, pupils = _school()
    actor, worker = actor_of(lead, AT), Worker(now=lambda: AT)
    began = time.perf_counter()
    ask_to_make(actor, school, LETTER, pupils, SUPPLIED, batch=uuid.uuid4())
    worker.run_next()
    drafted = time.perf_counter()
    ids = list(Letter.objects.order_by("pk").values_list("pk", flat=True))
    ask_to_approve(actor, school, ids, link="/letters/{letter}/")
    worker.run_next()
    approved = time.perf_counter()
    files = [
        print_letters(actor, school, ids[first : first + MOST_PRINTED])
        for first in range(0, len(ids), MOST_PRINTED)
    ]
    made = time.perf_counter()
    found = Letter.objects.filter(state="approved")
    each_once = found.count() == found.values("enrolment", "adult").distinct().count() == 2 * CHILDREN
    print(f"{len(ids)} letters on SQLite: drafted in {drafted - began:.1f} s, ", end="")
    print(f"approved in {approved - drafted:.1f} s, made as PDF in {made - approved:.1f} s ", end="")
    print(f"({sum(map(len, files)) // 1024} KB); altogether {made - began:.1f} s. ", end="")
    print("Each parent once." if each_once else "NOT each parent once.")
    return 0 if each_once and made - began <= MOST else 1


def _school() -> tuple[Any, uuid.UUID, list[uuid.UUID]]:
    from django.db import transaction

    from tests.factories.site import a_pupil, a_user
    from tests.factories.site_cases import put_weeks
    from tests.factories.site_letters import a_parent
    from tests.factories.site_registers import a_register_school

    with transaction.atomic():
        held = a_register_school(names=[("Ada", "Byron")], pack="halton", telephone="01632 960123")
        lead = a_user("attendance_lead", held.school, name="Lea Grant", title="Attendance lead")
        children = [a_pupil(held.school, held.group, forename="Bela") for _ in range(CHILDREN)]
        for child in children:
            put_weeks(child, date(2026, 10, 5), "//", 3)
            put_weeks(child, date(2026, 11, 9), "O/", 1)
            put_weeks(child, date(2026, 11, 16), "//", 1)
            a_parent(child)
            a_parent(child, title="Mr", legal_forename="Rufus")
    return lead, held.school.pk, [each.pupil_id for each in children]


if __name__ == "__main__":
    sys.exit(main())
