"""Cancelling a job: one that waits ends at once, one that runs at its next word of progress."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.job_progress import job_for, may_cancel
from supportfirst.casework.store.models import Job, JobState


def cancel_job(actor: Actor, job_id: uuid.UUID) -> JobState:
    """How the job stands afterwards; one that had ended stays as it was.

    Raises NotThere, also for whoever sees the job and may not end it: the page offers it to nobody else.
    """
    with transaction.atomic():
        asked = job_for(actor, job_id)
        if asked.school_id is not None:
            take_turn(asked.school_id)
        job = Job.objects.select_for_update().get(pk=asked.pk)
        if not may_cancel(actor, job):
            raise NotThere
        if job.state == JobState.WAITING:
            job.state, job.finished_at, job.once = JobState.CANCELLED, actor.at, None
            job.save(update_fields=["state", "finished_at", "once"])
        elif job.state == JobState.RUNNING:
            job.cancel_asked = True
            job.save(update_fields=["cancel_asked"])
        else:
            return JobState(job.state)
        audit(actor, "job.cancel", school=job.school, thing=str(job.pk), kind=job.kind)
        return JobState(job.state)
