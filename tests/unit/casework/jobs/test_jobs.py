"""Asking for jobs, doing them, and what happens when something goes wrong in the middle."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, ask_job
from supportfirst.casework.actions.cancel_job import cancel_job
from supportfirst.casework.actions.run_jobs import ATTEMPTS, LEASE, LeaseLost, Worker, put_back_expired
from supportfirst.casework.queries.job_progress import job_progress
from supportfirst.casework.store.models import AuditEvent, Job, JobState, Trust
from tests.factories.site import a_school, an_actor

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **much: int) -> None:
        self.at += timedelta(**much)


def add_trust(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
    """A job whose effect can be counted."""
    watch.progress(1, 2)
    return lambda: {"trust": Trust.objects.create(name=str(asked.about["name"])).name}


def worker(clock: Clock, **kinds: Any) -> Worker:
    return Worker(now=clock, kinds={"add_trust": add_trust, **kinds})


def ask(name: str = "Oak", **more: Any) -> Job:
    return ask_job(more.pop("kind", "add_trust"), {"name": name}, at=more.pop("at", START), **more)


def test_a_job_is_rolled_back_with_the_change_that_asked_for_it() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)  # as an error in the change does

    assert not Job.objects.exists()


def test_two_askings_under_one_name_are_one_job_while_it_waits() -> None:
    first, second, other = ask(once="a"), ask(once="a"), ask(once="b")

    assert first.pk == second.pk != other.pk
    assert Job.objects.count() == 2


def test_an_asking_after_the_job_was_taken_is_another_job() -> None:
    clock = Clock()
    first = ask(once="a")
    taken = worker(clock).take()
    second = ask(once="a")

    assert taken is not None
    assert taken.pk == first.pk != second.pk


def test_a_second_asking_brings_the_job_forward_and_never_back() -> None:
    ask(once="a", run_after=START + timedelta(hours=2))
    sooner = ask(once="a", run_after=START + timedelta(hours=1))
    later = ask(once="a", run_after=START + timedelta(hours=3))

    assert sooner.run_after == later.run_after == START + timedelta(hours=1)


def test_a_job_is_done_with_its_outcome_and_progress() -> None:
    job = ask("Oak")

    done = worker(Clock()).run_next()

    assert done is not None
    assert (done.pk, done.state, done.outcome) == (job.pk, JobState.DONE, {"trust": "Oak"})
    assert (done.done, done.total, done.lease) == (2, 2, None)
    assert Trust.objects.filter(name="Oak").count() == 1


def test_jobs_are_taken_in_the_order_in_which_they_are_due_and_not_before() -> None:
    clock = Clock()
    later = ask("Later", run_after=START + timedelta(minutes=1))
    now = ask("Now")
    taken = worker(clock)

    first = taken.run_next()
    none = taken.run_next()
    clock.forward(minutes=1)
    second = taken.run_next()

    assert [first and first.pk, none, second and second.pk] == [now.pk, None, later.pk]


def test_a_job_in_the_hands_of_one_worker_is_not_taken_by_another() -> None:
    ask()
    clock = Clock()

    assert worker(clock).take() is not None
    assert worker(clock).take() is None


def test_progress_renews_the_lease() -> None:
    clock = Clock()
    until = []

    def slow(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        clock.forward(minutes=4)
        watch.progress(1, 3)
        until.append(Job.objects.get().lease_until)
        clock.forward(minutes=4)
        return dict

    ask(kind="slow")
    done = worker(clock, slow=slow).run_next()

    assert until == [START + timedelta(minutes=4) + LEASE]
    assert done is not None
    assert done.state == JobState.DONE


def refuses_with_a_name(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
    raise ValueError("Ada Larkspur, A123456789012")


def test_a_failing_job_waits_twice_as_long_each_time_and_fails_after_the_fifth() -> None:
    clock = Clock()
    ask(kind="bad")
    waits = []
    for _ in range(ATTEMPTS):
        job = worker(clock, bad=refuses_with_a_name).run_next()
        assert job is not None
        waits.append((job.run_after - clock.at) if job.state == JobState.WAITING else job.state)
        clock.at = max(clock.at, job.run_after)

    assert waits == [*(timedelta(minutes=2**n) for n in range(1, ATTEMPTS)), JobState.FAILED]
    assert worker(clock, bad=refuses_with_a_name).run_next() is None


def test_the_error_names_class_and_place_and_no_child() -> None:
    ask(kind="bad")

    job = worker(Clock(), bad=refuses_with_a_name).run_next()

    assert job is not None
    assert job.error.startswith("ValueError, in ")
    assert re.search(r"Ada|Larkspur|A123", job.error) is None


def test_a_refusal_is_not_tried_again_and_keeps_its_words() -> None:
    def refuse(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        raise JobRefused("The school has no calendar.")

    ask(kind="no")
    job = worker(Clock(), no=refuse).run_next()

    assert job is not None
    assert (job.state, job.error) == (JobState.FAILED, "The school has no calendar.")


def test_a_kind_that_the_program_does_not_know_fails() -> None:
    ask(kind="unheard_of")

    job = worker(Clock()).run_next()

    assert job is not None
    assert job.state == JobState.FAILED


def test_nothing_of_a_failing_write_is_kept() -> None:
    def half(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        def write() -> dict[str, Any]:
            Trust.objects.create(name="Half")
            raise RuntimeError

        return write

    ask(kind="half")
    job = worker(Clock(), half=half).run_next()

    assert job is not None
    assert (job.state, job.error[:12]) == (JobState.WAITING, "RuntimeError")
    assert not Trust.objects.filter(name="Half").exists()


def test_an_expired_lease_is_put_back_and_the_job_done_once() -> None:
    clock = Clock()
    ask("Oak")
    first = worker(clock)
    assert first.take() is not None  # and then its worker is gone
    clock.forward(minutes=4)
    early = put_back_expired(clock.at)
    clock.forward(minutes=2)

    put_back = put_back_expired(clock.at)
    done = worker(clock).run_next()

    assert (early, put_back) == (0, 1)
    assert done is not None
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    assert Trust.objects.filter(name="Oak").count() == 1


def test_a_worker_whose_lease_ran_out_writes_nothing() -> None:
    clock = Clock()

    def overtaken(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        clock.forward(minutes=6)
        put_back_expired(clock.at)
        worker(clock).run_next()  # somebody else does it meanwhile
        return lambda: {"trust": Trust.objects.create(name="Twice").name}

    ask(kind="add_trust")
    Worker(now=clock, kinds={"add_trust": overtaken}).run_next()

    assert list(Trust.objects.values_list("name", flat=True)) == ["Oak"]
    assert Job.objects.get().state == JobState.DONE


def test_progress_after_the_lease_was_lost_ends_the_work() -> None:
    met = []

    def robbed(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        Job.objects.update(lease=None, state=JobState.WAITING)
        try:
            watch.progress(1, 2)
        except LeaseLost:
            met.append("lost")
            raise
        return dict

    ask(kind="robbed")
    worker(Clock(), robbed=robbed).run_next()

    assert met == ["lost"]
    assert Job.objects.get().state == JobState.WAITING


def test_a_job_whose_worker_dies_each_time_fails_in_the_end() -> None:
    clock = Clock()
    ask()
    for _ in range(ATTEMPTS):
        assert worker(clock).take() is not None
        clock.forward(minutes=6)
        put_back_expired(clock.at)

    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "5 times" in job.error


def test_a_waiting_job_is_cancelled_at_once_and_its_name_is_free() -> None:
    actor = an_actor("attendance_officer", a_school())
    job = ask(once="a", asked_by=actor.user)

    state = cancel_job(actor, job.pk)

    assert state == JobState.CANCELLED
    assert worker(Clock()).run_next() is None
    assert ask(once="a").pk != job.pk
    assert AuditEvent.objects.get(verb="job.cancel").thing == str(job.pk)


def test_cancelling_takes_the_schools_turn_before_it_locks_the_job() -> None:
    """Else it holds the job and waits for the school's trail, while whoever writes there waits for it."""
    actor = an_actor("attendance_officer", a_school())
    job = ask(asked_by=actor.user, school=actor.memberships[0].school)

    with CaptureQueriesContext(connection) as asked:
        cancel_job(actor, job.pk)

    questions = [each["sql"] for each in asked.captured_queries]
    turn = [place for place, sql in enumerate(questions) if is_turn(sql)]
    change = [place for place, sql in enumerate(questions) if 'FROM "store_job"' in sql]
    assert turn[0] < change[-1]
    assert len(change) == 2  # as the page shows it, and then locked


