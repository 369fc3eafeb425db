"""Look at how far a job has come; that somebody saw one that failed is kept, so that it may go in time."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.queries.job_progress import JobProgress, job_progress
from supportfirst.casework.store.models import Job, JobState


@transaction.atomic
def see_job(actor: Actor, job_id: uuid.UUID) -> JobProgress:
    """Raises NotThere."""
    found = job_progress(actor, job_id)
    if found.state == JobState.FAILED:
        Job.objects.filter(pk=job_id, state=JobState.FAILED, seen_at=None).update(seen_at=actor.at)
    return found
