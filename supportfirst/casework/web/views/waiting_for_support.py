"""Who waits for support at a school: for a service, or with an offer that nobody has answered."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.queries.waiting_for_support import waiting_for_support
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children


@require_safe
def waiting(request: Request, school_id: UUID) -> HttpResponse:
    page = waiting_for_support(request.actor, school_id)
    named = [row.pupil for row in page.all]
    return show_children(request, "waiting", {"page": page}, named, "waiting", school=page.school)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/waiting/", waiting, name="waiting"),
]
