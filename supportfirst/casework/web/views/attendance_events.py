"""Events about attendance: those of a school, a new one, one of them, and the calendar over schools."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.record_attendance_event import (
    EventTold,
    count_parents,
    record_attendance_event,
    take_back_event,
)
from supportfirst.casework.queries.attendance_events import (
    NewEvent,
    calendars,
    events_page,
    new_event,
    one_event,
)
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.setup_forms import SetUpForm

MOST_PARENTS = 5000
pages = require_http_methods(["GET", "HEAD", "POST"])


class EventForm(SetUpForm):
    kind = forms.ChoiceField(
        label="What kind of event?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of event"},
    )
    topic = forms.CharField(
        label="What is it about?",
        max_length=200,
        help_text="Name no child and no parent.",
        error_messages={"required": "Enter what it is about"},
    )
    happens_on = DayField(label="On which day?", help_text="For example, 27 3 2027. It may be to come.")
    place = forms.CharField(
        label="Where, or how does one join?", max_length=300, required=False, help_text="For example, online"
    )
    joined_by = forms.CharField(
        label="Who else takes part?",
        max_length=200,
        required=False,
        help_text="For example, the school nurse",
    )
    schools = forms.MultipleChoiceField(
        label="For which other schools is it too?", widget=forms.CheckboxSelectMultiple, required=False
    )
    materials = forms.CharField(
        label="Materials",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is handed out or shown, one a line. A web address may stand there too.",
    )
    parents = forms.IntegerField(
        label="How many parents attended?",
        min_value=0,
        max_value=MOST_PARENTS,
        required=False,
        help_text="Leave this blank before the event, or where nobody counted.",
    )

    def __init__(self, *args: Any, page: NewEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kind", list(page.terms.kinds.items()))
        if page.others:
            self.choose("schools", [(str(each.pk), each.name) for each in page.others])
        else:
            del self.fields["schools"]

    def told(self) -> EventTold:
        held = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        schools = [UUID(each) for each in held.pop("schools", ())]
        return EventTold(**held, schools=schools)


class AfterwardsForm(GovukForm):
    parents = forms.IntegerField(
        label="How many parents attended?", min_value=0, max_value=MOST_PARENTS, required=False
    )
    because = forms.CharField(
        label="To take the event back, say why",
        max_length=300,
        required=False,
        help_text="For example, it was entered twice, or it did not take place",
    )

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and held.get("parents") is None and not held.get("because"):
            self.add_error("parents", "Enter how many parents attended, or why the event is taken back")
        return held


@require_safe
def events(request: Request, school_id: UUID) -> HttpResponse:
    return render(request, "pages/events.html", {"page": events_page(request.actor, school_id)})


@require_safe
def events_all(request: Request) -> HttpResponse:
    return render(request, "pages/events_all.html", {"calendars": calendars(request.actor)})


@pages
def event_new(request: Request, school_id: UUID) -> HttpResponse:
    page = new_event(request.actor, school_id)
    given = request.POST if request.method == "POST" else None
    form = EventForm(given, page=page, initial={"happens_on": request.actor.today})
    if form.is_valid():
        submission = form.cleaned_data["submission"]
        try:
            record_attendance_event(request.actor, school_id, form.told(), submission=submission)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The event is recorded.")
            return redirect("events", school_id)
    status = 422 if form.errors else 200
    return render(request, "pages/event_new.html", {"page": page, "form": form}, status=status)


@pages
def event(request: Request, school_id: UUID, held_event_id: UUID) -> HttpResponse:
    page = one_event(request.actor, school_id, held_event_id)
    given = request.POST if request.method == "POST" else None
    form = AfterwardsForm(given, initial={"parents": page.shown.event.parents})
    if form.is_valid():
        held = form.cleaned_data
        try:
            if held["because"]:
                take_back_event(request.actor, school_id, held_event_id, held["because"])
            else:
                count_parents(request.actor, school_id, held_event_id, held["parents"])
        except Refused as refusal:
            form.add_error("parents", str(refusal))
        else:
            said = "The event is taken back." if held["because"] else "The number of parents is recorded."
            messages.success(request, said)
            return redirect("events", school_id)
    status = 422 if form.errors else 200
    return render(request, "pages/event.html", {"page": page, "form": form}, status=status)


_SCHOOL = "schools/<uuid:school_id>/events/"
urlpatterns: list[URLPattern] = [
    path("events/", events_all, name="events-all"),
    path(_SCHOOL, events, name="events"),
    path(f"{_SCHOOL}new/", event_new, name="event-new"),
    path(f"{_SCHOOL}<uuid:held_event_id>/", event, name="event"),
]
