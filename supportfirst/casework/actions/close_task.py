"""Close a task by the record of its having been done: never by a tick alone."""

from __future__ import annotations

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.models import CaseEvent, Task

CONTACT, NOBODY_REACHED = "contact", "no_answer"
# Tasks of these kinds ask for nothing but that home is asked: a contact from any page closes them.
ASK_HOME = ("parent_contact", "long_unexplained")


@transaction.atomic
def close_task(actor: Actor, task: Task, event: CaseEvent) -> Task:
    """Close it by an event about the same child. A task that is closed stays as it is.

    Raises Refused where the event does not do what was asked: another child's; a contact that reached
    nobody; or, of a task that names a channel, anything but a contact by that channel.
    """
    take_turn(task.school_id)
    held = Task.objects.select_related("school", "pupil").get(pk=task.pk)
    if held.done_at is not None:
        return held
    if (event.school_id, event.pupil_id) != (held.school_id, held.pupil_id):
        raise Refused("What was recorded is about another child. Record it for the child of the task.")
    if not closes(held, event):
        raise Refused(
            "The task is still open: nobody was reached, or not in the way that it asks for. "
            "Log such a contact to close it."
        )
    held.done_by, held.done_at, held.done_event = actor.user, actor.at, event
    held.save(update_fields=["done_by", "done_at", "done_event"])
    audit(
        actor,
        "close_task",
        school=held.school,
        pupil=held.pupil,
        thing=held.kind,
        task=str(held.pk),
        event=str(event.event),
    )
    return held


def closes(task: Task, event: CaseEvent) -> bool:
    """Whether an event is what the task asks for; where it names a channel, only a contact by it is."""
    if event.kind == CONTACT and event.data.get("outcome") == NOBODY_REACHED:
        return False
    if not task.by_channel:
        return True
    return event.kind == CONTACT and event.data.get("channel") == task.by_channel


def close_tasks_met(actor: Actor, event: CaseEvent) -> int:
    """Close what a contact made elsewhere has answered: tasks that only ask that home be asked. How many."""
    waiting = Task.objects.filter(
        school=event.school_id, pupil=event.pupil_id, kind__in=ASK_HOME, done_at__isnull=True
    )
    met = [task for task in waiting.order_by("pk") if event.kind == CONTACT and closes(task, event)]
    for task in met:
        close_task(actor, task, event)
    return len(met)
