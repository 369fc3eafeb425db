"""The worker: takes the next job that is due, holds it by a lease, and writes its effect and its end as one.

Only the worker's own process imports this file: the jobs that it knows may load what pages must not.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Work, Write
from supportfirst.casework.actions.assess_school import assess_school
from supportfirst.casework.actions.end_day import END_DAY, end_day
from supportfirst.casework.actions.import_people import import_people
from supportfirst.casework.actions.mail_letter import mail_letter
from supportfirst.casework.actions.make_letters import approve_letters, make_letters
from supportfirst.casework.actions.read_register_file import read_register_file
from supportfirst.casework.actions.remove_old_jobs import REMOVE_JOBS, remove_old_jobs
from supportfirst.casework.actions.remove_old_uploads import REMOVE_UPLOADS, remove_old_uploads
from supportfirst.casework.actions.retest_reliances import RETEST_RELIANCES, retest_reliances
from supportfirst.casework.actions.send_message import SEND_MESSAGE, send_message
from supportfirst.casework.actions.store_register_file import store_register_file
from supportfirst.casework.actions.sum_school_weeks import SUM_WEEKS, sum_school_weeks
from supportfirst.casework.actions.watch_integrity import WATCH_INTEGRITY, watch_integrity
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.queries.import_files import IMPORT_PEOPLE
from supportfirst.casework.queries.letter_mails import MAIL_LETTER
from supportfirst.casework.queries.letters import APPROVE_LETTERS, MAKE_LETTERS
from supportfirst.casework.queries.register_files import READ_REGISTERS, STORE_REGISTERS
from supportfirst.casework.store.models import Job, JobState

KINDS: Mapping[str, Work] = {
    ASSESS_SCHOOL: assess_school,
    READ_REGISTERS: read_register_file,
    STORE_REGISTERS: store_register_file,
    IMPORT_PEOPLE: import_people,
    SEND_MESSAGE: send_message,
    END_DAY: end_day,
    REMOVE_UPLOADS: remove_old_uploads,
    REMOVE_JOBS: remove_old_jobs,
    RETEST_RELIANCES: retest_reliances,
    WATCH_INTEGRITY: watch_integrity,
    SUM_WEEKS: sum_school_weeks,
    MAKE_LETTERS: make_letters,
    APPROVE_LETTERS: approve_letters,
    MAIL_LETTER: mail_letter,
}
LEASE = timedelta(minutes=5)  # longer than any step between two words of progress
ATTEMPTS = 5
FEW = 8  # jobs looked at in one go, in case other workers take the first of them
PACKAGE = Path(__file__).resolve().parent.parent
log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Somebody else holds the job now; nothing that was worked out may be written."""


class JobCancelled(Exception):
    """Somebody asked for the job to end."""


@dataclass(slots=True)
class Holding:
    """A job in the hands of one worker: its lease, renewed with each word of progress."""

    job: Job
    now: Callable[[], datetime]
    lease_for: timedelta

    def progress(self, done: int, total: int | None) -> None:
        """Raises LeaseLost and JobCancelled."""
        held = self.held().update(done=done, total=total or 0, lease_until=self.now() + self.lease_for)
        if not held:
            raise LeaseLost
        if self.held().filter(cancel_asked=True).exists():
            raise JobCancelled

    def held(self) -> models.QuerySet[Job]:
        """The job's row, as long as the lease is ours."""
        return Job.objects.filter(pk=self.job.pk, lease=self.job.lease, state=JobState.RUNNING)


