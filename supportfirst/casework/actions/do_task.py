"""Do what a task asks for: record what was done, and close the task where that is what was asked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.close_task import close_task, closes
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.queries.tasks import TaskPage
from supportfirst.casework.store.models import CaseEvent, Task


@dataclass(frozen=True, slots=True)
class Done:
    event: CaseEvent
    closed: bool  # the task; what was done may not be what was asked


@transaction.atomic
def do_task(
    actor: Actor,
    page: TaskPage,
    kind: str,
    *,
    submission: uuid.UUID,
    on: date,
    at: time | None = None,
    adults: Sequence[uuid.UUID] = (),
    data: Mapping[str, Any],
) -> Done:
    """Record the event, and close the task if it closes it. The same submission again changes nothing.

    Raises Refused where somebody else has done it meanwhile, EventRefused where a field can't be used.
    """
    take_turn(page.school.pk)
    task = Task.objects.select_related("done_by").get(pk=page.task.pk)
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return Done(known, task.done_event_id == known.event)
    if task.done_at is not None:
        by = f" by {task.done_by.name}" if task.done_by else ""
        raise Refused(f"This was done meanwhile{by}. Nothing more was recorded.")
    if kind not in page.kinds:
        raise Refused("The task does not close in this way. Log a contact.")
    if not set(adults) <= {caller.adult for caller in page.callers}:
        raise EventRefused(
            what="this adult is not to be contacted about the child", where=kind, remedy="choose another"
        )
    event = record_event(
        actor, page.school, task.pupil, kind, submission=submission, on=on, at=at, adults=adults, data=data
    )
    if not closes(task, event):
        return Done(event, closed=False)
    close_task(actor, task, event)
    return Done(event, closed=True)
