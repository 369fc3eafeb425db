"""What is owed to a child of whom nobody knows, beyond a call home: somebody senior, a social worker told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from supportfirst.casework.store.models import CaseEvent, Role, School, Task

LIAISON = "agency_liaison"
NOT_SEEN = "child_not_seen"  # the kind of task by which somebody senior is told
SENIOR = (Role.DSL, Role.HEAD)


@dataclass(frozen=True, slots=True)
class WorkerTold:
    """A social worker was told of the absence of the day."""

    person: str
    at: time | None
    by: str


@dataclass(frozen=True, slots=True)
class Escalated:
    whom: str
    at: datetime
    by: str
    is_done: bool


def is_of_absence(event: CaseEvent) -> bool:
    """Whether talk with an agency was about an absence that nobody has explained."""
    return event.kind == LIAISON and event.data.get("unexplained_absence") is True


def worker_told(event: CaseEvent) -> WorkerTold:
    person = "a restricted note" if event.restricted else str(event.data.get("person", ""))
    return WorkerTold(person, event.happened_at, event.recorded_by.name)


def escalations(school: School, pupils: Iterable[UUID], day: date) -> Mapping[UUID, tuple[Escalated, ...]]:
    """Whom somebody told of the day that the child was not seen; one query."""
    held = Task.objects.filter(school=school, pupil__in=list(pupils), kind=NOT_SEEN, due_on=day)
    found: dict[UUID, tuple[Escalated, ...]] = {}
    for task in held.select_related("asked_by").order_by("asked_at", "pk"):
        told = Escalated(
            Role(task.for_role).label if task.for_role else "",
            task.asked_at,
            task.asked_by.name if task.asked_by else "",
            task.done_at is not None,
        )
        found[task.pupil_id] = (*found.get(task.pupil_id, ()), told)
    return found
