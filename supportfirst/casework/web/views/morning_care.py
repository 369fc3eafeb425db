"""From the morning's list: escalating a child who was not seen, and telling a social worker of it."""

from __future__ import annotations

from datetime import time
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.escalate_not_seen import escalate_not_seen
from supportfirst.casework.actions.tell_social_worker import tell_social_worker
from supportfirst.casework.queries.morning_care import SENIOR
from supportfirst.casework.queries.morning_page import ContactPage, contact_page
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of


class EscalateForm(GovukForm):
    role = forms.ChoiceField(
        label="Who is to be told?",
        choices=[(role.value, role.label) for role in SENIOR],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is to be told"},
    )
    why = forms.CharField(
        label="What is known so far?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what is known so far"},
    )


class WorkerForm(GovukForm):
    person = forms.CharField(
        label="Whom did you tell?",
        max_length=200,
        help_text="The social worker, or who took the call for them.",
        error_messages={"required": "Enter whom you told"},
    )
    at = forms.CharField(label="At what time?", max_length=LONGEST_TIME, help_text="For example, 10:15am")
    advice = forms.CharField(label="What was said, or advised?", max_length=300, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def clean_at(self) -> time:
        found = time_of(self.cleaned_data["at"].strip())
        if found is None:
            raise forms.ValidationError("The time must be a time of day, such as 10:15am")
        return found


@require_http_methods(["GET", "HEAD", "POST"])
def escalate(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = _page(request, school_id, pupil_id)
    usual = {"role": SENIOR[0].value, "why": page.known_so_far}
    form = EscalateForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            escalate_not_seen(request.actor, page, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{page.enrolment.pupil.name}: escalated. It stands among the tasks.")
            return redirect("morning", school_id)
    return _render(request, "escalate", page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def social_worker(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = _page(request, school_id, pupil_id)
    usual = {"submission": uuid4(), "at": show_time(localtime(request.actor.at))}
    form = WorkerForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            tell_social_worker(request.actor, page, **form.cleaned_data)
        except AttendanceError as refusal:
            form.add_error(None, f"{refusal.what}. What to do: {refusal.remedy}.")
        else:
            messages.success(request, f"{page.enrolment.pupil.name}: it is recorded who was told, and when.")
            return redirect("morning", school_id)
    return _render(request, "social_worker", page, form)


def _page(request: Request, school_id: UUID, pupil_id: UUID) -> ContactPage:
    page = contact_page(request.actor, school_id, pupil_id, request.actor.today)
    if page is None:
        raise Http404
    return page


def _render(request: Request, name: str, page: ContactPage, form: GovukForm) -> HttpResponse:
    held = {"page": page, "form": form}
    return show_child(request, name, held, page.enrolment.pupil, "contacts", right=Right.SEE_CONTACTS)


_CHILD = "schools/<uuid:school_id>/morning/<uuid:pupil_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_CHILD}escalate/", escalate, name="escalate"),
    path(f"{_CHILD}social-worker/", social_worker, name="social-worker"),
]
