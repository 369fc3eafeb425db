"""What every page has: whose site it is, and whether it is the sample."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`demo`, and the organisation whose name and colour the page bears (set by the view on the request)."""
    at = getattr(request, "at", None)
    return {
        "demo": settings.DEMO,
        "sample_moment": at if settings.DEMO else None,
        "organisation": getattr(request, "organisation", None),
    }
