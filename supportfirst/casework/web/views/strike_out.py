"""Striking out an entry of a child's chronology that was made by mistake."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.strike_out_event import strike_out_event
from supportfirst.casework.queries.strike_out import strike_out_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import OnceForm, said


class StrikeOutForm(OnceForm):
    reason = forms.CharField(
        label="Why is it a mistake?",
        help_text="The entry stays to be seen, struck through, with your name and this reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the entry is a mistake"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def strike_out(request: Request, school_id: UUID, pupil_id: UUID, entry_id: UUID) -> HttpResponse:
    page = strike_out_page(request.actor, school_id, pupil_id, entry_id)
    form = StrikeOutForm(request.POST if request.method == "POST" else None, initial={"submission": uuid4()})
    if form.is_valid():
        held = form.cleaned_data
        try:
            strike_out_event(request.actor, page, held["reason"], submission=held["submission"])
        except AttendanceError as refusal:
            form.add_error("reason", said(refusal))
        else:
            again = page.tasks and " A task that it had closed is open again."
            messages.success(request, f"The entry is struck out, and counts for nothing.{again or ''}")
            return redirect(f"{reverse('pupil', args=[school_id, pupil_id])}#chronology")
    shown = {"page": page, "form": form}
    return show_child(request, "strike_out", shown, page.enrolment.pupil, "entry", right=Right.LOG_CONTACT)


urlpatterns: list[URLPattern] = [
    path(
        "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/entries/<uuid:entry_id>/strike-out/",
        strike_out,
        name="strike-out",
    ),
]
