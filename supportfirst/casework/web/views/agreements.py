"""Home-school agreements: who has signed and who has not, by class; recording, and taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.sign_agreements import sign_agreements, take_back_agreement
from supportfirst.casework.queries.agreements import (
    AgreementsPage,
    agreement_to_take_back,
    agreements_page,
)
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.setup_forms import SetUpForm

pages = require_http_methods(["GET", "HEAD", "POST"])


class SignedForm(SetUpForm):
    """One parent or a whole class: whoever is ticked signed on the day."""

    pairs = forms.MultipleChoiceField(
        label="Who has signed?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one parent who has signed"},
    )
    signed_on = DayField(label="Signed on")

    def __init__(self, *args: Any, page: AgreementsPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("pairs", [(each.key, each.words) for each in page.of_class.missing])


class TakeBackForm(SetUpForm):
    because = forms.CharField(
        label="Why is it taken back?",
        max_length=300,
        help_text="For example, it was recorded for the wrong parent",
    )


@pages
def agreements(request: Request, school_id: UUID) -> HttpResponse:
    """The classes; with `group`, the parents of one of them, and the form to record who signed."""
    group = request.GET.get("group", "")
    page = agreements_page(request.actor, school_id, group)
    posted = request.method == "POST"
    if posted and not page.may_record:
        raise Http404
    form = SignedForm(request.POST if posted else None, page=page, initial={"signed_on": request.actor.today})
    if posted and form.is_valid():
        told = form.cleaned_data
        try:
            number = sign_agreements(
                request.actor,
                school_id,
                group,
                told["pairs"],
                signed_on=told["signed_on"],
                submission=told["submission"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            signatures = "1 signature is" if number == 1 else f"{number} signatures are"
            messages.success(request, f"{signatures} recorded. Those still missing are listed first.")
            return redirect(f"{reverse('agreements', args=[school_id])}?group={group}")
    read_list(request.actor, page.school, "agreements", {each.pupil for each in page.of_class.pairs})
    shown = {"page": page, "form": form if page.may_record and page.of_class.missing else None}
    return render(request, "pages/agreements.html", shown, status=422 if form.errors else 200)


@pages
def take_back(request: Request, school_id: UUID, agreement_id: UUID) -> HttpResponse:
    row = agreement_to_take_back(request.actor, school_id, agreement_id)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        take_back_agreement(
            request.actor, school_id, agreement_id, told["because"], submission=told["submission"]
        )
        messages.success(request, "The signature is taken back. Your reason is kept with it.")
        return redirect("agreements", school_id)
    read_list(request.actor, row.school, "agreements", [row.pupil_id])
    shown = {"row": row, "form": form}
    return render(request, "pages/agreement_take_back.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/agreements/", agreements, name="agreements"),
    path(
        "schools/<uuid:school_id>/agreements/<uuid:agreement_id>/take-back/",
        take_back,
        name="agreement-take-back",
    ),
]
