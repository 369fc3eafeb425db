"""The list of alerts for head and lead, and who is away or late on the same weekday in a chosen period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.queries.absence_patterns import patterns_page
from supportfirst.casework.queries.alerts import alerts_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.paging import paged
from supportfirst.casework.web.views.door import PeriodForm

PAGE_OF_TWO = 25  # of each of the two lists of patterns
LONGEST = timedelta(days=3 * 366)  # as far back as a page is worked out


@require_safe
def alerts(request: Request, school_id: UUID) -> HttpResponse:
    page = alerts_page(request.actor, school_id)
    if page is None:
        raise Http404
    shown = paged(request, page.alerts)
    read_list(request.actor, page.school, "alerts", {each.pupil for each in shown.rows})
    return render(request, "pages/alerts.html", {"page": page, "shown": shown})


class PatternsForm(PeriodForm):
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        held = super().clean()
        if held.get("first") and held.get("last") and held["last"] - held["first"] > LONGEST:
            self.add_error("first", "The first day must be within three years of the last")
        return held


@require_safe
def patterns(request: Request, school_id: UUID) -> HttpResponse:
    """By default the school year up to today."""
    today = request.actor.today
    usual: dict[str, date] = {"first": first_day_of_year(today), "last": today}
    names_period = any(each.startswith(("first", "last")) for each in request.GET)
    form = PatternsForm(request.GET if names_period else None, initial=usual)
    period = form.cleaned_data if form.is_valid() else usual
    page = patterns_page(request.actor, school_id, period["first"], min(period["last"], today))
    if page is None:
        raise Http404
    absent = paged(request, page.absent, "absent", PAGE_OF_TWO)
    late = paged(request, page.late, "late", PAGE_OF_TWO)
    named = {row.pupil for row in absent.rows} | {row.pupil for row in late.rows}
    read_list(request.actor, page.school, "patterns", named)
    held = {"page": page, "form": form, "absent": absent, "late": late}
    return render(request, "pages/patterns.html", held, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/alerts/", alerts, name="alerts"),
    path("schools/<uuid:school_id>/patterns/", patterns, name="patterns"),
]
