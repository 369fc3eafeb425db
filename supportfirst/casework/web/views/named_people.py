"""Who is named for what at a school, naming and ending, and which schools have nobody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.end_named_person import end_named_person
from supportfirst.casework.actions.name_person import name_person
from supportfirst.casework.queries.named_people import (
    RoleToName,
    missing_names,
    named_people,
    role_to_name,
)
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import SetUpForm

pages = require_http_methods(["GET", "HEAD", "POST"])


class NameForm(SetUpForm):
    """Somebody with an account, or somebody by name; from when on."""

    account = forms.ChoiceField(label="Somebody with an account", required=False)
    name = forms.CharField(label="Name", max_length=200, required=False)
    title = forms.CharField(label="Job title", max_length=200, required=False)
    first_day = DayField(label="From which day?")

    def __init__(self, *args: Any, page: RoleToName, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if page.accounts:
            people = [(str(each.pk), f"{each.name}, {each.title}") for each in page.accounts]
            self.choose("account", [("", "Nobody of these"), *people])
            self.fields["name"].help_text = "Only for somebody without an account"
        else:
            del self.fields["account"]

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if not held.get("account") and not held.get("name"):
            self.add_error("name", "Enter a name, or choose somebody with an account")
        return held


class EndForm(SetUpForm):
    last_day = DayField(label="Last day")


@require_safe
def people(request: Request, school_id: UUID) -> HttpResponse:
    page = named_people(request.actor, school_id)
    return render(request, "pages/named_people.html", {"page": page})


@pages
def name(request: Request, school_id: UUID, role: str) -> HttpResponse:
    page = role_to_name(request.actor, school_id, role)
    form = NameForm(request.POST or None, page=page, initial={"first_day": request.actor.today})
    carry_shown(form, {"name": page.now_name}, request.at, school_id, role)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            name_person(
                request.actor,
                school_id,
                role,
                submission=held["submission"],
                name=held["name"],
                title=held["title"],
                account=UUID(held["account"]) if held.get("account") else None,
                first_day=held["first_day"],
                shown=held["shown"],
            )
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{page.role.title}: the name is kept.")
            return redirect("school-people", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/named_person.html", shown, status=422 if form.errors else 200)


@pages
def end(request: Request, school_id: UUID, role: str) -> HttpResponse:
    page = role_to_name(request.actor, school_id, role)
    if page.now is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"last_day": request.actor.today})
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            end_named_person(
                request.actor, school_id, role, submission=held["submission"], last_day=held["last_day"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{page.role.title}: the last day is kept. Name somebody else in time.")
            return redirect("school-people", school_id)
    shown = {"page": page, "form": form, "ends": True}
    return render(request, "pages/named_person.html", shown, status=422 if form.errors else 200)


@require_safe
def missing(request: Request) -> HttpResponse:
    """The schools of somebody's with the roles for which nobody is named."""
    rights = (Right.SEE_NUMBERS, Right.MANAGE_SCHOOL)
    if not any(holds(each, right) for each in request.actor.memberships for right in rights):
        raise Http404
    return render(request, "pages/named_people_missing.html", {"schools": missing_names(request.actor)})


urlpatterns: list[URLPattern] = [
    path("named-people/", missing, name="named-people"),
    path(f"{SET_UP}people/", people, name="school-people"),
    path(f"{SET_UP}people/<str:role>/", name, name="school-person"),
    path(f"{SET_UP}people/<str:role>/end/", end, name="school-person-end"),
]
