"""The schools of whoever administers an authority or a trust: the list, adding a school, adding a trust."""

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
from supportfirst.casework.actions.add_school import add_school
from supportfirst.casework.actions.add_trust import add_trust
from supportfirst.casework.actions.adding_places import NewSchool
from supportfirst.casework.queries.school_kinds import PHASES, TYPES
from supportfirst.casework.queries.schools_page import (
    SchoolChoices,
    pack_of_authority,
    school_choices,
    schools_page,
)
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.setup_forms import SetUpForm, establishment_number_field, urn_field

CHOOSE = ("", "Choose one")
pages = require_http_methods(["GET", "HEAD", "POST"])


class NewSchoolForm(SetUpForm):
    name = forms.CharField(label="Name of the school", max_length=200)
    urn = urn_field()
    authority = forms.ChoiceField(label="Local authority")
    establishment_number = establishment_number_field(
        "Four digits: what follows the number of the authority in the school’s own number"
    )
    phase = forms.ChoiceField(label="Phase")
    type = forms.ChoiceField(label="Type")
    trust = forms.ChoiceField(label="Trust", required=False)
    pack = forms.ChoiceField(label="Policy pack", help_text="Whose rules the school follows")
    first_day = DayField(
        label="From which day does it follow them?",
        help_text="No later than the first day of which you bring registers",
    )

    def __init__(self, *args: Any, choices: SchoolChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("authority", _offered(choices.authorities))
        self.choose("phase", _offered([(each, each.capitalize()) for each in PHASES]))
        self.choose("type", _offered([(each, each.capitalize()) for each in TYPES]))
        none = CHOOSE if choices.needs_trust else ("", "None")
        self.choose("trust", [none, *choices.trusts])
        self.fields["trust"].required = choices.needs_trust
        self.fields["trust"].error_messages["required"] = "Choose the trust"
        self.choose("pack", _offered(choices.packs))

    def said(self) -> NewSchool:
        kept = ("name", "urn", "establishment_number", "phase", "type", "pack", "first_day")
        return NewSchool(**{name: self.cleaned_data[name] for name in kept})


class NewTrustForm(SetUpForm):
    name = forms.CharField(
        label="Name of the trust", max_length=200, help_text="The one that it is registered under"
    )


def _offered(choices: Any) -> list[tuple[str, str]]:
    """The choices after an empty one; a single choice needs no choosing."""
    return list(choices) if len(choices) == 1 else [CHOOSE, *choices]


@require_safe
def schools(request: Request) -> HttpResponse:
    return render(request, "pages/schools.html", {"page": schools_page(request.actor)})


@pages
def school_new(request: Request) -> HttpResponse:
    choices = school_choices(request.actor)
    initial = {"pack": pack_of_authority(request.actor)}
    form = NewSchoolForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            school = add_school(
                request.actor,
                chosen["submission"],
                form.said(),
                authority_id=UUID(chosen["authority"]),
                trust_id=UUID(chosen["trust"]) if chosen["trust"] else None,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{school.name} is added. Say next when its day begins and ends.")
            return redirect("school-setup", school.pk)
    shown = {
        "form": form,
        "title": "Add a school",
        "may_add": choices.may_add,
        "who": "an authority or a trust",
    }
    return render(request, "pages/place_new.html", shown, status=422 if form.errors else 200)


@pages
def trust_new(request: Request) -> HttpResponse:
    page = schools_page(request.actor)
    form = NewTrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            trust = add_trust(request.actor, form.cleaned_data["submission"], form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{trust.name} is added. Choose it when you add a school.")
            return redirect("school-new")
    shown = {
        "form": form,
        "title": "Add a trust",
        "may_add": page.may_add_trust,
        "who": "an authority",
        "lead": "Whoever runs the site invites the trust’s own administrator, where it is to have one.",
    }
    return render(request, "pages/place_new.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path("schools/", schools, name="schools"),
    path("schools/new/", school_new, name="school-new"),
    path("trusts/new/", trust_new, name="trust-new"),
]
