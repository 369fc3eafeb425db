"""The certificate of a child's attendance: choose the days and the moment, read it, take it as PDF."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.export_certificate import (
    IssueBlocked,
    export_certificate,
    issue_certificate,
    show_certificate,
)
from supportfirst.casework.queries.certificate import Certificate, SpanRefused
from supportfirst.casework.queries.certificate_since import since_made
from supportfirst.casework.queries.marks_to_look_at import marks_to_look_at
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of

PRINT = "print"  # in the address: to be printed, and so given out


class CertificateForm(GovukForm):
    """The span and the moment; all of it may be left empty."""

    first = DayField(label="From", required=False)
    last = DayField(label="To", required=False)
    known_on = DayField(
        label="Marks as known at the end of",
        required=False,
        help_text="Leave empty for now. Marks that were recorded later are then left out.",
    )
    known_time = forms.CharField(
        label="Or at a time of that day",
        required=False,
        max_length=LONGEST_TIME,
        help_text="For example, 3:30pm",
    )
    known_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_known_time(self) -> time | None:
        typed = self.cleaned_data["known_time"].strip()
        found = time_of(typed)
        if typed and found is None:
            raise forms.ValidationError("The time must be a time of day, such as 3:30pm")
        return found

    def clean_known_at(self) -> datetime | None:
        """The exact moment of a certificate that was made before, from a link to it."""
        typed = self.cleaned_data["known_at"]
        try:
            found = parse_datetime(typed) if typed else None
        except ValueError:
            found = None
        if typed and (found is None or found.tzinfo is None):
            raise forms.ValidationError("The moment in the address can’t be read. Choose it below.")
        return found

    def moment(self) -> datetime | None:
        held = self.cleaned_data
        if held.get("known_on") is None:
            moment: datetime | None = held.get("known_at")
            return moment
        at = held.get("known_time") or time(23, 59, 59)
        return datetime.combine(held["known_on"], at, tzinfo=LONDON)

    def asked(self) -> tuple[Any, Any, datetime | None]:
        return self.cleaned_data.get("first"), self.cleaned_data.get("last"), self.moment()


@require_safe
def certificate(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    """The certificate to be read, and with `print` in the address to be printed.

    What is asked for stands in the address as days alone.
    """
    form = CertificateForm(request.GET)
    asked = form.asked() if form.is_valid() else (None, None, None)
    prints = PRINT in request.GET and not form.errors
    try:
        if prints:
            here = reverse("certificate", args=[school_id, pupil_id])
            made = issue_certificate(request.actor, school_id, pupil_id, *asked, link=here)
        else:
            made = show_certificate(request.actor, school_id, pupil_id, *asked)
    except IssueBlocked:
        return _shown(request, school_id, pupil_id, form, blocked=True)
    except (SpanRefused, AttendanceError) as refused:
        form.add_error(None, str(refused))
        return render(request, "pages/certificate.html", {"form": form}, status=422)
    return _page(request, made, form, prints=prints)


def _shown(
    request: Request, school_id: UUID, pupil_id: UUID, form: CertificateForm, *, blocked: bool
) -> HttpResponse:
    """To be read, with why it can't be issued."""
    made = show_certificate(request.actor, school_id, pupil_id, *form.asked())
    return _page(request, made, form, status=409 if blocked else 200)


def _page(
    request: Request, made: Certificate, form: CertificateForm, *, prints: bool = False, status: int = 0
) -> HttpResponse:
    given = made.asked_again
    held = {
        "made": made,
        "content": made.content(),
        "since": since_made(request.actor, made),
        "asked": marks_to_look_at(made.school.pk, [made.enrolment.pupil_id], made.last, made.first),
        "form": form,
        "prints": prints,
        "pdf": f"certificate.pdf?{given}",
        "to_print": f"?{given}&{PRINT}=1",
        "now": urlencode({"first": made.first, "last": made.last}),
    }
    return render(request, "pages/certificate.html", held, status=status or (422 if form.errors else 200))


@require_safe
def certificate_pdf(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    form = CertificateForm(request.GET)
    if not form.is_valid():
        return HttpResponse("The days in the address can’t be read. Go back and choose them.", status=422)
    here = reverse("certificate", args=[school_id, pupil_id])
    try:
        data = export_certificate(request.actor, school_id, pupil_id, *form.asked(), link=here)
    except IssueBlocked:
        return _shown(request, school_id, pupil_id, form, blocked=True)
    except (SpanRefused, AttendanceError) as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="certificate-of-attendance.pdf"'
    return answer


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/pupils/<uuid:pupil_id>/certificate/", certificate, name="certificate"),
    path(
        "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/certificate/certificate.pdf",
        certificate_pdf,
        name="certificate-pdf",
    ),
]
