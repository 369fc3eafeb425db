"""A school's calendar, its traded service and its policy packs: adding, changing, removing, adopting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.adopt_pack import adopt_pack
from supportfirst.casework.actions.change_calendar import remove_span, write_span
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.set_traded import remove_traded, set_traded
from supportfirst.casework.queries.school_calendar import (
    calendar_page,
    calendar_span,
    pack_preview,
    packs_page,
    traded_page,
)
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import SetUpForm

pages = require_http_methods(["GET", "HEAD", "POST"])
KINDS = (("term", "Term: the school meets"), ("closed", "Closed: a holiday, INSET or other closed days"))


class SpanForm(SetUpForm):
    kind = forms.ChoiceField(label="What is it?", choices=KINDS, widget=forms.RadioSelect)
    first_day = DayField(label="First day")
    last_day = DayField(label="Last day")
    note = forms.CharField(
        label="Note", max_length=200, required=False, help_text="For example, half term or INSET"
    )


class TradedForm(SetUpForm):
    buys = forms.ChoiceField(
        label="Does the school buy the authority’s traded service?",
        choices=(("yes", "Yes"), ("no", "No")),
        widget=forms.RadioSelect,
    )
    first_day = DayField(label="From which day?")
    last_day = DayField(
        label="Until which day?", required=False, help_text="Left empty: until further notice"
    )


class PackForm(SetUpForm):
    pack = forms.ChoiceField(label="Policy pack")
    first_day = DayField(label="From which day?")

    def __init__(self, *args: Any, packs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("pack", [("", "Choose one"), *packs])


@pages
def calendar(request: Request, school_id: UUID) -> HttpResponse:
    page = calendar_page(request.actor, school_id)
    form = SpanForm(request.POST or None, initial={"kind": "closed"})
    if request.method == "POST" and _written(request, school_id, None, form):
        return redirect("school-calendar", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/calendar.html", shown, status=422 if form.errors else 200)


@pages
def span(request: Request, school_id: UUID, span_id: int) -> HttpResponse:
    held = calendar_span(request.actor, school_id, span_id)
    usual = {name: getattr(held, name) for name in ("kind", "first_day", "last_day", "note")}
    form = SpanForm(request.POST or None, initial=usual)
    carry_shown(form, usual, request.at, span_id)
    if request.method == "POST" and _written(request, school_id, span_id, form):
        return redirect("school-calendar", school_id)
    shown = {"page": calendar_page(request.actor, school_id), "form": form, "span": held}
    return render(request, "pages/calendar_span.html", shown, status=422 if form.errors else 200)


def _written(request: Request, school_id: UUID, span_id: int | None, form: SpanForm) -> bool:
    if not form.is_valid():
        return False
    held = form.cleaned_data
    try:
        write_span(request.actor, school_id, span_id, **held)
    except ChangedMeanwhile as refusal:
        tell_changed(form, refusal)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "The calendar is kept.")
    return True


@require_POST
def span_remove(request: Request, school_id: UUID, span_id: int) -> HttpResponse:
    try:
        remove_span(request.actor, school_id, span_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is taken out of the calendar.")
    return redirect("school-calendar", school_id)


@pages
def traded(request: Request, school_id: UUID) -> HttpResponse:
    form = TradedForm(request.POST or None, initial={"first_day": request.actor.today})
    page = traded_page(request.actor, school_id)
    carry_shown(form, {"buys": page.told}, request.at, school_id)
    if request.method == "POST" and form.is_valid():
        held = {**form.cleaned_data, "buys": form.cleaned_data["buys"] == "yes"}
        try:
            set_traded(request.actor, school_id, **held)
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is kept. Cases are judged by what holds on their day.")
            return redirect("school-traded", school_id)
    shown = {"page": page, "form": form}
    return render(request, "pages/traded.html", shown, status=422 if form.errors else 200)


@require_POST
def traded_remove(request: Request, school_id: UUID, traded_id: int) -> HttpResponse:
    remove_traded(request.actor, school_id, traded_id)
    messages.success(request, "The line is taken out.")
    return redirect("school-traded", school_id)


@pages
def packs(request: Request, school_id: UUID) -> HttpResponse:
    """Choose, see what changes, and only then follow: the second button comes with the preview."""
    page = packs_page(request.actor, school_id)
    known = [(pack.name, pack.title) for pack in page.known]
    form = PackForm(request.POST or None, packs=known, initial={"first_day": request.actor.today})
    carry_shown(form, {"pack": page.told}, request.at, school_id)
    preview = None
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        if request.POST.get("follow"):
            try:
                adopt_pack(request.actor, school_id, held["pack"], held["first_day"], shown=held["shown"])
            except ChangedMeanwhile as refusal:
                tell_changed(form, refusal)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The school follows the pack from that day.")
                return redirect("school-packs", school_id)
        else:
            preview = pack_preview(request.actor, school_id, held["pack"], held["first_day"])
    shown = {"page": page, "form": form, "preview": preview}
    return render(request, "pages/packs.html", shown, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [
    path(f"{SET_UP}calendar/", calendar, name="school-calendar"),
    path(f"{SET_UP}calendar/<int:span_id>/", span, name="school-calendar-span"),
    path(f"{SET_UP}calendar/<int:span_id>/remove/", span_remove, name="school-calendar-remove"),
    path(f"{SET_UP}traded/", traded, name="school-traded"),
    path(f"{SET_UP}traded/<int:traded_id>/remove/", traded_remove, name="school-traded-remove"),
    path(f"{SET_UP}packs/", packs, name="school-packs"),
]
