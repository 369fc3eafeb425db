"""The list at the end of a day: absences and late arrivals that nobody followed up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.queries.exceptions import exceptions_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.registers import a_day


@require_safe
def exceptions(request: Request, school_id: UUID, day: str = "") -> HttpResponse:
    today = request.actor.today
    asked = a_day(day) if day else today
    page = exceptions_page(request.actor, school_id, asked) if asked <= today else None
    if page is None:
        raise Http404
    read_list(request.actor, page.school, "exceptions", page.children)
    held = {
        "page": page,
        "is_today": asked == today,
        "day_before": asked - timedelta(days=1),
        "day_after": asked + timedelta(days=1) if asked < today else None,
    }
    return render(request, "pages/exceptions.html", held)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/exceptions/", exceptions, name="exceptions"),
    path("schools/<uuid:school_id>/exceptions/of/<str:day>/", exceptions, name="exceptions-of-day"),
]
