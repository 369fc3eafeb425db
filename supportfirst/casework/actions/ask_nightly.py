"""What is done every night, asked for once a night: a job's own id is made of its kind, school and night."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from cronsim import CronSim
from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.end_day import END_DAY
from supportfirst.casework.actions.remove_old_jobs import REMOVE_JOBS
from supportfirst.casework.actions.remove_old_uploads import REMOVE_UPLOADS
from supportfirst.casework.actions.sum_school_weeks import SUM_WEEKS
from supportfirst.casework.actions.watch_integrity import WATCH_INTEGRITY
from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
from supportfirst.casework.store.models import Job, School

# When each is due, in London time, as cron writes it.
NIGHTLY = {
    ASSESS_SCHOOL: "30 2 * * *",
    SUM_WEEKS: "10 2 * * *",
    END_DAY: "30 16 * * *",
    WATCH_INTEGRITY: "25 2 * * *",
    REMOVE_UPLOADS: "15 2 * * *",
    REMOVE_JOBS: "20 2 * * *",
}


def ask_nightly(at: datetime) -> int:
    """Ask for what is due each night of each school, and was not asked for yet; how many jobs that made.

    A worker that slept through the night asks when it wakes. Two workers, or one asking twice, make no
    second job, however far the first has come.
    """
    with transaction.atomic():
        before = Job.objects.count()
        schools = list(School.objects.filter(adoptions__isnull=False).distinct())
        for kind, schedule in NIGHTLY.items():
            due = last_due(schedule, at)
            jobs = [
                Job(id=_id_of(kind, school, due), kind=kind, school=school, run_after=due, asked_at=at)
                for school in schools
            ]
            Job.objects.bulk_create(jobs, ignore_conflicts=True)
        return Job.objects.count() - before


def last_due(schedule: str, at: datetime) -> datetime:
    """The latest moment, at or before `at`, for which the schedule asks."""
    after = at.astimezone(LONDON) + timedelta(seconds=1)  # walking back leaves out where one stands
    found: datetime = next(CronSim(schedule, after, reverse=True))
    return found


def _id_of(kind: str, school: School, due: datetime) -> uuid.UUID:
    return uuid.uuid5(school.pk, f"{kind} {due.isoformat()}")
