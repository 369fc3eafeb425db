"""A child's page of plans and contracts, and the form of each kind of record that stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.record_contract import record_contract
from supportfirst.casework.queries.child_contracts import (
    ContractRecordPage,
    contract_record_page,
    contracts_page,
    warning_letter,
)
from supportfirst.casework.queries.contract_parties import PARENT
from supportfirst.casework.queries.contract_parties import PARTNER as PARTY_PARTNER
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child, show_record_form
from supportfirst.casework.web.views.record_fields import ABOUT, FollowUpForm
from supportfirst.casework.web.views.worklist_forms import PREFIX

ADULTS, LEAD = "adults", f"{PREFIX}lead"
SUGGESTED = "suggested"
WHO, PARTY, PARTNER, REPLACES = "who", f"{PREFIX}party", f"{PREFIX}partner", f"{PREFIX}replaces"


class ContractForm(FollowUpForm):
    """The fields of one kind; the parents and the lead of a contract."""

    def __init__(self, request: Request, page: ContractRecordPage) -> None:
        super().__init__(request, page.kind, page.about, follows=page.follows)
        self.page = page
        if page.makes:
            self.fields[ADULTS] = forms.MultipleChoiceField(
                label="Which parents or carers is it made with?",
                required=False,
                choices=[(str(each.adult), each.name) for each in page.callers],
                widget=forms.CheckboxSelectMultiple,
            )
            self.order_fields(["on", ADULTS])  # whom it is with, before what was agreed
        if LEAD in self.fields:
            self.fields[LEAD] = forms.ChoiceField(
                label="The lead practitioner",
                required=False,
                choices=[("", "Nobody yet"), *((each.name, each.name) for each in page.staff)],
            )
        if page.makes:
            self._propose(request, page)
        if PARTY in self.fields:
            self._ask_who(page)
        if REPLACES in self.fields:
            self.fields[REPLACES] = forms.ChoiceField(
                label="Does it take the place of another contract?",
                required=False,
                choices=[("", "No"), *((str(each.event), _named(each)) for each in page.running)],
            )
        self.needed = {f"{PREFIX}{name}" for name in _needed(page)} | {ADULTS}

    def _propose(self, request: Request, page: ContractRecordPage) -> None:
        """What the pack fixes or offers: the last day, the officer, the school's help, things to ask."""
        terms = page.terms
        if terms.suggestions:
            self.fields[SUGGESTED] = forms.MultipleChoiceField(
                label="Suggestions, for the parents. None of them has to be chosen",
                required=False,
                choices=list(terms.suggestions.items()),
                widget=forms.CheckboxSelectMultiple,
            )
        if terms.weeks is not None:
            last = request.actor.today + timedelta(weeks=terms.weeks)
            self.initial.update({f"{PREFIX}from": request.actor.today, f"{PREFIX}to": last})
            if terms.review_at_end:
                self.initial[f"{PREFIX}review_on"] = last
        if terms.authors:
            self.initial[f"{PREFIX}supervising_officer"] = request.actor.user.name
            self.initial[f"{PREFIX}support"] = "\n".join(page.helps)

    def _ask_who(self, page: ContractRecordPage) -> None:
        """One question in place of the pack's two."""
        label = self.fields[PARTY].label
        del self.fields[PARTY], self.fields[PARTNER]
        self.fields[WHO] = forms.ChoiceField(
            label=label,
            choices=[(each.value, each.name) for each in page.parties],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who it was"},
        )
        self.order_fields(["on", ABOUT, WHO])

    @property
    def who(self) -> tuple[str, str]:
        role, _, key = str(self.cleaned_data.get(WHO, "")).partition(":")
        return role, key

    @property
    def parents(self) -> list[UUID]:
        role, key = self.who
        if role == PARENT:
            return [UUID(key)]
        return [UUID(each) for each in self.cleaned_data.get(ADULTS, [])]

    def data_of_event(self) -> dict[str, Any]:
        told = super().data_of_event()
        picked = [self.page.terms.suggestions[each] for each in self.cleaned_data.get(SUGGESTED, ())]
        if picked:
            told["requirements"] = [*told.get("requirements", ()), *picked]
        role, key = self.who
        if role:
            told |= {"party": role, **({"partner": key} if role == PARTY_PARTNER else {})}
        return told


def _named(contract: Any) -> str:
    return f"The contract of {show_day(contract.happened_on)}"


def _needed(page: ContractRecordPage) -> Sequence[str]:
    """Fields without which the pack takes no record of this kind, though the form may be sent without."""
    there = ["parent_present"] if page.terms.needs_parent else []
    asked = page.terms.record_asks.get(page.kind.kind)
    return [*page.terms.asks, *there] if page.makes else [asked] if asked else []


@require_safe
def contracts(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = contracts_page(request.actor, school_id, pupil_id)
    pupil = page.enrolment.pupil
    return show_child(request, "child_contracts", {"page": page}, pupil, "contracts", right=Right.ACT_ON_CASE)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, school_id: UUID, pupil_id: UUID, contract_kind: str) -> HttpResponse:
    page = contract_record_page(request.actor, school_id, pupil_id, contract_kind)
    form = ContractForm(request, page)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        with form.says_why():
            record_contract(
                request.actor,
                page,
                submission=held["submission"],
                on=held["on"],
                adults=form.parents,
                data=form.data_of_event(),
            )
            messages.success(request, f"Recorded for {page.name}: {page.kind.title}.")
            letter = warning_letter(page, form.data_of_event(), request.actor.today)
            if letter:
                return redirect("child-letter-new", school_id, pupil_id, letter)
            return redirect("pupil-contracts", school_id, pupil_id)
    return show_record_form(request, page, form, part="Plans and contracts", thing="contracts")


CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/contracts/"
urlpatterns: list[URLPattern] = [
    path(CHILD, contracts, name="pupil-contracts"),
    path(f"{CHILD}<slug:contract_kind>/", record, name="pupil-contract-record"),
]
