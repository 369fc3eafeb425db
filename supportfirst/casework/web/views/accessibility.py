"""The accessibility statement: what was tested and how, and what nobody knows yet. Open to anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


urlpatterns: list[URLPattern] = [path("accessibility", accessibility, name="accessibility")]
