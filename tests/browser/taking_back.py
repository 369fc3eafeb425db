"""The site, of which no answer changes what the next one says: even that a page was read is written down."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase


class TakingBack:
    """Stands before all other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/static/"):
            return self.get_response(request)
        with transaction.atomic():
            answer = self.get_response(request)
            transaction.set_rollback(True)
        return answer
