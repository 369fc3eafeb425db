"""A child who is here twice: a preview of what would move, the merge, and how it is taken back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.merge_pupils import merge_pupils
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.actions.undo_merge import undo_merge
from supportfirst.casework.queries.merging import merge_page, merges_page, was_merged
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import OnceForm, line, said


class MergeForm(OnceForm):
    upn = line("UPN of the other row, which goes", 13, required=True, help_text="On that row’s own page")
    reason = line("How do you know that they are one child?", 300, required=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the UPN whose preview was shown


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    """The first POST shows what would move; the second, with the same UPN, does it."""
    actor, posted = request.actor, request.method == "POST"
    form = MergeForm(request.POST if posted else None, initial={"submission": uuid4()})
    upn = form.cleaned_data["upn"].strip().upper() if form.is_valid() else ""
    page = merge_page(actor, school_id, pupil_id, upn)
    if upn and was_merged(form.cleaned_data["submission"], pupil_id):
        return redirect("pupil", school_id, pupil_id)
    if upn and page.plan is None:
        form.add_error("upn", "No child whose record is yours to change has this UPN. Look at it again.")
    if page.plan is not None:
        read_record(actor, page.plan.gone, "merge", right=Right.EDIT_PEOPLE)
        for what, remedy in page.plan.against:
            form.add_error("upn", f"{what[:1].upper()}{what[1:]}. {remedy[:1].upper()}{remedy[1:]}.")
    if form.is_valid() and form.cleaned_data["seen"] == upn:
        held = form.cleaned_data
        try:
            merge_pupils(actor, school_id, pupil_id, upn, held["reason"], submission=held["submission"])
        except AttendanceError as refusal:
            form.add_error("upn", said(refusal))
        else:
            messages.success(
                request, "The two rows are one. It can be taken back under “Children and adults made one”."
            )
            return redirect("pupil", school_id, pupil_id)
    told = {"page": page, "form": form, "child": page.enrolment.pupil, "school": page.school, "upn": upn}
    return show_child(request, "pupil_merge", told, page.enrolment.pupil, "merge", right=Right.EDIT_PEOPLE)


@require_http_methods(["GET", "HEAD", "POST"])
def merges(request: Request, school_id: UUID) -> HttpResponse:
    """The list; a POST takes one back."""
    page, refused = merges_page(request.actor, school_id), ""
    if request.method == "POST":
        chosen = next((each.pk for each in page.merges if str(each.pk) == request.POST.get("merge")), None)
        if chosen is None:
            refused = "Nothing was taken back. Press the button beside one of the merges."
        else:
            try:
                undo_merge(request.actor, school_id, chosen)
            except AttendanceError as refusal:
                refused = said(refusal)
            else:
                messages.success(request, "It is taken back: both rows are as they were before.")
                return redirect("merges", school_id)
    errors = [{"text": refused}] if refused else []
    told = {"page": page, "errors": errors}
    return render(request, "pages/merges.html", told, status=422 if refused else 200)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/merges/", merges, name="merges"),
    path("schools/<uuid:school_id>/pupils/<uuid:pupil_id>/merge/", merge, name="pupil-merge"),
]
