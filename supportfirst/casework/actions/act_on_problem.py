"""Read a problem told in confidence, and record what was done about it: restricted to the same people."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.close_task import close_task
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.problem import ACTED_ON, ProblemPage, problem_page
from supportfirst.casework.store.models import CaseEvent, Confided, Task


@transaction.atomic
def read_problem(actor: Actor, school_id: uuid.UUID, event_id: uuid.UUID) -> ProblemPage:
    """The page, with its line in the audit trail. Raises NotThere."""
    page = problem_page(actor, school_id, event_id)
    audit(actor, "read_record", school=page.event.school, pupil=page.event.pupil, thing="problem")
    return page


@transaction.atomic
def act_on_problem(
    actor: Actor, page: ProblemPage, *, submission: uuid.UUID, on: date, done: str
) -> CaseEvent:
    """The event, confided to whom the problem was; it closes the tasks that the problem asked for.

    The same submission again changes nothing. Raises EventRefused.
    """
    problem = page.event
    take_turn(problem.school_id)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    event = record_event(
        actor,
        problem.school,
        problem.pupil,
        ACTED_ON,
        submission=submission,
        on=on,
        data={"done": done, "about": str(problem.event)},
        restricted=True,
    )
    told = {*Confided.objects.filter(event=problem).values_list("user_id", flat=True), problem.recorded_by_id}
    Confided.objects.bulk_create(
        Confided(event=event, user_id=user) for user in sorted(told - {actor.user.pk})
    )
    for task in Task.objects.filter(made_by=problem, done_at__isnull=True).order_by("pk"):
        close_task(actor, task, event)
    return event
