"""What is to be done about children of a school, by whom and by when; and one such task with whom to reach.

Somebody sees the tasks of the children whom their right to log contacts reaches: a teacher those of their
own classes. What is done leaves the list, and stands on it as done for the rest of the day.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, schools_for
from supportfirst.casework.bridge.markers_held import death_of
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Enrolment, Marker, MarkerKind, Role, School, Task

PAGE = 50
WHOSE = {"": "All", "me": "Mine", "role": "For my role"}
CONTACT, ACTION = "contact", "action_taken"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as a list shows it."""

    id: uuid.UUID
    pupil: uuid.UUID
    name: str
    group: str
    why: str
    due_on: date
    standing: str  # overdue, due or later
    whom: str  # a role or a person; "" for whoever comes first
    asked_by: str  # "" for one that a rule asked for
    asked_on: date
    channel: str


@dataclass(frozen=True, slots=True)
class TasksPage:
    school: School
    whose: str
    rows: Sequence[TaskRow]
    overdue: int  # of all pages
    open: int
    done: Sequence[TaskRow]  # today
    following: int | None  # the number of the next page


@dataclass(frozen=True, slots=True)
class TaskPage:
    school: School
    task: Task
    row: TaskRow
    callers: Sequence[Caller]  # none for who may not see how to reach parents
    kinds: Mapping[str, KindAsked]  # what may be recorded of it, by the school's pack
    bereaved: bool

    @property
    def is_done(self) -> bool:
        return self.task.done_at is not None


def tasks_page(actor: Actor, school_id: uuid.UUID, whose: str = "", page: int = 1) -> TasksPage | None:
    """None where there is no such school, or its children are not the actor's to follow up."""
    school = schools_for(actor, Right.LOG_CONTACT).filter(pk=school_id).first()
    if school is None:
        return None
    held = _within(actor, school, whose)
    waiting = held.filter(done_at__isnull=True)
    start = PAGE * (page - 1)
    found = list(waiting.order_by("due_on", "asked_at", "pk")[start : start + PAGE + 1])
    done = [
        each
        for each in held.filter(done_at__isnull=False).order_by("-done_at", "pk")[:PAGE]
        if each.done_at is not None and each.done_at.astimezone(LONDON).date() == actor.today
    ]
    groups = _groups(actor, school, [*found, *done])
    return TasksPage(
        school=school,
        whose=whose,
        rows=[_row(each, groups, actor.today) for each in found[:PAGE]],
        overdue=waiting.filter(due_on__lt=actor.today).count(),
        open=waiting.count(),
        done=[_row(each, groups, actor.today) for each in done],
        following=page + 1 if len(found) > PAGE else None,
    )


def tasks_overdue(actor: Actor, schools: Iterable[School]) -> Mapping[uuid.UUID, int]:
    """How many are overdue at each school where any is, of children in somebody's reach; one query."""
    held = _reached(actor).filter(school__in=list(schools), done_at__isnull=True, due_on__lt=actor.today)
    return dict(held.values_list("school").annotate(Count("pk")))


def task_page(actor: Actor, school_id: uuid.UUID, task_id: uuid.UUID) -> TaskPage | None:
    school = schools_for(actor, Right.LOG_CONTACT).filter(pk=school_id).select_related("authority").first()
    task = _within(actor, school, "").filter(pk=task_id).first() if school is not None else None
    if school is None or task is None:
        return None
    known = record_kinds(school, actor.today)
    ways = (CONTACT,) if task.by_channel else (CONTACT, ACTION)
    callers = callers_shown(actor, school, task.pupil_id)
    row = _row(task, _groups(actor, school, [task]), actor.today)
    mourns = Marker.objects.filter(in_force(actor.today), pupil=task.pupil, kind=MarkerKind.BEREAVED)
    return TaskPage(school, task, row, callers, {way: known[way] for way in ways}, mourns.exists())


def _within(actor: Actor, school: School, whose: str) -> QuerySet[Task]:
    """Tasks about children in somebody's reach, for all, for the person or for their role."""
    held = _reached(actor).filter(school=school)
    if whose == "me":
        held = held.filter(for_user=actor.user)
    elif whose == "role":
        held = held.filter(Q(for_user=actor.user) | Q(for_role__in=_roles_at(actor, school)))
    return held.select_related("pupil", "for_user", "asked_by", "done_by", "done_event")


def _reached(actor: Actor) -> QuerySet[Task]:
    """Tasks about children in somebody's reach. Nobody is asked to do anything about a child who died."""
    reached = enrolments_for(actor, Right.LOG_CONTACT)
    reached = reached.filter(school=OuterRef("school"), pupil=OuterRef("pupil"))
    return Task.objects.filter(Exists(reached), ~death_of("pupil"))


def _roles_at(actor: Actor, school: School) -> set[str]:
    """The roles that somebody has at this very school, or over it."""
    return {
        each.role
        for each in actor.memberships
        if school.pk == each.school_id
        or (each.authority_id is not None and each.authority_id == school.authority_id)
        or (each.trust_id is not None and each.trust_id == school.trust_id)
    }


def _groups(actor: Actor, school: School, tasks: Sequence[Task]) -> Mapping[uuid.UUID, str]:
    held = Enrolment.objects.filter(
        school=school, pupil__in={each.pupil_id for each in tasks}, group__isnull=False
    ).filter(first_day__lte=actor.today)
    return dict(held.order_by("first_day").values_list("pupil_id", "group__name"))


def _row(task: Task, groups: Mapping[uuid.UUID, str], today: date) -> TaskRow:
    standing = "overdue" if task.due_on < today else "due" if task.due_on == today else "later"
    return TaskRow(
        id=task.pk,
        pupil=task.pupil_id,
        name=task.pupil.name,
        group=groups.get(task.pupil_id, ""),
        why=task.why,
        due_on=task.due_on,
        standing=standing,
        whom=task.for_user.name if task.for_user else _role(task.for_role),
        asked_by=task.asked_by.name if task.asked_by else "",
        asked_on=task.asked_at.astimezone(LONDON).date(),
        channel=task.by_channel.replace("_", " "),
    )


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role.replace("_", " ")
