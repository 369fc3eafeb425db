"""How long a school's registers are kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.queries.retention import retention
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.school_setup import SET_UP


@require_safe
def kept(request: Request, school_id: UUID) -> HttpResponse:
    return render(request, "pages/retention.html", {"page": retention(request.actor, school_id)})


urlpatterns: list[URLPattern] = [path(f"{SET_UP}retention/", kept, name="school-retention")]
