"""The integrity watch: marks to look at before a figure is used, and answering for those that are right."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.watch_integrity import justify_marks
from supportfirst.casework.queries.integrity import integrity_page, justify_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.setup_forms import SetUpForm

AT = "schools/<uuid:school_id>/compliance/integrity/"


class JustifyForm(SetUpForm):
    because = forms.CharField(
        label="Why are these marks right?",
        max_length=300,
        help_text="For example, who confirmed them, how, and when. It is kept with your name.",
    )


@require_safe
def integrity(request: Request, school_id: UUID) -> HttpResponse:
    page = integrity_page(request.actor, school_id)
    read_list(request.actor, page.school, "integrity", page.pupils)
    return render(request, "pages/integrity.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def justify(request: Request, school_id: UUID, check: str, pupil_id: UUID) -> HttpResponse:
    page = justify_page(request.actor, school_id, check, pupil_id)
    form = JustifyForm(request.POST or None)
    if request.method == "POST" and not page.may_justify:
        raise Http404
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            justify_marks(
                request.actor, school_id, check, pupil_id, told["because"], submission=told["submission"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "Your reason is kept. If one of these marks changes, it is asked about anew."
            )
            return redirect("integrity", school_id)
    read_list(request.actor, page.school, "integrity", [pupil_id])
    shown = {"page": page, "form": form}
    return render(request, "pages/integrity_justify.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path(AT, integrity, name="integrity"),
    path(f"{AT}<slug:check>/<uuid:pupil_id>/", justify, name="integrity-justify"),
]
