"""How a school's authority is reached: for its administrators to write, for its schools to read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.actions.change_authority import SETTINGS, change_authority
from supportfirst.casework.queries.authority_page import authority_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.place_settings import PlaceSettings
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import PagesColour, ReachedForm


class AuthorityForm(ReachedForm):
    colour = PagesColour("authority")


OF_AUTHORITY = PlaceSettings("authority", SETTINGS, authority_page, AuthorityForm, change_authority)


@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: Request, school_id: UUID) -> HttpResponse:
    return OF_AUTHORITY.answer(request, school_id)


urlpatterns: list[URLPattern] = [path(f"{SET_UP}authority/", authority, name="school-authority")]
