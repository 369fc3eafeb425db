"""The door: signing children in late, out during the day and back in; and who comes late over a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.sign_in_late import AtTheDoor, sign_in_late
from supportfirst.casework.actions.sign_pupil_back_in import sign_pupil_back_in
from supportfirst.casework.actions.sign_pupil_out import sign_pupil_out
from supportfirst.casework.queries.late_desk import Door, DoorPupil, door, door_pupil
from supportfirst.casework.queries.punctuality import punctuality
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.paging import paged
from supportfirst.casework.web.readings import show_child, show_children
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of

SESSIONS = (("0", "Morning"), ("1", "Afternoon"))


class ClockField(forms.CharField):
    """A time of day as people write it: 9:12am, 9.12 or 09:12."""

    def __init__(self, **held: Any) -> None:
        super().__init__(max_length=LONGEST_TIME, **held)

    def clean(self, value: Any) -> time | None:
        typed: str = super().clean(value)
        if not typed:
            return None
        found = time_of(typed)
        if found is None:
            raise forms.ValidationError(f"{self.label} must be a time of day, such as 9:12am")
        return found


def asked(question: str, missing: str, **held: Any) -> forms.CharField:
    """A question that must be answered in words; `missing` is said where it was not."""
    return forms.CharField(label=question, max_length=200, error_messages={"required": missing}, **held)


class FindForm(GovukForm):
    """A name, sent in the body of the request: no name of a child stands in an address."""

    name = forms.CharField(
        label="Find a child", max_length=100, help_text="Any part of the name", required=False
    )


class LateForm(GovukForm):
    half = forms.ChoiceField(label="Session", choices=SESSIONS, widget=forms.RadioSelect)
    arrived = ClockField(label="Time of arrival", help_text="For example, 9:12am")
    reason = asked("Why is the child late?", "Enter why the child is late")
    meal = forms.CharField(label="School meal to order", max_length=100, required=False)
    instead = forms.ChoiceField(
        label="Code to write instead, if the register has closed",
        required=False,
    )
    because = forms.CharField(label="Why this other code?", max_length=300, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: DoorPupil, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["instead"]
        assert isinstance(chosen, forms.ChoiceField)
        usual = page.after_close
        chosen.help_text = f"Who comes after the register closed is marked {usual}. Another needs a reason."
        chosen.choices = [("", f"{usual}, as usual"), *((each.symbol, each.text) for each in page.choices)]

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if held.get("instead") and not held.get("because"):
            self.add_error("because", "Enter why another code is written")
        return held

    def told(self) -> AtTheDoor:
        held = self.cleaned_data
        return AtTheDoor(
            half=int(held["half"]),
            arrived=held["arrived"],
            reason=held["reason"],
            meal=held["meal"],
            instead=held["instead"],
            because=held["because"],
        )


class OutForm(GovukForm):
    at = ClockField(label="Time of leaving", help_text="For example, 10:40am")
    chosen = forms.ChoiceField(label="Who takes the child?", widget=forms.RadioSelect, required=False)
    adult = forms.CharField(label="Name of somebody else", max_length=200, required=False)
    reason = asked("Why does the child leave?", "Enter why the child leaves")
    back_expected = ClockField(label="When is the child expected back?", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, adults: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        if adults:
            chosen.choices = [*adults, ("", "Somebody else")]
        else:
            del self.fields["chosen"]
            self.fields["adult"].label = "Who takes the child?"
            self.fields["adult"].help_text = "The adult’s name"

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        chosen, typed = held.get("chosen"), held.get("adult")
        if not (chosen or typed or self.errors.keys() & {"chosen", "adult"}):
            self.add_error("adult", "Enter who takes the child")
        elif chosen and typed:
            self.add_error("adult", "Choose one of the child’s adults, or enter a name, and not both")
        held["chosen"] = UUID(chosen) if chosen else None
        return held


class BackForm(GovukForm):
    at = ClockField(label="Time of coming back", help_text="For example, 12:10pm")
    adult = asked("Who brings the child?", "Enter who brings the child", help_text="The adult’s name")
    reason = asked("Why was the child away?", "Enter why the child was away")
    submission = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Request, school_id: UUID) -> HttpResponse:
    """The desk with its lists. A POST looks for a name, and changes nothing."""
    form = FindForm(request.POST if request.method == "POST" else None)
    typed = form.cleaned_data["name"] if form.is_valid() else ""
    page: Door | None = door(request.actor, school_id, typed)
    if page is None:
        raise Http404
    named = {each.pupil for each in page.arrived} | {each.pupil for each in page.moved}
    named |= {each.pupil for each in page.off_site} | {each.pupil_id for each in page.found}
    held = {"page": page, "form": form, "typed": typed}
    return show_children(request, "door", held, named, "door", school=page.school)


@require_http_methods(["GET", "HEAD", "POST"])
def late(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = _page(request, school_id, pupil_id)
    usual = {"submission": uuid4(), "half": str(page.half), "arrived": _now(request)}
    form = LateForm(request.POST if request.method == "POST" else None, page=page, initial=usual)
    if form.is_valid():
        submission = form.cleaned_data["submission"]
        try:
            event = sign_in_late(request.actor, page.enrolment, form.told(), submission=submission)
        except AttendanceError as refusal:
            form.add_error(None, _said(refusal))
        else:
            in_time = f"{page.name} came in time and is marked present."
            messages.success(request, f"{page.name} is signed in." if event is not None else in_time)
            return redirect("door", school_id)
    return _render(request, "door_late", page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def out(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = _page(request, school_id, pupil_id)
    usual = {"submission": uuid4(), "at": _now(request)}
    form = OutForm(request.POST if request.method == "POST" else None, adults=page.adults, initial=usual)
    if form.is_valid():
        try:
            sign_pupil_out(request.actor, page.enrolment, **form.cleaned_data)
        except AttendanceError as refusal:
            form.add_error(None, _said(refusal))
        else:
            messages.success(request, f"{page.name} is signed out.")
            return redirect("door", school_id)
    return _render(request, "door_out", page, form, "no_contact_orders")


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = _page(request, school_id, pupil_id)
    usual = {"submission": uuid4(), "at": _now(request)}
    if page.out is not None:
        usual |= {"adult": page.out.adult, "reason": page.out.reason}
    form = BackForm(request.POST if request.method == "POST" else None, initial=usual)
    if form.is_valid():
        try:
            sign_pupil_back_in(request.actor, page.enrolment, **form.cleaned_data)
        except AttendanceError as refusal:
            form.add_error(None, _said(refusal))
        else:
            messages.success(request, f"{page.name} is signed back in.")
            return redirect("door", school_id)
    return _render(request, "door_back", page, form)


class PeriodForm(GovukForm):
    first = DayField(label="First day", help_text="For example, 1 9 2026")
    last = DayField(label="Last day", help_text="For example, 20 11 2026")

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if held.get("first") and held.get("last") and held["first"] > held["last"]:
            self.add_error("last", "The last day must not be before the first")
        return held


@require_safe
def late_pupils(request: Request, school_id: UUID) -> HttpResponse:
    """By default the school year up to today."""
    today = request.actor.today
    usual: dict[str, date] = {"first": first_day_of_year(today), "last": today}
    names_period = any(each.startswith(("first", "last")) for each in request.GET)
    form = PeriodForm(request.GET if names_period else None, initial=usual)
    period = form.cleaned_data if form.is_valid() else usual
    page = punctuality(request.actor, school_id, period["first"], period["last"])
    if page is None:
        raise Http404
    shown = paged(request, page.pupils)
    held = {"page": page, "shown": shown, "form": form}
    named = [each.pupil for each in shown.rows]
    return show_children(request, "punctuality", held, named, "punctuality", school=page.school)


def _page(request: Request, school_id: UUID, pupil_id: UUID) -> DoorPupil:
    found = door_pupil(request.actor, school_id, pupil_id)
    if found is None:
        raise Http404
    return found


def _render(
    request: Request, name: str, page: DoorPupil, form: GovukForm, thing: str = "door"
) -> HttpResponse:
    held = {"page": page, "form": form}
    return show_child(request, name, held, page.enrolment.pupil, thing, right=Right.RECORD_LATE)


def _now(request: Request) -> str:
    return show_time(localtime(request.actor.at))


def _said(refusal: AttendanceError) -> str:
    """A refusal as two sentences of a page."""
    return f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy[:1].upper()}{refusal.remedy[1:]}."


_SCHOOL = "schools/<uuid:school_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_SCHOOL}door/", desk, name="door"),
    path(f"{_SCHOOL}door/<uuid:pupil_id>/late/", late, name="door-late"),
    path(f"{_SCHOOL}door/<uuid:pupil_id>/out/", out, name="door-out"),
    path(f"{_SCHOOL}door/<uuid:pupil_id>/back/", back, name="door-back"),
    path(f"{_SCHOOL}punctuality/", late_pupils, name="punctuality"),
]
