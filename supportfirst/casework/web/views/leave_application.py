"""A penalty notice for leave: what the authority asks for, how it stands, and the school's application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.apply_for_leave_notice import Chosen, apply_for_leave_notice
from supportfirst.casework.queries.leave_application import CAUSES, LEAVE, ApplicationPage, application_page
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child

LONGEST = 300
INCLUDED, LEFT_OUT = "include", "exclude"


class CauseForm(GovukForm):
    mark_optional = False

    cause = forms.ChoiceField(
        label="What is the absence?", choices=list(CAUSES.items()), widget=forms.RadioSelect, required=False
    )


class ApplicationForm(GovukForm):
    """Of each parent, whether they are meant and why; the papers are not the form's to say."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any] | None, *, page: ApplicationPage) -> None:
        super().__init__(given, initial={"submission": uuid4()})
        self.page = page
        for each in page.parents:
            self.fields[f"meant_{each.adult}"] = forms.ChoiceField(
                label=f"Is a notice asked for {each.name}?",
                choices=[(INCLUDED, "Include"), (LEFT_OUT, "Leave out")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether {each.name} is included"},
            )
            self.fields[f"because_{each.adult}"] = forms.CharField(
                label=f"Why, for {each.name}?",
                max_length=LONGEST,
                error_messages={"required": f"Give the reason for {each.name}"},
            )

    def choices(self) -> dict[UUID, Chosen]:
        held = self.cleaned_data
        return {
            each.adult: Chosen(held[f"meant_{each.adult}"] == INCLUDED, held[f"because_{each.adult}"])
            for each in self.page.parents
        }


@require_http_methods(["GET", "HEAD", "POST"])
def application(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    cause = request.GET.get("cause", LEAVE)
    page = application_page(request.actor, school_id, pupil_id, cause)
    form = ApplicationForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        with form.says_why():
            apply_for_leave_notice(
                request.actor, page, form.choices(), submission=form.cleaned_data["submission"]
            )
            messages.success(request, f"The application for {page.name} is recorded. The authority decides.")
            return redirect("pupil-leave", school_id, pupil_id)
    causes = CauseForm(initial={"cause": page.cause}, auto_id="cause_%s")
    held = {"page": page, "form": form, "causes": causes}
    return show_child(
        request, "leave_application", held, page.enrolment.pupil, "leave", right=Right.ACT_ON_CASE
    )


CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/leave-notice/"
urlpatterns: list[URLPattern] = [path(CHILD, application, name="pupil-leave-notice")]
