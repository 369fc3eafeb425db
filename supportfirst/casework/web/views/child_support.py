"""A child's page of support, and the form of each kind of record that stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

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
from supportfirst.casework.web.readings import show_child, show_record_form
from supportfirst.casework.web.views.record_fields import FollowUpForm
from supportfirst.casework.web.views.worklist_forms import PREFIX


class SupportForm(FollowUpForm):
    """The fields of one kind; barriers by name."""

    def __init__(self, request: Request, page: SupportRecordPage) -> None:
        super().__init__(request, page.kind, page.about, follows=page.follows)
        if page.kind.kind == BARRIER:
            self._offer("barrier", [(each, each.capitalize()) for each in page.terms.barriers])
        if page.kind.kind == OFFERED:
            none = ("", "No barrier that is recorded")
            self._offer("barrier", [*((each, each.capitalize()) for each in page.barriers), none])
            self._attach(page.directory)

    def _attach(self, entries: Sequence[str]) -> None:
        """An entry of the support directory; a site whose directory is empty is not asked."""
        name = f"{PREFIX}directory_entry"
        if name in self.fields:
            asked = self.fields.pop(name)
            if entries:
                none = ("", "None")
                self.fields[name] = forms.ChoiceField(
                    label=asked.label, required=False, choices=[none, *((each, each) for each in entries)]
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
        with form.says_why():
            record_support(
                request.actor,
                page,
                submission=held["submission"],
                on=held["on"],
                data=form.data_of_event(),
            )
            messages.success(request, f"Recorded for {page.name}: {page.kind.title}.")
            return redirect("pupil-support", school_id, pupil_id)
    return show_record_form(request, page, form, part="Support", thing="support")


CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/support/"
urlpatterns: list[URLPattern] = [
    path(CHILD, support, name="pupil-support"),
    path(f"{CHILD}<slug:record_kind>/", record, name="pupil-support-record"),
]
