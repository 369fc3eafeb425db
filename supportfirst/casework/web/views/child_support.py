"""A child's page of support, and the form of each kind of record that stands on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.record_support import record_support
from supportfirst.casework.queries.child_support import (
    BARRIER,
    OFFERED,
    SupportRecordPage,
    support_page,
    support_record_page,
)
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.record_fields import RecordForm
from supportfirst.casework.web.views.worklist_forms import PREFIX

ABOUT = "about"


class SupportForm(RecordForm):
    """The fields of one kind; barriers by name, and the record that it follows up."""

    def __init__(self, request: Request, page: SupportRecordPage) -> None:
        given = request.POST if request.method == "POST" else None
        super().__init__(given, kind=page.kind, at=request.actor.at, words={})
        del self.fields["made_at"]
        if page.kind.kind == BARRIER:
            self._offer("barrier", [(each, each.capitalize()) for each in page.terms.barriers])
        if page.kind.kind == OFFERED:
            none = ("", "No barrier that is recorded")
            self._offer("barrier", [*((each, each.capitalize()) for each in page.barriers), none])
        if page.follows:
            self.fields[ABOUT] = forms.ChoiceField(
                label="Which record does it follow up?",
                choices=page.about,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the record that it follows up"},
            )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        asked = self.fields[PREFIX + name]
        self.fields[PREFIX + name] = forms.ChoiceField(
            label=asked.label,
            required=asked.required,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the barrier"},
        )

    def data_of_event(self) -> dict[str, Any]:
        told = super().data_of_event()
        if self.cleaned_data.get(ABOUT):
            told[ABOUT] = self.cleaned_data[ABOUT]
        return told

    def _value(self, name: str, holds: str) -> Any:
        value = super()._value(name, holds)
        if holds == "list":
            return [line.strip() for line in str(value or "").splitlines() if line.strip()]
        return value


@require_safe
def support(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = support_page(request.actor, school_id, pupil_id)
    pupil = page.enrolment.pupil
    return show_child(request, "child_support", {"page": page}, pupil, "support", right=Right.ACT_ON_CASE)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, school_id: UUID, pupil_id: UUID, record_kind: str) -> HttpResponse:
    page = support_record_page(request.actor, school_id, pupil_id, record_kind)
    form = SupportForm(request, page)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            record_support(
                request.actor,
                page,
                submission=held["submission"],
                on=held["on"],
                data=form.data_of_event(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except AttendanceError as refusal:
            form.add_error(None, f"{refusal.what}. What to do: {refusal.remedy}.")
        else:
            messages.success(request, f"Recorded for {page.name}: {page.kind.title}.")
            return redirect("pupil-support", school_id, pupil_id)
    shown = {"page": page, "form": form}
    return show_child(
        request, "child_support_record", shown, page.enrolment.pupil, "support", right=Right.ACT_ON_CASE
    )


CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/support/"
urlpatterns: list[URLPattern] = [
    path(CHILD, support, name="pupil-support"),
    path(f"{CHILD}<slug:record_kind>/", record, name="pupil-support-record"),
]
