"""A school's compliance: its page, the record of its policy, the list of schools, what parents are told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.keep_policy import keep_policy
from supportfirst.casework.queries.attendance_policy import (
    FIELDS,
    SECTION,
    STANDS,
    Policy,
    form_values,
    policy_form,
)
from supportfirst.casework.queries.compliance import compliance_list, compliance_page, expectations_page
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.setup_forms import SetUpForm

LONGEST = {"academic_year": 20, "ratified_by": 200, "consulted_with": 300}
HINTS = {
    "academic_year": "For example, 2026-27",
    "ratified_by": "For example, the local governing body",
    "consulted_with": "For example, staff, parents and pupils",
    "consulted_on": "The day on which the consultation ended",
}


class WebAddress(forms.URLField):
    """The address of a page of the web, and of nothing else that a link could open."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class PolicyRecordForm(SetUpForm):
    """What is recorded of a policy. Whatever is not known is left empty, and shown as not said."""

    address = WebAddress(
        label=FIELDS["address"],
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Where parents and the authority find it, such as https://www.example.org",
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELDS.items():
            if name in LONGEST:
                self.fields[name] = forms.CharField(
                    label=label, max_length=LONGEST[name], required=False, help_text=HINTS[name]
                )
            elif name.endswith("_on"):
                self.fields[name] = DayField(label=label, required=False, help_text=HINTS.get(name, ""))
        for each in policy.sections:
            self.fields[f"{SECTION}{each.told.id}"] = forms.ChoiceField(
                label=f"Section: {each.told.title}",
                help_text=f"{each.told.text} ({each.told.source})",
                choices=[(value, words) for value, words in STANDS.items()],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        ratified, review = held.get("ratified_on"), held.get("review_on")
        if ratified and review and review < ratified:
            self.add_error("review_on", "“Next review” must not be before the day of ratification")
        return held


@require_safe
def compliance(request: Request, school_id: UUID) -> HttpResponse:
    return render(request, "pages/compliance.html", {"page": compliance_page(request.actor, school_id)})


@require_safe
def over_schools(request: Request) -> HttpResponse:
    """Every school of somebody's with what it lacks, a line each."""
    rights = (Right.SEE_NUMBERS, Right.MANAGE_SCHOOL)
    if not any(holds(each, right) for each in request.actor.memberships for right in rights):
        raise Http404
    return render(request, "pages/compliance_list.html", {"schools": compliance_list(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: Request, school_id: UUID) -> HttpResponse:
    page = policy_form(request.actor, school_id)
    held = form_values(page.policy)
    form = PolicyRecordForm(request.POST or None, policy=page.policy, initial=held)
    carry_shown(form, held, request.at, school_id)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            keep_policy(
                request.actor,
                school_id,
                {name: told[name] for name in held},
                submission=told["submission"],
                shown=told["shown"],
            )
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        except Refused as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, "The record of the policy is kept. What it said before stays below.")
            return redirect("compliance", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/compliance_policy.html", shown, status=422 if form.errors else 200)


@require_safe
def expectations(request: Request, school_id: UUID) -> HttpResponse:
    """What parents and pupils are asked for; made to be printed and handed out."""
    return render(request, "pages/expectations.html", {"page": expectations_page(request.actor, school_id)})


urlpatterns: list[URLPattern] = [
    path("compliance/", over_schools, name="compliance-list"),
    path("schools/<uuid:school_id>/compliance/", compliance, name="compliance"),
    path("schools/<uuid:school_id>/compliance/policy/", policy, name="compliance-policy"),
    path("schools/<uuid:school_id>/expectations/", expectations, name="expectations"),
]