def is_turn(sql: str) -> bool:
    return sql.startswith('SELECT "store_school"."id"') and " IN (" in sql and "ORDER BY" in sql


def test_a_running_job_ends_at_its_next_word_of_progress() -> None:
    actor = an_actor("attendance_officer", a_school())

    def cancelled_in_the_middle(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        watch.progress(1, 3)
        cancel_job(actor, job.pk)
        watch.progress(2, 3)
        return lambda: {"trust": Trust.objects.create(name="Late").name}

    job = ask(kind="long", asked_by=actor.user)
    ended = worker(Clock(), long=cancelled_in_the_middle).run_next()

    assert ended is not None
    assert (ended.state, ended.done) == (JobState.CANCELLED, 2)
    assert not Trust.objects.exists()


def test_a_job_cancelled_after_its_last_word_writes_nothing() -> None:
    actor = an_actor("attendance_officer", a_school())

    def quiet(asked: Asked, watch: Watch) -> Callable[[], dict[str, Any]]:
        cancel_job(actor, job.pk)
        return lambda: {"trust": Trust.objects.create(name="Late").name}

    job = ask(kind="quiet", asked_by=actor.user)
    ended = worker(Clock(), quiet=quiet).run_next()

    assert ended is not None
    assert ended.state == JobState.CANCELLED
    assert not Trust.objects.exists()


def test_a_job_is_ended_by_its_asker_or_by_who_sets_the_school_up_and_by_no_colleague() -> None:
    school = a_school()
    asker, colleague, head = (an_actor(role, school) for role in ("teacher", "attendance_officer", "head"))
    jobs = [ask(school=school, asked_by=asker.user) for _ in range(2)]

    with pytest.raises(NotThere):
        cancel_job(colleague, jobs[0].pk)

    assert not job_progress(colleague, jobs[0].pk).can_be_cancelled
    assert job_progress(asker, jobs[0].pk).can_be_cancelled
    assert [cancel_job(asker, jobs[0].pk), cancel_job(head, jobs[1].pk)] == [JobState.CANCELLED] * 2


def test_an_assessment_in_which_others_changes_wait_is_not_its_first_askers_to_end() -> None:
    school = a_school()
    asker, head = an_actor("attendance_officer", school), an_actor("head", school)
    job = ask(kind="assess_school", school=school, asked_by=asker.user)

    with pytest.raises(NotThere):
        cancel_job(asker, job.pk)

    assert not job_progress(asker, job.pk).can_be_cancelled
    assert cancel_job(head, job.pk) == JobState.CANCELLED


def test_a_job_is_seen_by_its_asker_and_its_school_and_nobody_else() -> None:
    school = a_school()
    asker = an_actor("teacher", school)
    colleague, stranger = an_actor("attendance_officer", school), an_actor("attendance_officer", a_school())
    job = ask(school=school, asked_by=asker.user)

    assert job_progress(asker, job.pk).state == job_progress(colleague, job.pk).state == "waiting"
    with pytest.raises(NotThere):
        job_progress(stranger, job.pk)
    with pytest.raises(NotThere):
        cancel_job(stranger, job.pk)
