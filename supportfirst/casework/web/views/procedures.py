"""The procedures of a school's pack: reading them, confirming it, and who has not."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.acknowledge_procedures import acknowledge_procedures
from supportfirst.casework.queries.procedures import procedures_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.setup_forms import SetUpForm


class ReadForm(SetUpForm):
    """Bears the print of what was read, so that nobody confirms what they did not see."""

    read = forms.BooleanField(label="I have read these procedures and know what is asked of me")
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def procedures(request: Request, school_id: UUID) -> HttpResponse:
    page = procedures_page(request.actor, school_id)
    form = ReadForm(request.POST or None, initial={"fingerprint": page.told.fingerprint})
    if request.method == "POST" and form.is_valid():
        try:
            acknowledge_procedures(request.actor, school_id, form.cleaned_data["fingerprint"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you: that you have read them is kept with the day.")
            return redirect("procedures", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/procedures.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [path("schools/<uuid:school_id>/procedures/", procedures, name="procedures")]
