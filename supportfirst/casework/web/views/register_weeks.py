"""Registers of a class and week: choose them, print the page, or take a file for a spreadsheet."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.actions.export_register_week import export_register_week, show_register_week
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.registers import a_day


class WeekForm(GovukForm):
    group = forms.ChoiceField(label="Class")
    day = DayField(label="A day of the week")
    mark_optional = False


@require_safe
def register_weeks(request: Request, school_id: UUID) -> HttpResponse:
    """The form; with a class and a day, the week's registers below it."""
    today = request.actor.today
    found = show_register_week(request.actor, school_id, None, today)
    asked = bool(request.GET)
    form = WeekForm(request.GET) if asked else WeekForm(initial={"day": today})
    chosen = form.fields["group"]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = [(str(key), name) for key, name in found.classes]
    if asked and form.is_valid():
        group, day = UUID(form.cleaned_data["group"]), form.cleaned_data["day"]
        found = show_register_week(request.actor, school_id, group, day)
    held = {"found": found, "form": form}
    return render(request, "pages/register_weeks.html", held, status=422 if form.errors else 200)


@require_safe
def register_week(request: Request, school_id: UUID, group_id: UUID, day: str) -> HttpResponse:
    data = export_register_week(request.actor, school_id, group_id, a_day(day))
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="registers-{a_day(day)}.csv"'
    return answer


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/register-weeks/", register_weeks, name="register-weeks"),
    path(
        "schools/<uuid:school_id>/register-weeks/<uuid:group_id>/<str:day>.csv",
        register_week,
        name="register-week",
    ),
]
