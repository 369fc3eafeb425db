"""How a school's authority is reached: for its administrators to write, for its schools to read."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.change_authority import SETTINGS, change_authority
from supportfirst.casework.queries.authority_page import authority_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import SetUpForm


class AuthorityForm(SetUpForm):
    mailbox = forms.EmailField(label="Mailbox of the attendance team", max_length=254, required=False)
    helpline = forms.CharField(label="Helpline", max_length=40, required=False)
    hours = forms.CharField(
        label="Hours", max_length=200, required=False, help_text="For example, weekdays in term, 9 to 15.30"
    )
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Colour of the authority’s pages",
        required=False,
        help_text="As # and six of 0-9 and a-f, such as #1d4f6b. Left empty: the site’s own.",
        error_messages={
            "invalid": "“Colour of the authority’s pages” must be # and six of 0-9 and a-f, such as #1d4f6b"
        },
    )

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        return colour.lower()


@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: Request, school_id: UUID) -> HttpResponse:
    page = authority_page(request.actor, school_id)
    held = {name: getattr(page.authority, name) for name in SETTINGS}
    form = AuthorityForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            change_authority(request.actor, school_id, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is kept, for all schools of the authority.")
            return redirect("school-authority", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/authority.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [path(f"{SET_UP}authority/", authority, name="school-authority")]
