"""The audit trail's page: who did, read and exported what, with filters; newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.actions.read_audit_trail import read_audit_trail
from supportfirst.casework.queries.audit_trail import (
    Asked,
    child_asked,
    failed_sign_ins,
    people_in_trail,
    trail,
    verbs_in_trail,
)
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request


class FilterForm(GovukForm):
    mark_optional = False

    person = forms.ChoiceField(label="Person", required=False)
    verb = forms.ChoiceField(label="What was done", required=False)
    first_day = DayField(label="From", required=False)
    last_day = DayField(label="To", required=False)
    pupil = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], verbs: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, everything, choices in (("person", "Everybody", people), ("verb", "Everything", verbs)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *choices]

    def asked(self, before: str) -> Asked:
        told = self.cleaned_data
        return Asked(
            person=UUID(told["person"]) if told["person"] else None,
            pupil=told["pupil"],
            verb=told["verb"],
            first_day=told["first_day"],
            last_day=told["last_day"],
            before=before,
        )


@require_safe
def audit(request: Request) -> HttpResponse:
    actor = request.actor
    if not any(holds(each, Right.SEE_AUDIT) for each in actor.memberships):
        raise Http404
    verbs = verbs_in_trail(actor, request.GET.get("verb", ""))
    form = FilterForm(request.GET, people=people_in_trail(actor), verbs=verbs)
    held: dict[str, Any] = {"form": form, "page": None, "days": failed_sign_ins(actor)}
    if not form.is_valid():
        return render(request, "pages/audit.html", held, status=422)
    asked = form.asked(request.GET.get("before", ""))
    page = trail(actor, asked)
    if page.children or not asked.before:  # a further page that names nobody is the same answer's rest
        read_audit_trail(actor, asked.as_ids(), page.children)
    held["page"] = page
    held["filters"] = asked.as_ids()
    held["pupil_id"] = asked.pupil
    held["pupil"] = child_asked(actor, asked.pupil) if asked.pupil else None
    if page.next:
        kept = {name: str(value) for name, value in request.GET.items() if value and name != "before"}
        held["next"] = "?" + urlencode({**kept, "before": page.next})
    return render(request, "pages/audit.html", held)


urlpatterns = [path("audit/", audit, name="audit")]
