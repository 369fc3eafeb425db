"""A school's attendance in numbers without names."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.queries.integrity import open_sessions
from supportfirst.casework.queries.numbers import numbers
from supportfirst.casework.web.middleware import Request


@require_safe
def school_numbers(request: Request, school_id: UUID) -> HttpResponse:
    page = numbers(request.actor, school_id)
    asked = open_sessions(page.school, request.at) or {}
    told = {"page": page, "asked": list(asked.items()), "open": sum(asked.values())}
    return render(request, "pages/numbers.html", told)


urlpatterns: list[URLPattern] = [path("schools/<uuid:school_id>/numbers/", school_numbers, name="numbers")]
