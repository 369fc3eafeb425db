"""A school's trust: for its administrators to write, for its schools to read."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.actions.change_trust import TRUST_SETTINGS, change_trust
from supportfirst.casework.queries.trust_page import trust_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.place_settings import PlaceSettings
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import PagesColour, ReachedForm


class TrustForm(ReachedForm):
    name = forms.CharField(label="Name of the trust", max_length=200)
    colour = PagesColour("trust")
    field_order = TRUST_SETTINGS


OF_TRUST = PlaceSettings("trust", TRUST_SETTINGS, trust_page, TrustForm, change_trust, "pages/trust.html")


@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: Request, school_id: UUID) -> HttpResponse:
    return OF_TRUST.answer(request, school_id)


urlpatterns: list[URLPattern] = [path(f"{SET_UP}trust/", trust, name="school-trust")]
