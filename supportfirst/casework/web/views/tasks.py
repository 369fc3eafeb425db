"""Tasks: what is to be done about children of a school, and one of them with the form that closes it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.do_task import do_task
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.queries.tasks import CONTACT, WHOSE, TaskPage, task_page, tasks_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.record_fields import RecordForm
from supportfirst.casework.web.views.worklist_forms import PREFIX


@require_safe
def show_tasks(request: Request, school_id: UUID) -> HttpResponse:
    whose = request.GET.get("whose", "")
    whose = whose if whose in WHOSE else ""
    number = request.GET.get("page", "1")
    asked = int(number) if number.isdecimal() and 0 < len(number) < 6 else 1
    page = tasks_page(request.actor, school_id, whose, max(1, asked))
    if page is None:
        raise Http404
    read_list(request.actor, page.school, "tasks", [row.pupil for row in (*page.rows, *page.done)])
    here = reverse("tasks", args=[school_id])
    narrowed = {"whose": whose} if whose else {}
    following = f"{here}?{urlencode({**narrowed, 'page': page.following})}" if page.following else ""
    first = f"{here}?{urlencode(narrowed)}" if asked > 1 else ""
    ways = [(name, words, f"{here}?whose={name}" if name else here) for name, words in WHOSE.items()]
    held = {"page": page, "ways": ways, "following": following, "first": first}
    return render(request, "pages/tasks.html", held)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: Request, school_id: UUID, task_id: UUID) -> HttpResponse:
    page = task_page(request.actor, school_id, task_id)
    if page is None:
        raise Http404
    way = request.GET.get("way", CONTACT)
    way = way if way in page.kinds else CONTACT
    form = RecordForm(
        request.POST or None,
        kind=page.kinds[way],
        at=request.actor.at,
        callers=page.callers if way == CONTACT else (),
        required=("outcome",) if way == CONTACT else (),
        initial=_usual(request, page),
    )
    if request.method == "POST" and form.is_valid():
        with form.says_why():
            done = do_task(
                request.actor,
                page,
                way,
                submission=form.cleaned_data["submission"],
                on=form.cleaned_data["on"],
                at=form.at,
                adults=form.adults,
                data=form.data_of_event(),
            )
            _told(request, page, closed=done.closed)
            if form.data_of_event().get("child_seen") is False:
                return redirect("child-not-seen", school_id, page.task.pupil_id)
            return redirect("tasks", school_id) if done.closed else redirect("task", school_id, task_id)
    held = {"page": page, "form": form, "way": way, "other": [name for name in page.kinds if name != way]}
    return show_child(request, "task", held, page.task.pupil, "tasks", right=Right.LOG_CONTACT)


def _usual(request: Request, page: TaskPage) -> dict[str, Any]:
    """What most calls are: the first to be called, in the way that is asked for, by whoever is signed in."""
    return {
        "adult": str(page.callers[0].adult) if page.callers else "",
        PREFIX + "channel": page.task.by_channel or "phone",
        PREFIX + "staff_chosen": request.actor.user.name,
    }


def _told(request: Request, page: TaskPage, *, closed: bool) -> None:
    name = page.row.name
    if closed:
        messages.success(request, f"The task about {name} is done.")
        return
    asked = f" by {page.row.channel}" if page.row.channel else ""
    messages.warning(
        request,
        f"What you did about {name} is recorded. The task stays open until a parent is reached{asked}.",
    )


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/tasks/", show_tasks, name="tasks"),
    path("schools/<uuid:school_id>/tasks/<uuid:task_id>/", task, name="task"),
]
