"""An adult who is here twice: choose the other row, look at what would move, and make them one."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.merge_adults import merge_adults
from supportfirst.casework.queries.merging_adults import adult_merge_page, was_merged_adult
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import Choices, OnceForm, choose, line, said


class AdultMergeForm(OnceForm):
    gone = forms.ChoiceField(
        label="Which is the other row, which goes?",
        error_messages={"invalid_choice": "Choose one of the adults in the list."},
    )
    reason = line("How do you know that they are one adult?", 300, required=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the id whose preview was shown

    def __init__(self, *args: Any, others: Choices, **held: Any) -> None:
        super().__init__(*args, **held)
        choose(self, "gone", [("", "Choose an adult"), *others])


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, school_id: UUID, pupil_id: UUID, adult_id: UUID) -> HttpResponse:
    """The first POST shows what would move; the second, of the same adult, does it."""
    actor, posted = request.actor, request.method == "POST"
    page = adult_merge_page(actor, school_id, pupil_id, adult_id, request.POST.get("gone", ""))
    form = AdultMergeForm(
        request.POST if posted else None, others=page.others, initial={"submission": uuid4()}
    )
    valid = form.is_valid()
    if posted and was_merged_adult(form.cleaned_data.get("submission"), adult_id):
        return redirect("pupil-adult", school_id, pupil_id, adult_id)
    if page.plan is not None:
        for what, remedy in page.plan.against:
            form.add_error("gone", f"{what[:1].upper()}{what[1:]}. {remedy[:1].upper()}{remedy[1:]}.")
    if valid and form.is_valid() and form.cleaned_data["seen"] == form.cleaned_data["gone"]:
        held = form.cleaned_data
        pair = (adult_id, UUID(held["gone"]))
        try:
            merge_adults(actor, school_id, pupil_id, *pair, held["reason"], submission=held["submission"])
        except AttendanceError as refusal:
            form.add_error("gone", said(refusal))
        else:
            messages.success(
                request, "The two rows are one. It can be taken back under “Children and adults made one”."
            )
            return redirect("pupil-adult", school_id, pupil_id, adult_id)
    told = {"page": page, "form": form, "child": page.enrolment.pupil, "school": page.school}
    child = page.enrolment.pupil
    return show_child(request, "pupil_adult_merge", told, child, "parents", right=Right.EDIT_PEOPLE)


_ADULT = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/adults/<uuid:adult_id>/"
urlpatterns: list[URLPattern] = [path(f"{_ADULT}merge/", merge, name="pupil-adult-merge")]
