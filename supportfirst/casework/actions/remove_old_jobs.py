"""Delete jobs that ended long ago: what they did stands in rows of its own, and in the trail.

One that failed stays until somebody has seen it, and one that a kept file points to for as long as the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.models import Job, JobState, Upload

REMOVE_JOBS = "remove_jobs"


def remove_old_jobs(asked: Asked, watch: Watch) -> Write:
    """The nightly job of a school."""
    school, at = asked.school, watch.now()
    if school is None:
        raise JobRefused("No school was named whose jobs are to be deleted.")
    before = at - timedelta(days=settings.JOBS_KEPT_DAYS)
    needed = Upload.objects.filter(job=OuterRef("pk"), removed_at__isnull=True)
    over = Q(state__in=(JobState.DONE, JobState.CANCELLED)) | Q(state=JobState.FAILED, seen_at__isnull=False)

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        old = Job.objects.filter(over, school=school, finished_at__lt=before).exclude(Exists(needed))
        _, each = old.delete()
        return {"removed": each.get("store.Job", 0)}

    return write
