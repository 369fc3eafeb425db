"""What every page has: whose site it is, whether it is the sample, and where one may go from there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from supportfirst.casework.web.navigation import may_find, navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """`demo`, and the organisation whose name and colour the page bears (set by the view on the request).

    The links and whether there is a box for finding a child are worked out where a page asks for them: a part
    of a page that is sent by itself has no frame.
    """
    at = getattr(request, "at", None)
    return {
        "demo": settings.DEMO,
        "sample_moment": at if settings.DEMO else None,
        "organisation": getattr(request, "organisation", None),
        "navigation": partial(navigation, request),
        "may_find": partial(may_find, request),
    }
