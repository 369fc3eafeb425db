"""How a school's authority is reached: for its administrators to write, for its schools to read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.change_authority import SETTINGS, change_authority
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.queries.authority_page import authority_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import PagesColour, ReachedForm


class AuthorityForm(ReachedForm):
    colour = PagesColour("authority")


@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: Request, school_id: UUID) -> HttpResponse:
    page = authority_page(request.actor, school_id)
    held = {name: getattr(page.authority, name) for name in SETTINGS}
    form = AuthorityForm(request.POST or None, initial=held)
    if page.may_change:
        carry_shown(form, held, request.at, page.authority.pk)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            change_authority(request.actor, school_id, told, shown=told.get("shown", ""))
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is kept, for all schools of the authority.")
            return redirect("school-authority", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/authority.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [path(f"{SET_UP}authority/", authority, name="school-authority")]
