"""What is asked for each night, once a night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from supportfirst.casework.actions.ask_nightly import NIGHTLY, ask_nightly, last_due
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import Job, JobState
from tests.factories.site import a_school

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


def test_each_school_with_a_pack_is_asked_for_once_a_night() -> None:
    one, two = a_school(), a_school()
    a_school(pack=None)

    first, again = ask_nightly(NIGHT), ask_nightly(NIGHT + timedelta(hours=5))
    next_night = ask_nightly(NIGHT + timedelta(days=1))

    assert (first, again, next_night) == (12, 0, 12)  # six jobs each
    assert set(Job.objects.values_list("school", flat=True)) == {one.pk, two.pk}


def test_a_job_that_is_done_is_not_asked_for_again_that_night() -> None:
    a_school()
    ask_nightly(NIGHT)
    worker = Worker(now=lambda: NIGHT, kinds=dict.fromkeys(NIGHTLY, lambda asked, watch: dict))
    while worker.run_next():
        pass

    assert ask_nightly(NIGHT + timedelta(minutes=1)) == 0
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_a_worker_that_slept_through_the_night_asks_when_it_wakes() -> None:
    a_school()

    ask_nightly(NIGHT + timedelta(hours=6))

    assert Job.objects.get(kind="assess_school").run_after == NIGHT


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 20, 2, 29, 59, tzinfo=UTC), datetime(2026, 11, 19, 2, 30, tzinfo=UTC)),
        (datetime(2026, 11, 20, 2, 30, tzinfo=UTC), datetime(2026, 11, 20, 2, 30, tzinfo=UTC)),
        (datetime(2026, 7, 1, 9, 0, tzinfo=UTC), datetime(2026, 7, 1, 1, 30, tzinfo=UTC)),  # summer time
    ],
)
def test_the_night_turns_at_half_past_two_in_london(at: datetime, due: datetime) -> None:
    assert last_due("30 2 * * *", at) == due
