"""The meetings about a child: what there is and was, arranging one of the pack's kinds, closing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.close_meeting import close_meeting, not_made_to
from supportfirst.casework.actions.export_meeting import export_meeting
from supportfirst.casework.actions.plan_meeting import plan_meeting
from supportfirst.casework.actions.rearrange_meeting import rearrange_meeting
from supportfirst.casework.queries.child_meetings import MeetingsPage, meetings_page
from supportfirst.casework.queries.meeting_letters import confirming
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.meeting_forms import CloseForm
from supportfirst.casework.web.views.meeting_move_form import MoveForm
from supportfirst.casework.web.views.meeting_plan_form import MeetingForm

PLAIN = "text/plain; charset=utf-8"
MOVED = "The meeting is moved, and the new day is to be confirmed in writing. It is about"
WAITS = "The meeting is called off, and waits for another day. It is about"


@require_safe
def meetings(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = meetings_page(request.actor, school_id, pupil_id)
    return _shown(request, "child_meetings", page, None, confirms=confirming(request.actor, page.school))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, school_id: UUID, pupil_id: UUID, meeting_kind: str) -> HttpResponse:
    page = meetings_page(request.actor, school_id, pupil_id, kind=meeting_kind)
    form = MeetingForm(request.POST if request.method == "POST" else None, page)
    if form.is_valid():
        with form.says_why():
            plan_meeting(request.actor, page, form.told())
            messages.success(request, f"The meeting about {page.name} is arranged.")
            return redirect("pupil-meetings", school_id, pupil_id)
    return _shown(request, "meeting_plan", page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, school_id: UUID, pupil_id: UUID, meeting_id: UUID) -> HttpResponse:
    page = meetings_page(request.actor, school_id, pupil_id, meeting=meeting_id, arranging=True)
    form = CloseForm(request.POST if request.method == "POST" else None, page, request.actor.today)
    if form.is_valid():
        with form.says_why():
            told = form.told()
            close_meeting(request.actor, page, told)
            for warning in not_made_to(told):
                messages.warning(request, warning)
            messages.success(request, f"What became of the meeting about {page.name} is recorded.")
            return redirect("pupil-meetings", school_id, pupil_id)
    return _shown(request, "meeting_close", page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, school_id: UUID, pupil_id: UUID, meeting_id: UUID) -> HttpResponse:
    page = meetings_page(request.actor, school_id, pupil_id, meeting=meeting_id, arranging=True)
    form = MoveForm(request.POST if request.method == "POST" else None, page)
    if form.is_valid():
        with form.says_why():
            asked = form.told()
            rearrange_meeting(request.actor, page, asked)
            messages.success(request, f"{MOVED if asked.offer else WAITS} {page.name}.")
            return redirect("pupil-meetings", school_id, pupil_id)
    return _shown(request, "meeting_move", page, form)


@require_safe
def calendar(request: Request, school_id: UUID, pupil_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The invitation as a file for a calendar; where there is none, why, in words."""
    try:
        data = export_meeting(request.actor, school_id, pupil_id, meeting_id)
    except Refused as refused:
        return HttpResponse(str(refused), status=422, content_type=PLAIN)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


def _shown(
    request: Request, template: str, page: MeetingsPage, form: GovukForm | None, **more: Any
) -> HttpResponse:
    held = {"page": page, "form": form, **more}
    return show_child(request, template, held, page.enrolment.pupil, "meetings", right=Right.ACT_ON_CASE)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/pupils/<uuid:pupil_id>/meetings/", meetings, name="pupil-meetings"),
    path(
        "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/meetings/new/<slug:meeting_kind>/",
        plan,
        name="meeting-new",
    ),
    path(
        "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/meetings/<uuid:meeting_id>/",
        close,
        name="meeting",
    ),
    path(
        "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/meetings/<uuid:meeting_id>/move/",
        move,
        name="meeting-move",
    ),
    path(
        "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/meetings/<uuid:meeting_id>/meeting.ics",
        calendar,
        name="meeting-calendar",
    ),
]
