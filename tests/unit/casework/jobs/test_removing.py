"""Jobs that ended long ago go in the night; what failed stays until somebody has seen it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.actions.ask_nightly import ask_nightly
from supportfirst.casework.actions.run_jobs import KINDS, Worker
from supportfirst.casework.store.models import Job, Upload
from tests.factories.site import NINE, a_school, a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
DAYS = 30


@pytest.fixture(autouse=True)
def at_nine(monkeypatch, settings):
    settings.JOBS_KEPT_DAYS = DAYS
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)


@pytest.fixture
def school():
    return a_school()


def a_job(school, state, *, ended=timedelta(days=DAYS, seconds=1), **over):
    times = {"run_after": NINE - ended, "asked_at": NINE - ended, "finished_at": NINE - ended}
    return Job.objects.create(kind="assess_school", school=school, state=state, **times, **over)


def night(at=NINE) -> None:
    """The nightly jobs that are due, of which only the deleting of jobs does something."""
    ask_nightly(at)
    nothing = dict.fromkeys(KINDS, lambda _asked, _watch: dict)
    worker = Worker(now=lambda: at, kinds={**nothing, "remove_jobs": KINDS["remove_jobs"]})
    while worker.run_next() is not None:
        pass


def left(*jobs) -> list[bool]:
    return [Job.objects.filter(pk=each.pk).exists() for each in jobs]


def test_done_and_cancelled_jobs_go_after_the_days_that_are_set_and_no_sooner(school):
    old = [a_job(school, "done"), a_job(school, "cancelled")]
    new = [a_job(school, state, ended=timedelta(days=DAYS)) for state in ("done", "cancelled")]

    night()

    assert left(*old, *new) == [False, False, True, True]
    assert Job.objects.get(kind="remove_jobs").outcome == {"removed": 2}


def test_a_job_that_waits_or_runs_stays_however_old(school):
    running = a_job(school, "running", lease=uuid4(), lease_until=NINE + timedelta(hours=1))

    night()

    assert left(running) == [True]


def test_a_failed_job_stays_until_somebody_has_looked_at_it(school):
    failed = a_job(school, "failed", error="The calendar has no terms.")
    night()
    assert left(failed) == [True]
    client = demo_client(a_user("administrator", school))
    set_up = reverse("school-setup", args=[school.pk])
    assert reverse("job", args=[failed.pk]) in client.get(set_up).content.decode()

    assert "The calendar has no terms." in words_of(client.get(reverse("job", args=[failed.pk])))

    assert "nobody has looked at" not in words_of(client.get(set_up))
    night(NINE + timedelta(days=1))
    assert left(failed) == [False]


def test_a_stranger_has_seen_nothing(school):
    failed = a_job(school, "failed")
    stranger = demo_client(a_user("administrator", a_school()))

    assert stranger.get(reverse("job", args=[failed.pk])).status_code == 404
    failed.refresh_from_db()
    assert failed.seen_at is None


def test_the_job_of_a_file_that_is_kept_stays_with_it(school):
    job = a_job(school, "done")
    file = Upload.objects.create(
        school=school, kind="people", name="pupils.csv", size=1, sha256="0" * 64, sent_at=NINE, job=job
    )
    night()
    assert left(job) == [True]

    Upload.objects.filter(pk=file.pk).update(removed_at=NINE)
    night(NINE + timedelta(days=1))

    assert left(job) == [False]
    assert Upload.objects.get().job is None


def test_another_schools_jobs_are_left_to_its_own_night(school):
    other = a_job(a_school(pack=None), "done")

    night()

    assert left(other) == [True]