@dataclass(slots=True)
class Worker:
    """One process that does jobs one after the other, by a clock that it is given."""

    now: Callable[[], datetime]
    kinds: Mapping[str, Work] = field(default_factory=lambda: KINDS)
    lease_for: timedelta = LEASE

    def run_next(self) -> Job | None:
        """Do the next job that is due; None where there is none. What goes wrong in it stands in its row."""
        job = self.take()
        if job is None:
            return None
        self._run(Holding(job, self.now, self.lease_for))
        job.refresh_from_db()
        return job

    def take(self) -> Job | None:
        """The next job that is due, now ours. From here on another asking of its name is another job."""
        due = Job.objects.filter(state=JobState.WAITING, run_after__lte=self.now())
        if not due.exists():  # without a lock, so that an idle worker keeps no writer waiting
            return None
        with transaction.atomic():
            due = due.order_by("run_after", "asked_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            for pk in list(due.values_list("pk", flat=True)[:FEW]):
                if self._took(pk):
                    return Job.objects.select_related("school", "asked_by").get(pk=pk)
        return None

    def _took(self, pk: uuid.UUID) -> bool:
        now = self.now()
        return bool(
            Job.objects.filter(pk=pk, state=JobState.WAITING).update(
                state=JobState.RUNNING,
                lease=uuid.uuid4(),
                lease_until=now + self.lease_for,
                started_at=now,
                attempts=models.F("attempts") + 1,
                once=None,
                done=0,
                total=0,
                error="",
            )
        )

    def _run(self, holding: Holding) -> None:
        job = holding.job
        asked = Asked(job.kind, job.about, job.school, job.asked_by, job.asked_at)
        try:
            work = self.kinds.get(job.kind)
            if work is None:
                raise JobRefused("This program knows no such kind of job.")
            self._finish(holding, work(asked, holding))
        except LeaseLost:
            log.warning("a job of the kind %s was taken away from its worker", job.kind)
        except JobCancelled:
            self._end(holding, JobState.CANCELLED)
        except Exception as error:  # noqa: BLE001  whatever went wrong, the next job must run
            self._fail(holding, error)

    def _finish(self, holding: Holding, write: Write) -> None:
        """Effect and end, both or neither."""
        with transaction.atomic():
            row = holding.held().select_for_update().first()
            if row is None:
                raise LeaseLost
            if row.cancel_asked:
                raise JobCancelled
            outcome = dict(write())
            self._end(holding, JobState.DONE, outcome=outcome, done=models.F("total"))

    def _fail(self, holding: Holding, error: Exception) -> None:
        """Try again later, each time after twice as long; after the last time it has failed."""
        told = error_without_data(error)
        log.warning("a job of the kind %s failed: %s", holding.job.kind, told)
        if holding.job.attempts >= ATTEMPTS or isinstance(error, JobRefused):
            self._end(holding, JobState.FAILED, error=told)
            return
        wait = timedelta(minutes=2**holding.job.attempts)
        again = {"state": JobState.WAITING, "run_after": self.now() + wait, "error": told}
        holding.held().update(**again, lease=None, lease_until=None)

    def _end(self, holding: Holding, state: JobState, **more: Any) -> None:
        holding.held().update(
            **{"state": state, "finished_at": self.now(), "lease": None, "lease_until": None, **more}
        )


def error_without_data(error: Exception) -> str:
    """What happened, by the error's class and place: its own message may name a child."""
    if isinstance(error, JobRefused):
        return str(error)[:500]
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    place = f", in {Path(places[-1].filename).name}, line {places[-1].lineno}" if places else ""
    return f"{type(error).__name__}{place}"[:500]


def _is_ours(filename: str) -> bool:
    return Path(filename).is_relative_to(PACKAGE.parent)


def put_back_expired(at: datetime) -> int:
    """The reaper: jobs whose worker was not heard of in time wait again, or fail after the last attempt."""
    expired = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at)
    if not expired.exists():
        return 0
    gone = {"lease": None, "lease_until": None}
    with transaction.atomic():
        ended = {"finished_at": at, **gone}
        count = expired.filter(cancel_asked=True).update(state=JobState.CANCELLED, **ended)
        count += expired.filter(attempts__gte=ATTEMPTS).update(
            state=JobState.FAILED, error=f"The worker stopped in the middle of it {ATTEMPTS} times.", **ended
        )
        return count + expired.update(state=JobState.WAITING, run_after=at, **gone)


__all__ = [
    "ATTEMPTS",
    "KINDS",
    "LEASE",
    "Holding",
    "JobCancelled",
    "LeaseLost",
    "Watch",
    "Worker",
    "error_without_data",
    "put_back_expired",
]
