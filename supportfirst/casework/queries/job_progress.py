"""How far a job has come, for whoever asked for it, and who sees its school's worklist or sets it up.

To end one is for whoever asked for it, or sets the school up. An assessment is nobody's own: in one job wait
the changes of many, and whoever ended it would leave the others' children unassessed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.store.models import Job, JobState, School

TITLES = {
    "assess_school": "Assessment of a school",
    "read_registers": "Reading a file of registers",
    "store_registers": "Taking in a file of registers",
    "import_people": "Taking in a file of pupils or parents",
    "remove_uploads": "Deleting old files",
    "remove_jobs": "Deleting old jobs",
    "end_day": "The end of a school’s day",
    "retest_reliances": "Testing again what relied on marks",
    "watch_integrity": "Looking for marks that should be looked at",
    "sum_school_weeks": "Adding up the weeks of a school",
    "send_message": "Sending a message",
    "make_letters": "Drafting letters",
    "approve_letters": "Approving letters",
}

SHOWN = 20  # failed jobs on the page of a school's set-up
FOR_ALL = frozenset({"assess_school"})


@dataclass(frozen=True, slots=True)
class JobProgress:
    id: uuid.UUID
    title: str
    school: str
    state: str
    state_in_words: str
    asked_at: datetime
    asked_by: str
    started_at: datetime | None
    finished_at: datetime | None
    next_try_at: datetime | None  # of a job that failed and will be tried again
    attempts: int
    done: int
    total: int
    error: str
    cancel_asked: bool
    may_cancel: bool

    @property
    def percent(self) -> int | None:
        return None if not self.total else min(100, self.done * 100 // self.total)

    @property
    def can_be_cancelled(self) -> bool:
        return self.may_cancel and not self.is_over and not self.cancel_asked

    @property
    def is_over(self) -> bool:
        return self.state not in (JobState.WAITING, JobState.RUNNING)


def job_for(actor: Actor, job_id: uuid.UUID) -> Job:
    """The row. Raises NotThere."""
    may_see = Q(asked_by=actor.user)
    for right in (Right.SEE_WORKLIST, Right.MANAGE_SCHOOL):
        may_see |= Q(school__in=schools_for(actor, right))
    job = Job.objects.select_related("school", "asked_by").filter(may_see, pk=job_id).first()
    if job is None:
        raise NotThere
    return job


def may_cancel(actor: Actor, job: Job) -> bool:
    """Of a job that the actor sees."""
    if job.school is not None and may(actor, Right.MANAGE_SCHOOL, job.school):
        return True
    return job.asked_by_id == actor.user.pk and job.kind not in FOR_ALL


def failed_unseen(school: School) -> Sequence[tuple[uuid.UUID, str, datetime]]:
    """Jobs of a school that failed and that nobody has looked at since: id, title, when; the newest first."""
    held = Job.objects.filter(school=school, state=JobState.FAILED, seen_at=None, finished_at__isnull=False)
    return [
        (pk, TITLES.get(kind, kind.replace("_", " ").capitalize()), at)
        for pk, kind, at in held.order_by("-finished_at").values_list("pk", "kind", "finished_at")[:SHOWN]
        if at is not None
    ]


def job_progress(actor: Actor, job_id: uuid.UUID) -> JobProgress:
    """Raises NotThere."""
    job = job_for(actor, job_id)
    waits_again = job.state == JobState.WAITING and job.attempts > 0
    return JobProgress(
        id=job.pk,
        title=TITLES.get(job.kind, job.kind.replace("_", " ").capitalize()),
        school=job.school.name if job.school else "",
        state=job.state,
        state_in_words=JobState(job.state).label,
        asked_at=job.asked_at,
        asked_by=job.asked_by.name if job.asked_by else "the site itself",
        started_at=job.started_at,
        finished_at=job.finished_at,
        next_try_at=job.run_after if waits_again else None,
        attempts=job.attempts,
        done=job.done,
        total=job.total,
        error=job.error,
        cancel_asked=job.cancel_asked,
        may_cancel=may_cancel(actor, job),
    )
