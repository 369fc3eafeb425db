"""A school's children with a social worker: attendance, and the action about it in each one's plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.queries.social_workers import social_worker_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children


@require_safe
def social_workers(request: Request, school_id: UUID) -> HttpResponse:
    page = social_worker_page(request.actor, school_id)
    named = [row.pupil for row in page.rows]
    return show_children(
        request, "social_workers", {"page": page}, named, "social_workers", school=page.school
    )


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/social-workers/", social_workers, name="social-workers"),
]
