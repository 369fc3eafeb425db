"""Absence reports: what parents have reported, who is to be asked again, and taking a report down."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.report_absence import Report, report_absence
from supportfirst.casework.queries.absence_reports import ReportForm, report_form, reports_page
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child, show_children
from supportfirst.casework.web.views.door import ClockField, asked


class NameForm(GovukForm):
    mark_optional = False

    name = forms.CharField(
        label="Whose absence is reported?", max_length=100, help_text="Any part of the name", required=False
    )


class TakenForm(GovukForm):
    """What the parent said."""

    reporter = asked("Who reports it?", "Enter who reports it", help_text="Name, and how they are related")
    method = forms.ChoiceField(label="How?", widget=forms.RadioSelect)
    on = DayField(label="On which day?", help_text="The day on which it was reported")
    at = ClockField(label="At what time?", help_text="For example, 8.50")
    reason = forms.CharField(
        label="Why is the child away?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter the reason that was given"},
    )
    first_day = DayField(label="First day of the absence", help_text="For example, 20 11 2026")
    last_day = DayField(label="Last day, if they said", required=False, help_text="Leave empty for one day")
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ReportForm, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        chosen = self.fields["method"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(each, each.replace("_", " ").capitalize()) for each in page.methods]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("The day of the report has not come yet")
        return day

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        first, last = held.get("first_day"), held.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first")
        return held

    def told(self) -> Report:
        return Report(**{name: value for name, value in self.cleaned_data.items() if name != "submission"})


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: Request, school_id: UUID) -> HttpResponse:
    """The list. A POST looks for a child's name, which stands in no address, and changes nothing."""
    form = NameForm(request.POST if request.method == "POST" else None)
    typed = form.cleaned_data["name"] if form.is_valid() else ""
    page = reports_page(request.actor, school_id, typed)
    if page is None:
        raise Http404
    named = {each.pupil for each in page.reports} | {each.pupil for each in page.due}
    named |= {each.pupil_id for each in page.found}
    held = {"page": page, "finding": form, "typed": typed}
    return show_children(request, "absence_reports", held, named, "absence_reports", school=page.school)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    actor = request.actor
    page = report_form(actor, school_id, pupil_id)
    if page is None:
        raise Http404
    usual = {
        "submission": uuid4(),
        "method": page.methods[0],
        "on": actor.today,
        "at": show_time(localtime(actor.at)),
        "first_day": actor.today,
    }
    sent = request.POST if request.method == "POST" else None
    form = TakenForm(sent, page=page, today=actor.today, initial=usual)
    if form.is_valid():
        try:
            report_absence(actor, page.enrolment, form.told(), submission=form.cleaned_data["submission"])
        except AttendanceError as refusal:
            form.add_error(
                None, f"{refusal.what[:1].upper()}{refusal.what[1:]}. What to do: {refusal.remedy}."
            )
        else:
            messages.success(request, f"The report about {page.enrolment.pupil.name} is kept.")
            return redirect("absence-reports", school_id)
    held, pupil = {"page": page, "form": form}, page.enrolment.pupil
    return show_child(request, "absence_report", held, pupil, "absence_report", right=Right.LOG_CONTACT)


_SCHOOL = "schools/<uuid:school_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_SCHOOL}absence-reports/", reports, name="absence-reports"),
    path(f"{_SCHOOL}absence-reports/<uuid:pupil_id>/", report, name="absence-report"),
]
