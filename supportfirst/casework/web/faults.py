"""A fault of ours in a page: what the log keeps of it, and what the person sees.

An error's own message may hold a child's name or number (a database says which value is there twice), and
so may what was sent. The log keeps the error's class and the lines of our code that it came through.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from supportfirst.casework.web.views.errors import our_fault

PACKAGE = Path(__file__).resolve().parent.parent.parent
# What Django answers itself, with a page that says what was wrong with the request.
OF_THE_REQUEST = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError)
log = logging.getLogger(__name__)


def answer_fault(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page of a fault of ours, which is logged; nothing where the request was at fault."""
    if isinstance(error, OF_THE_REQUEST):
        return None
    got_request_exception.send(sender=None, request=request)
    log.error("%s", without_data(error))
    return our_fault(request)


def without_data(error: BaseException) -> str:
    """The error's class and where it came from, then those of what it arose from."""
    told = f"{type(error).__name__} at {_places(error)}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told if cause is None else f"{told}; from {without_data(cause)}"


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    return " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in ours) or "no line of ours"
