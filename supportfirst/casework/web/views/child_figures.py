"""What a child's page opens to: a figure's sessions, the reasons of each line, what a referral would need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.as_seen import MomentRefused
from supportfirst.casework.queries.child_due import reasons_page
from supportfirst.casework.queries.child_figure import figure_page
from supportfirst.casework.queries.child_referral import referral_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views import pupil_then  # noqa: F401  it registers how a moment is written

Page = TypeVar("Page")

_PUPIL = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/"


@require_safe
def open_figure(
    request: Request, school_id: UUID, pupil_id: UUID, figure: str, moment: datetime | None = None
) -> HttpResponse:
    page = _of_the_past(lambda: figure_page(request.actor, school_id, pupil_id, figure, moment))
    left = page.enrolment if page.left else None
    read_record(request.actor, page.enrolment.pupil, "sessions behind a figure", left_here=left, as_at=moment)
    return render(request, "pages/child_figure.html", {"page": page})


@require_safe
def reasons(
    request: Request, school_id: UUID, pupil_id: UUID, moment: datetime | None = None
) -> HttpResponse:
    page = _of_the_past(lambda: reasons_page(request.actor, school_id, pupil_id, moment))
    read_record(request.actor, page.enrolment.pupil, "reasons", right=Right.SEE_WORKLIST, as_at=moment)
    return render(request, "pages/child_reasons.html", {"page": page})


@require_safe
def referral(
    request: Request, school_id: UUID, pupil_id: UUID, moment: datetime | None = None
) -> HttpResponse:
    page = _of_the_past(lambda: referral_page(request.actor, school_id, pupil_id, moment))
    thing = "what a referral would need"
    read_record(request.actor, page.enrolment.pupil, thing, right=Right.SEE_WORKLIST, as_at=moment)
    return render(request, "pages/child_referral.html", {"page": page})


def _of_the_past(made: Callable[[], Page]) -> Page:
    """These pages are reached from a page of the same moment: of one that is refused there is none."""
    try:
        return made()
    except MomentRefused:
        raise NotThere from None


_THEN = f"{_PUPIL}as-it-stood/<moment:moment>/"
urlpatterns: list[URLPattern] = [
    path(f"{_PUPIL}figures/<str:figure>/", open_figure, name="pupil-figure"),
    path(f"{_PUPIL}reasons/", reasons, name="pupil-reasons"),
    path(f"{_PUPIL}referral/", referral, name="pupil-referral"),
    path(f"{_THEN}figures/<str:figure>/", open_figure, name="pupil-figure-then"),
    path(f"{_THEN}reasons/", reasons, name="pupil-reasons-then"),
    path(f"{_THEN}referral/", referral, name="pupil-referral-then"),
]
