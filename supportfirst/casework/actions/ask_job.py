"""Asking for long work: a row, added in the transaction of the change that asks for it.

Our own row is the queue, though django-tasks is at hand. A change and its job must stand or fall together;
a worker that was killed must lose nothing and double nothing, which needs leases, and the effect of a job
written together with its end; and people are promised retries, progress and a way to cancel. Tasks of
Django have none of these: a backend could add them, but only by becoming this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from supportfirst.casework.store.models import Job, JobState, School, User

TRIES = 20  # at most so many workers take the very job that is being asked for, one after the other


class JobRefused(Exception):
    """A job that can't be done, in words that hold no personal data, and that a page may show."""


class Watch(Protocol):
    """What a job is given to work with: the time, and how to say how far it has come."""

    def now(self) -> datetime: ...

    def progress(self, done: int, total: int | None) -> None:
        """Say how far it is. Renews the lease; ends the work where it was cancelled or taken away."""


Write = Callable[[], Mapping[str, Any]]  # writes what a job has worked out, and says what came of it


@dataclass(frozen=True, slots=True)
class Asked:
    """A job as whoever does it sees it."""

    kind: str
    about: Mapping[str, Any]
    school: School | None
    asked_by: User | None
    asked_at: datetime


# Works something out, outside every transaction. What it gives back is called in the transaction in which
# the job becomes DONE, so that a worker killed at any point leaves either both or neither.
Work = Callable[[Asked, Watch], Write]


def ask_job(
    kind: str,
    about: Mapping[str, Any],
    *,
    at: datetime,
    school: School | None = None,
    asked_by: User | None = None,
    once: str | None = None,
    run_after: datetime | None = None,
) -> Job:
    """A waiting job; must be in a transaction, with which it is rolled back.

    once: two askings under one name are one job while it waits. It is locked until the transaction of
    the asker ends: no worker can take it, and so miss what this change is about to write.
    """
    assert transaction.get_connection().in_atomic_block, "a job is asked for in the transaction of a change"
    job = Job(
        kind=kind,
        about=dict(about),
        once=once,
        school=school,
        asked_by=asked_by,
        run_after=run_after or at,
        asked_at=at,
    )
    if once is None:
        job.save(force_insert=True)
        return job
    for _ in range(TRIES):
        waiting = _brought_forward(once, job.run_after)
        if waiting is not None:
            return waiting
        Job.objects.bulk_create([job], ignore_conflicts=True)
    raise JobRefused("The work could not be asked for, because it is being taken again and again.")


def _brought_forward(once: str, run_after: datetime) -> Job | None:
    """The job of the name that waits, locked from here on, if there is one. It runs no later than asked."""
    job = Job.objects.select_for_update().filter(once=once, state=JobState.WAITING).first()
    if job is not None and job.run_after > run_after:
        job.run_after = run_after
        job.save(update_fields=["run_after"])
    return job
