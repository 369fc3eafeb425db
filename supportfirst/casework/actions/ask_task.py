"""Ask for one thing to be done about a child by a day: of a role, of a person, or of whoever comes first."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import AuditEvent, CaseEvent, Pupil, School, Task, User

ASKED = "ask_task"


@transaction.atomic
def ask_task(
    actor: Actor,
    school: School,
    pupil: Pupil,
    kind: str,
    why: str,
    due_on: date,
    *,
    for_role: str = "",
    for_user: User | None = None,
    by_channel: str = "",
    once: str | None = None,
    made_by: CaseEvent | None = None,
) -> Task:
    """Add the task. The same `once` gives the same task back, open or done, and changes nothing.

    once: what makes the task one, such as a rule, a child's id and a day; never a name. by_channel: the one
    channel of contact that closes it (`phone`). made_by: the event that asked for it.
    """
    take_turn(school.pk)
    known = Task.objects.filter(once=once).first() if once is not None else None
    if known is not None:
        return known
    task = Task.objects.create(
        once=once,
        school=school,
        pupil=pupil,
        kind=kind,
        why=why,
        due_on=due_on,
        for_role=for_role,
        for_user=for_user,
        by_channel=by_channel,
        made_by=made_by,
        asked_by=actor.user,
        asked_at=actor.at,
    )
    audit(actor, ASKED, school=school, pupil=pupil, thing=kind, task=str(task.pk))
    return task


def ask_task_by_rule(
    at: datetime,
    school: School,
    pupil: Pupil,
    kind: str,
    why: str,
    due_on: date,
    *,
    once: str,
    for_role: str = "",
) -> bool:
    """The same by a rule and nobody, in a job that has taken the school's turn. Whether the task is new."""
    if Task.objects.filter(once=once).exists():
        return False
    task = Task.objects.create(
        once=once,
        school=school,
        pupil=pupil,
        kind=kind,
        why=why,
        due_on=due_on,
        for_role=for_role,
        asked_at=at,
    )
    line = AuditEvent(
        recorded_at=at, verb=ASKED, school=school, pupil=pupil, thing=kind, detail={"task": str(task.pk)}
    )
    append(line, school.pk)
    return True
