"""What is recorded about one child from day to day: one page for each kind, with what stood before.

The kinds and their fields are the pack's; what follows from each (a task, a confidence) is the action's.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.actions.act_on_problem import act_on_problem, read_problem
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.record_about_child import Told, record_about_child
from supportfirst.casework.queries.child_records import DISCUSSION, RecordPage, record_page
from supportfirst.casework.queries.liaisons import liaisons_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.record_fields import WORDS, RecordForm
from supportfirst.casework.web.views.worklist_forms import PREFIX

OWN_WORDS = {
    **WORDS,
    "with": "With whom?",
    "topic": "What was it about?",
    "said": "What was said?",
    "concern_raised": "Your concern",
    "lesson": "Which lesson?",
    "minutes": "How many minutes after it began?",
    "reason": "What reason was given?",
    "when": "Which session or lesson?",
    "found": "What was found?",
    "status": "Does the family engage?",
    "seen": "What does it rest on?",
    "agency": "Which agency?",
    "person": "Whom did you speak to there?",
    "advice": "What was advised?",
    "actioned": "Was it acted on?",
    "reporter": "Who told of it?",
    "problem": "What is the problem?",
    "place": "Where?",
    "staff_chosen": "Which member of staff was chosen for it?",
}


class ChildRecordForm(RecordForm):
    """The fields of one kind, and what may go with it."""

    def __init__(self, request: Request, page: RecordPage) -> None:
        super().__init__(
            request.POST if request.method == "POST" else None,
            kind=page.kind,
            at=request.actor.at,
            callers=page.callers,
            words=OWN_WORDS,
            required=page.offered.required,
        )
        if page.kind.kind == DISCUSSION:
            label = "Pass the concern to the head teacher and the pastoral lead"
            self.fields["passes_on"] = forms.BooleanField(label=label, required=False)
        if page.offered.names_staff:
            self.fields["named"] = forms.MultipleChoiceField(
                label="Who is to read this, and act?",
                help_text="They alone, the safeguarding lead and the head teacher can read it.",
                choices=[(str(user.pk), f"{user.name}, {user.title}") for user in page.staff],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Name at least one colleague who is to read it and act"},
            )

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if held.get("passes_on") and not held.get(PREFIX + "concern_raised"):
            self.add_error(PREFIX + "concern_raised", "Say what the concern is, since it is passed on")
        return held

    def told(self) -> Told:
        held = self.cleaned_data
        return Told(
            submission=held["submission"],
            on=held["on"],
            at=self.at,
            adults=self.adults,
            data=self.data_of_event(),
            passes_on=bool(held.get("passes_on")),
            named={UUID(each) for each in held.get("named", ())},
        )


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, school_id: UUID, pupil_id: UUID, what: str) -> HttpResponse:
    page = record_page(request.actor, school_id, pupil_id, what)
    form = ChildRecordForm(request, page)
    if request.method == "POST" and form.is_valid():
        with form.says_why():
            record_about_child(request.actor, page, form.told())
            messages.success(request, _said(page, passed_on=bool(form.cleaned_data.get("passes_on"))))
            return redirect("pupil-record", school_id, pupil_id, what)
    held, pupil = {"page": page, "form": form}, page.enrolment.pupil
    return show_child(request, "child_record", held, pupil, page.kind.kind, right=page.offered.right)


def _said(page: RecordPage, *, passed_on: bool) -> str:
    told = f"Recorded for {page.name}: {page.kind.title}."
    if passed_on:
        return f"{told} The head teacher and the pastoral lead have a task about it."
    return told


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: Request, school_id: UUID, event_id: UUID) -> HttpResponse:
    page = read_problem(request.actor, school_id, event_id)
    form = RecordForm(request.POST if request.method == "POST" else None, kind=page.kind, at=request.actor.at)
    del form.fields["made_at"]
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            act_on_problem(
                request.actor,
                page,
                submission=held["submission"],
                on=held["on"],
                done=held[PREFIX + "done"],
            )
        except AttendanceError as refusal:
            form.add_error(None, f"{refusal.what}. What to do: {refusal.remedy}.")
        else:
            messages.success(request, "What was done is recorded, for those alone who may read the problem.")
            return redirect("problem", school_id, event_id)
    return render(
        request, "pages/problem.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


@require_safe
def liaisons(request: Request, school_id: UUID) -> HttpResponse:
    page = liaisons_page(request.actor, school_id)
    if page is None:
        raise Http404
    read_list(request.actor, page.school, "liaisons", page.children)
    return render(request, "pages/liaisons.html", {"page": page})


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/pupils/<uuid:pupil_id>/record/<slug:what>/", record, name="pupil-record"),
    path("schools/<uuid:school_id>/problems/<uuid:event_id>/", problem, name="problem"),
    path("schools/<uuid:school_id>/agencies/", liaisons, name="liaisons"),
]
