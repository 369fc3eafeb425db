"""The morning: who is not accounted for, whom to call, and one step that logs it and settles the mark."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.log_first_contact import log_first_contact
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.queries.morning_page import ContactPage, contact_page, morning_page
from supportfirst.casework.queries.replies import LONGEST_REASON
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of
from supportfirst.casework.web.views.registers import a_day

CHANNELS = (
    ("phone", "Telephone"),
    ("text", "Text message"),
    ("email", "E-mail"),
    ("app", "School's app"),
    ("face_to_face", "Face to face"),
    ("video", "Video call"),
    ("home_visit", "Home visit"),
)
OUTCOMES = (
    ("reached", "Reached"),
    ("no_answer", "No answer"),
    ("message_left", "Message left"),
    ("refused", "Would not talk"),
)


@require_safe
def morning(request: Request, school_id: UUID, day: str = "") -> HttpResponse:
    """The list of today, or of an earlier day to look back at; contacts are logged on their own day alone."""
    today = request.actor.today
    asked = a_day(day) if day else today
    page = morning_page(request.actor, school_id, asked) if asked <= today else None
    if page is None:
        raise Http404
    read_list(request.actor, page.school, "morning", page.pupils)
    return render(request, "pages/morning.html", {"page": page, "is_today": asked == today})


class ContactForm(GovukForm):
    """Who was contacted, how, what came of it, and what the mark becomes."""

    adult = forms.ChoiceField(label="Whom did you try to reach?", widget=forms.RadioSelect, required=False)
    channel = forms.ChoiceField(label="How?", choices=CHANNELS, widget=forms.RadioSelect)
    made_at = forms.CharField(label="At what time?", max_length=LONGEST_TIME, help_text="For example, 9:40am")
    outcome = forms.ChoiceField(label="What came of it?", choices=OUTCOMES, widget=forms.RadioSelect)
    concern_raised = forms.CharField(label="What concern did you raise?", required=False, max_length=300)
    reason_found = forms.CharField(label="What reason was given?", required=False, max_length=300)
    support_offered = forms.CharField(label="What support did you offer?", required=False, max_length=300)
    child_seen = forms.ChoiceField(
        label="Was the child seen?",
        choices=(("", "Not asked"), ("yes", "Yes"), ("no", "No")),
        widget=forms.RadioSelect,
        required=False,
    )
    staff_chosen = forms.CharField(
        label="Who made the contact?",
        max_length=200,
        help_text="The member of staff best placed to be heard at home.",
    )
    staff_chosen_because = forms.CharField(label="Why this member of staff?", required=False, max_length=300)
    settles = forms.ChoiceField(label="What should the register now say?", required=False)
    sessions = forms.MultipleChoiceField(
        label="Of which sessions?", widget=forms.CheckboxSelectMultiple, required=False
    )
    reply = forms.UUIDField(required=False, widget=forms.HiddenInput)  # the message that this settles
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ContactPage, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = localtime(now)
        callers = page.row.callers if page.row else ()
        self.choose("adult", [(str(each.adult), each.name) for each in callers])
        stays = ("", "Leave it as it is")
        self.choose("settles", [stays, *((each.symbol, each.text) for each in page.choices)])
        self.choose("sessions", [(each.key, each.text) for each in page.sessions])
        if not page.may_settle or not page.sessions:
            del self.fields["settles"], self.fields["sessions"]

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def clean_made_at(self) -> time:
        found = time_of(self.cleaned_data["made_at"].strip())
        if found is None:
            raise forms.ValidationError("The time must be a time of day, such as 9:40am")
        made_at = found
        if made_at > self.now.time():
            raise forms.ValidationError("The time must not be later than now")
        return made_at

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if held.get("settles") and not held.get("reason_found"):
            self.add_error("reason_found", "Enter the reason that was given, since it changes the register")
        if held.get("settles") and not held.get("sessions"):
            self.add_error("sessions", "Choose the sessions that the reason speaks of")
        return held

    def data_of_event(self) -> dict[str, Any]:
        """The fields of the contact as the pack names them; what was left blank is not sent."""
        held = self.cleaned_data
        named = ("channel", "outcome", "concern_raised", "reason_found", "support_offered")
        told = {name: held[name] for name in (*named, "staff_chosen", "staff_chosen_because")}
        if held["child_seen"]:
            told["child_seen"] = held["child_seen"] == "yes"
        return told


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    actor = request.actor
    page = contact_page(actor, school_id, pupil_id, actor.today)
    if page is None:
        raise Http404
    if request.method == "POST" and page.is_logged(request.POST.get("submission", "")):
        return _logged(request, page)  # the sessions that it settled are offered no more
    form = ContactForm(request.POST or None, page=page, now=actor.at, initial=_usual(request, page))
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            log_first_contact(
                actor,
                page,
                submission=held["submission"],
                at=held["made_at"],
                adults=[UUID(held["adult"])] if held["adult"] else [],
                data=form.data_of_event(),
                settles=held.get("settles", ""),
                sessions=held.get("sessions", ()),
                reply=held["reply"],
            )
        except AttendanceError as refusal:
            form.add_error(None, f"{refusal.what}. What to do: {refusal.remedy}.")
        else:
            return _logged(request, page)
    held, pupil = {"page": page, "form": form}, page.enrolment.pupil
    return show_child(request, "first_contact", held, pupil, "contacts", right=Right.SEE_CONTACTS)


def _logged(request: Request, page: ContactPage) -> HttpResponse:
    messages.success(request, f"The contact about {page.enrolment.pupil.name} is logged.")
    return redirect("morning", page.school.pk)


def _usual(request: Request, page: ContactPage) -> dict[str, Any]:
    """What most calls are: the first to be called, by telephone, now, by whoever is signed in."""
    at: datetime = request.actor.at
    callers = page.row.callers if page.row else ()
    usual = {
        "submission": uuid4(),
        "adult": str(callers[0].adult) if callers else "",
        "channel": "phone",
        "made_at": show_time(localtime(at)),
        "staff_chosen": request.actor.user.name,
        "sessions": [each.key for each in page.sessions if each.day == request.actor.today],
    }
    return usual | _from_reply(request, page)


def _from_reply(request: Request, page: ContactPage) -> dict[str, Any]:
    """What a reply says beforehand of the contact that it is; looked at, and sent, by a person."""
    try:
        asked = UUID(request.GET.get("reply", ""))
    except ValueError:
        return {}
    answer = page.answer(asked)
    if answer is None:
        return {}
    callers = {caller.adult for caller in page.row.callers} if page.row else set()
    return {
        "reply": answer.id,
        "channel": answer.channel,
        "made_at": show_time(answer.at),
        "outcome": "reached",
        "reason_found": answer.text[:LONGEST_REASON],
        "adult": str(answer.adult) if answer.adult in callers else "",
    }


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/morning/", morning, name="morning"),
    path("schools/<uuid:school_id>/morning/of/<str:day>/", morning, name="morning-of-day"),
    path("schools/<uuid:school_id>/morning/<uuid:pupil_id>/", contact, name="first-contact"),
]
