"""A child's safety: raising a concern, reading and deciding for those who may; whom the school watches."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.safeguarding import THING, WATCH_LIST
from supportfirst.casework.actions.confide_record import confide_record
from supportfirst.casework.actions.follow_up_concern import follow_up_concern
from supportfirst.casework.actions.raise_concern import raise_concern
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.actions.record_agency_information import record_agency_information
from supportfirst.casework.actions.set_safeguarding_procedure import set_safeguarding_procedure
from supportfirst.casework.queries.child_concerns import (
    concerns_page,
    confide_page,
    follow_up_page,
    information_page,
    not_seen_page,
    raise_page,
)
from supportfirst.casework.queries.safeguarding_procedure import FIELDS, procedure_page
from supportfirst.casework.queries.safeguarding_watch import watch_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child, show_children
from supportfirst.casework.web.views.pupil_forms import said
from supportfirst.casework.web.views.safeguarding_forms import (
    ConcernForm,
    ConfideForm,
    FollowUpForm,
    InformationForm,
    ProcedureForm,
    WatchForm,
)

RECEIVED = (
    "Your concern was received. The designated safeguarding lead and the head teacher can read it. If the"
    " child is in danger now, do not wait for them to read it: tell them yourself, and call 999."
)


def _refused(form: forms.Form, refusal: Exception) -> None:
    form.add_error(None, said(refusal) if isinstance(refusal, AttendanceError) else str(refusal))


@require_http_methods(["GET", "HEAD", "POST"])
def concern_new(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = raise_page(request.actor, school_id, pupil_id)
    begins = {"submission": uuid4(), "on": request.actor.today}
    sent = request.POST if request.method == "POST" else None
    form = ConcernForm(sent, page=page, today=request.actor.today, initial=begins)
    if form.is_valid():
        held = form.cleaned_data
        data, key = form.data_of_record(), held["submission"]
        try:
            raise_concern(request.actor, school_id, pupil_id, data, on=held["on"], submission=key)
        except (AttendanceError, Refused) as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, RECEIVED)
            return redirect("child-not-seen" if data["child_seen"] is False else "pupil", school_id, pupil_id)
    held = {"page": page, "form": form, "child": page.enrolment.pupil, "school": page.school}
    return show_child(request, "concern_new", held, page.enrolment.pupil, "attendance", right=Right.SEE_PUPIL)


@require_safe
def concerns(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = concerns_page(request.actor, school_id, pupil_id)
    left = page.enrolment if page.left else None
    read_record(request.actor, page.enrolment.pupil, THING, left_here=left)
    held = {"page": page, "child": page.enrolment.pupil, "school": page.school}
    return render(request, "pages/concerns.html", held)


@require_http_methods(["GET", "HEAD", "POST"])
def information_new(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = information_page(request.actor, school_id, pupil_id)
    begins = {"submission": uuid4(), "on": request.actor.today}
    sent = request.POST if request.method == "POST" else None
    form = InformationForm(sent, page=page, today=request.actor.today, initial=begins)
    if form.is_valid():
        held = form.cleaned_data
        data, key = form.data_of_record(), held["submission"]
        try:
            record_agency_information(request.actor, school_id, pupil_id, data, on=held["on"], submission=key)
        except AttendanceError as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "It is kept. Say on this page when it was weighed in the support.")
            return redirect("pupil-concerns", school_id, pupil_id)
    return _of_child(request, page, form, "Information from another agency")


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: Request, school_id: UUID, record_id: UUID, step: str) -> HttpResponse:
    page = follow_up_page(request.actor, school_id, record_id, step)
    sent = request.POST if request.method == "POST" else None
    form = FollowUpForm(sent, page=page, initial={"submission": uuid4()})
    if form.is_valid():
        key = form.cleaned_data["submission"]
        try:
            follow_up_concern(
                request.actor, school_id, record_id, step, form.data_of_record(), submission=key
            )
        except AttendanceError as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "It is kept, with your name and the reasons.")
            return redirect("pupil-concerns", school_id, page.enrolment.pupil_id)
    return _of_child(request, page, form, page.kind.title)


@require_http_methods(["GET", "HEAD", "POST"])
def confide(request: Request, school_id: UUID, record_id: UUID) -> HttpResponse:
    page = confide_page(request.actor, school_id, record_id)
    staff = [(str(user.pk), f"{user.name}, {user.title}") for user in page.staff]
    form = ConfideForm(request.POST if request.method == "POST" else None, staff=staff)
    if form.is_valid():
        try:
            confide_record(request.actor, school_id, record_id, form.chosen())
        except Refused as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "They can read this record now, and no other.")
            return redirect("pupil-concerns", school_id, page.enrolment.pupil_id)
    return _of_child(request, page, form, "Let a colleague read this")


def _of_child(request: Request, page: Any, form: forms.Form, title: str) -> HttpResponse:
    child = page.enrolment.pupil
    held = {"page": page, "form": form, "title": title, "child": child, "school": page.school}
    ended = page.enrolment.last_day
    left = page.enrolment if ended is not None and ended < request.actor.today else None
    read_record(request.actor, child, THING, right=Right.SEE_RESTRICTED, left_here=left)
    return render(request, "pages/safeguarding_form.html", held, status=422 if form.errors else 200)


@require_safe
def not_seen(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = not_seen_page(request.actor, school_id, pupil_id)
    child = page.enrolment.pupil
    held = {"page": page, "child": child, "school": page.school}
    return show_child(request, "child_not_seen", held, child, "attendance", right=Right.SEE_PUPIL)


@require_safe
def watch(request: Request, school_id: UUID) -> HttpResponse:
    group, class_name = request.GET.get("group", ""), request.GET.get("class", "")
    page = watch_page(request.actor, school_id, group=group, class_name=class_name)
    form = WatchForm({"group": group, "class": class_name}, classes=page.classes)
    held = {"page": page, "form": form}
    return show_children(request, "safeguarding_watch", held, page.pupils, WATCH_LIST, school=page.school)


@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: Request, school_id: UUID) -> HttpResponse:
    page = procedure_page(request.actor, school_id)
    begins = {name: getattr(page.shown, name) for name in FIELDS}
    form = ProcedureForm(request.POST if request.method == "POST" else None, initial=begins)
    if form.is_valid():
        set_safeguarding_procedure(request.actor, school_id, form.cleaned_data)
        messages.success(request, "It is kept. Whoever raises a concern is shown it.")
        return redirect("safeguarding-watch", school_id)
    held = {"page": page, "form": form}
    return render(request, "pages/safeguarding_procedure.html", held, status=422 if form.errors else 200)


_CHILD, _SCHOOL = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/", "schools/<uuid:school_id>/safeguarding/"
urlpatterns: list[URLPattern] = [
    path(f"{_CHILD}concern/", concern_new, name="pupil-concern-new"),
    path(f"{_CHILD}concerns/", concerns, name="pupil-concerns"),
    path(f"{_CHILD}agency-information/", information_new, name="pupil-information-new"),
    path(f"{_CHILD}not-seen/", not_seen, name="child-not-seen"),
    path(_SCHOOL, watch, name="safeguarding-watch"),
    path(f"{_SCHOOL}procedure/", procedure, name="safeguarding-procedure"),
    path(f"{_SCHOOL}<uuid:record_id>/confide/", confide, name="safeguarding-confide"),
    path(f"{_SCHOOL}<uuid:record_id>/<str:step>/", follow_up, name="safeguarding-step"),
]
