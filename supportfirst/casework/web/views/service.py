"""The pages of a partner service: the children whom it works with, and how one of them attends."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.read_list import read_lists
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.service_children import service_list, service_page
from supportfirst.casework.web.middleware import Request

MOST_DIGITS = 6


@require_safe
def children(request: Request) -> HttpResponse:
    asked = request.GET.get("page", "1")
    if not (asked.isdecimal() and len(asked) <= MOST_DIGITS and int(asked)):
        raise Http404
    page = service_list(request.actor, int(asked))
    read_lists(request.actor, "children of a service", page.named)
    return render(request, "pages/service.html", {"page": page})


@require_safe
def child(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = service_page(request.actor, school_id, pupil_id)
    pupil = page.child.enrolment.pupil
    read_record(request.actor, pupil, "attendance, for a service", right=Right.SEE_OWN_SERVICE)
    return render(request, "pages/service_child.html", {"page": page})


urlpatterns: list[URLPattern] = [
    path("service/", children, name="service"),
    path("schools/<uuid:school_id>/service/<uuid:pupil_id>/", child, name="service-child"),
]
