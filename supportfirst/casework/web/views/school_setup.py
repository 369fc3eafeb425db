"""A school's set-up: what there is to set, its details, and the times of its day."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.change_details import DETAILS, change_details
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.set_times import set_times
from supportfirst.casework.queries.moving_school import may_move
from supportfirst.casework.queries.named_people import named_people
from supportfirst.casework.queries.school_setup import TIMES, school_set_up
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.home import found
from supportfirst.casework.web.views.setup_forms import DetailsForm, TimesForm

PARTS = (
    ("school-details", "Details", "Numbers, phase, type, telephone, address, colour and target"),
    ("school-times", "Times of the day", "When registers open and close, who is late, when home is rung"),
    ("after-close", "After the register has closed", "How whoever arrives later is marked"),
    ("school-calendar", "Terms and closed days", "On which days the school meets"),
    ("school-packs", "Policy packs", "Whose rules the school follows, from which day"),
    ("school-people", "People named for the school", "Senior leader, governor, the authority’s officer"),
    ("school-classes", "Classes", "Who takes whose register, and who is in which class"),
    ("school-year-end", "Year end", "Roll the classes forward, or take that back"),
    ("school-traded", "Traded service", "Whether and when the school buys the authority’s service"),
    ("school-retention", "How long registers are kept", "Which school years are past their days"),
    ("school-authority", "The authority", "Its mailbox, helpline, hours and colour"),
    ("school-trust", "The trust", "Its name, mailbox, helpline, hours and colour, and its schools"),
    ("school-move", "Another trust", "Move the school to another trust, into one, or out of one"),
)
OF_TRUST, MOVE = "school-trust", "school-move"
pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def set_up(request: Request, school_id: UUID) -> HttpResponse:
    page = school_set_up(request.actor, school_id)
    missing = named_people(request.actor, school_id).missing
    left_out = {
        *([] if page.school.trust is not None else [OF_TRUST]),
        *([] if may_move(request.actor, page.school) else [MOVE]),
    }
    parts = [each for each in PARTS if each[0] not in left_out]
    links = [(link, hint) for name, text, hint in parts for link in found(name, text, school_id)]
    return render(request, "pages/set_up.html", {"page": page, "links": links, "missing": missing})


@pages
def details(request: Request, school_id: UUID) -> HttpResponse:
    page = school_set_up(request.actor, school_id)
    held = {name: getattr(page.school, name) for name in DETAILS}
    form = DetailsForm(
        request.POST or None, initial=held, held={"phase": page.school.phase, "type": page.school.type}
    )
    carry_shown(form, held, request.at, school_id)
    if request.method == "POST" and form.is_valid():
        try:
            change_details(request.actor, school_id, form.cleaned_data, shown=form.cleaned_data["shown"])
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The school’s details are kept.")
            return redirect("school-setup", school_id)
    shown = {"page": page, "form": form, "title": "Details of the school", "button": "Keep the details"}
    return render(request, "pages/set_up_form.html", shown, status=422 if form.errors else 200)


@pages
def times(request: Request, school_id: UUID) -> HttpResponse:
    page = school_set_up(request.actor, school_id)
    held = {name: getattr(page.school, name) for name in TIMES}
    form = TimesForm(request.POST or None, initial=held)
    carry_shown(form, held, request.at, school_id)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            set_times(request.actor, school_id, {name: told[name] for name in TIMES}, shown=told["shown"])
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        else:
            messages.success(request, "The times of the school day are kept.")
            return redirect("school-times", school_id)
    return render(
        request, "pages/set_up_times.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


SET_UP = "schools/<uuid:school_id>/set-up/"
urlpatterns: list[URLPattern] = [
    path(SET_UP, set_up, name="school-setup"),
    path(f"{SET_UP}details/", details, name="school-details"),
    path(f"{SET_UP}times/", times, name="school-times"),
]
