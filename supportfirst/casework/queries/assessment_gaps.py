"""Of whom nobody can say yet whether they need something: a list must not read as if they did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Assessed, Enrolment, Job, JobState

ASSESS_SCHOOL = "assess_school"  # the kind of job, as `actions.assess_school` asks for it


@dataclass(frozen=True, slots=True)
class Failure:
    """A school whose last assessment did not come to an end."""

    school: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gaps:
    """Children on roll who were never assessed, over somebody's schools, and assessments that failed."""

    never_assessed: int
    failures: Sequence[Failure]


def assessment_gaps(actor: Actor) -> Gaps:
    """In two queries. A failure counts until an assessment of the school has come to its end after it."""
    reached = places_of(actor, Right.SEE_WORKLIST).as_query("school__")
    judged = Assessed.objects.filter(enrolment=OuterRef("pk"))
    never = Enrolment.objects.filter(reached, in_force(actor.today)).exclude(Exists(judged)).count()
    ended = (
        Job.objects.filter(reached, kind=ASSESS_SCHOOL)
        .values("school__name")
        .annotate(
            failed=Max("finished_at", filter=Q(state=JobState.FAILED)),
            came=Max("finished_at", filter=Q(state=JobState.DONE)),
        )
        .filter(failed__isnull=False)
        .exclude(came__gt=F("failed"))
        .order_by("school__name")
    )
    return Gaps(never, [Failure(row["school__name"], row["failed"]) for row in ended])
