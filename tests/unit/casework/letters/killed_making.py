"""A worker for `test_kills.py`, run as a program: it drafts and approves letters, and is killed amid it."""

from __future__ import annotations

import os
import sys
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import connection, transaction  # noqa: E402

from supportfirst.casework.access.actor import actor_of  # noqa: E402
from supportfirst.casework.actions.make_letters import (  # noqa: E402
    approve_letters,
    ask_to_approve,
    ask_to_make,
    make_letters,
)
from supportfirst.casework.actions.run_jobs import Worker, put_back_expired  # noqa: E402
from supportfirst.casework.queries.letters import APPROVE_LETTERS, MAKE_LETTERS  # noqa: E402
from supportfirst.casework.store.models import (  # noqa: E402
    AuditEvent,
    Job,
    Letter,
    Link,
    Reliance,
    School,
    User,
)
from tests.factories.killed import Counted  # noqa: E402
from tests.factories.killed_worker import LATER, START  # noqa: E402
from tests.factories.site import a_pupil, a_user  # noqa: E402
from tests.factories.site_letters import FILLED, a_parent  # noqa: E402
from tests.factories.site_registers import a_register_school  # noqa: E402

PLAN = "halton.plan_letter"
SUPPLIED = {**FILLED, "plan_agreed": ("Breakfast club",), "review_day": "Friday 18 December 2026"}
KINDS = {MAKE_LETTERS: make_letters, APPROVE_LETTERS: approve_letters}


def prepare() -> None:
    """Three children with two parents each, and letters asked for about all of them."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        held = a_register_school(names=[("Ada", "Byron")], pack="halton", telephone="01632 960123")
        lead = a_user("attendance_lead", held.school, name="Lea Grant", title="Attendance lead")
        others = [a_pupil(held.school, held.group, forename=name) for name in ("Bela", "Cleo")]
        for child in (*held.pupils, *others):
            a_parent(child)
            a_parent(child, title="Mr", legal_forename="Rufus")
    pupils = [each.pupil_id for each in (*held.pupils, *others)]
    ask_to_make(actor_of(lead, START), held.school.pk, PLAN, pupils, SUPPLIED, batch=uuid.UUID(int=1))


def work(at, kill_before: int) -> None:
    """Draft all, have all approved as a person would, and approve them."""
    counted = Counted(kill_before)
    with connection.execute_wrapper(counted):
        put_back_expired(at)
        worker = Worker(now=lambda: at, kinds=KINDS)
        while worker.run_next() is not None:
            pass
        if not Job.objects.filter(kind=APPROVE_LETTERS).exists():
            lead, school = User.objects.get(title="Attendance lead"), School.objects.get()
            ids = list(Letter.objects.values_list("pk", flat=True))
            ask_to_approve(actor_of(lead, at), school.pk, ids, link="/letters/{letter}/")
        while worker.run_next() is not None:
            pass
    sys.stdout.write(f"{counted.count}")


def tell() -> None:
    """Letters, those approved, to how many of the links, relied on, approvals in the trail, jobs done."""
    letters = list(Letter.objects.all())
    to = {(each.enrolment.pupil_id, each.adult_id) for each in letters}
    assert to <= set(Link.objects.values_list("pupil", "adult"))
    approved = sum(each.state == "approved" for each in letters)
    references = len({each.reference for each in letters})
    lines = AuditEvent.objects.filter(verb="approve_letter").count()
    done = Job.objects.filter(kind__in=KINDS, state="done").count()
    told = (len(letters), approved, len(to), references, Reliance.objects.count(), lines, done)
    sys.stdout.write(" ".join(map(str, told)))


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
