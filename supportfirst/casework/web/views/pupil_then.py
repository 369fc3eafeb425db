"""A child's page as it stood at a past moment: choose the moment, and read the page.

The moment stands in the path, to the microsecond where it was given so, so that a link to the page shows the
same again; whoever follows it is asked for the same rights as for the page of now.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, register_converter, reverse
from django.views.decorators.http import require_safe

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.as_seen import MomentRefused
from supportfirst.casework.queries.child import found_under
from supportfirst.casework.queries.child_page import ChildPage, child_page
from supportfirst.casework.queries.moments import MomentPage, moment_page
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.child_parts import parts_of
from supportfirst.casework.web.views.chronology_form import ChronologyForm
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of

END_OF_DAY = time(23, 59, 59, 999_999)


class MomentConverter:
    """A moment in UTC in an address: 2026-11-20T08:45:00Z, with parts of a second where they matter."""

    regex = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z"

    def to_python(self, text: str) -> datetime:
        return datetime.fromisoformat(text)

    def to_url(self, moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


register_converter(MomentConverter, "moment")


class MomentForm(GovukForm):
    """A day, and a time of it."""

    on = DayField(label="Day")
    at = forms.CharField(
        label="Time",
        required=False,
        max_length=LONGEST_TIME,
        help_text="For example, 3:30pm. Leave empty for the end of that day.",
    )

    def clean_at(self) -> time | None:
        typed = self.cleaned_data["at"].strip()
        found = time_of(typed)
        if typed and found is None:
            raise forms.ValidationError("The time must be a time of day, such as 3:30pm")
        return found

    def moment(self, now: datetime) -> datetime:
        """The moment that was chosen. Of today without a time it is now."""
        day, at = self.cleaned_data["on"], self.cleaned_data["at"]
        if at is None and day == now.astimezone(LONDON).date():
            return now
        return datetime.combine(day, at or END_OF_DAY, tzinfo=LONDON)


@require_safe
def choose_moment(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    """The form alone; with a day it leads to the page as it stood."""
    page = moment_page(request.actor, school_id, pupil_id)
    form = MomentForm(request.GET or None)
    if form.is_valid():
        return redirect("pupil-then", school_id, pupil_id, form.moment(request.actor.at))
    return _asked(request, page, form)


def _asked(request: Request, page: MomentPage, form: MomentForm) -> HttpResponse:
    """It shows whose record it is, and when the child came: the trail keeps that too."""
    read_record(request.actor, page.enrolment.pupil, "on roll", left_here=page.left)
    held = {"page": page, "form": form}
    return render(request, "pages/pupil_moment.html", held, status=422 if form.errors else 200)


@require_safe
def pupil_then(request: Request, school_id: UUID, pupil_id: UUID, moment: datetime) -> HttpResponse:
    kept = found_under(request.actor, school_id, pupil_id)
    if kept is not None:
        return redirect("pupil-then", school_id, kept, moment)
    narrow = ChronologyForm(request.GET)
    try:
        page = child_page(request.actor, school_id, pupil_id, wanted=narrow.wanted(), at=moment)
    except MomentRefused as refused:
        return _refused(request, school_id, pupil_id, moment, str(refused))
    if page.chronology is not None:
        narrow.offer(page.chronology)
    _audit(request, page, moment)
    held = {
        "page": page,
        "parts": parts_of(page),
        "narrow": narrow,
        "here": reverse("pupil-then", args=[school_id, pupil_id, moment]),
        "choose": chosen(moment),
    }
    return render(request, "pages/pupil.html", held, status=422 if narrow.errors else 200)


def _refused(request: Request, school_id: UUID, pupil_id: UUID, moment: datetime, why: str) -> HttpResponse:
    local = moment.astimezone(LONDON)
    form = MomentForm(
        {"on-day": local.day, "on-month": local.month, "on-year": local.year, "at": show_time(local)}
    )
    form.add_error("on", why)
    return _asked(request, moment_page(request.actor, school_id, pupil_id), form)


def chosen(moment: datetime) -> MomentForm:
    """The form with a moment in it, to choose another from."""
    local = moment.astimezone(LONDON)
    return MomentForm(initial={"on": local.date(), "at": show_time(local)})


def _audit(request: Request, page: ChildPage, moment: datetime) -> None:
    thing = "whole record" if page.sees_home else "attendance"
    left = page.enrolment if page.left else None
    read_record(request.actor, page.enrolment.pupil, thing, left_here=left, as_at=moment)


_OF = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/as-it-stood/"
urlpatterns: list[URLPattern] = [
    path(_OF, choose_moment, name="pupil-moment"),
    path(f"{_OF}<moment:moment>/", pupil_then, name="pupil-then"),
]
