"""Markers of a child and their adults: set, for a death after a second look at whom it names, and lifted."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.keep_markers import lift_marker, set_marker
from supportfirst.casework.queries.child_edit import DIED, MARKER_KINDS, MarkersPage, markers_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_changes import METHODS, given, shown
from supportfirst.casework.web.views.pupil_forms import LiftForm, MarkerForm, said


@require_http_methods(METHODS)
def markers(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    """Set a marker; a POST with `marker` lifts that one."""
    page = markers_page(request.actor, school_id, pupil_id)
    child = page.enrolment.pupil
    lifting = request.method == "POST" and "marker" in request.POST
    lift = LiftForm(request.POST if lifting else None)
    form = MarkerForm(
        None if lifting else given(request),
        kinds=MARKER_KINDS,
        child=(str(child.pk), f"The child, {child.name}"),
        adults=page.adults,
        initial={"submission": uuid4(), "first_day": request.actor.today},
    )
    try:
        if lift.is_valid():
            held = lift.cleaned_data
            lift_marker(request.actor, school_id, pupil_id, held["marker"], held["because"])
            messages.success(request, "The marker is lifted. Its days and your reason stay.")
            return redirect("pupil-markers", school_id, pupil_id)
        if form.is_valid():
            return set_or_ask(request, page, form)
    except AttendanceError as refusal:
        (lift if lifting else form).add_error("because" if lifting else "against", said(refusal))
    used = lift if lifting else form
    return shown(request, "pupil_markers", page, used, "markers", new=form, lift=lift, lifting=lifting)


def set_or_ask(request: Request, page: MarkersPage, form: MarkerForm) -> HttpResponse:
    """A death is written once somebody has seen the name of that very person on a page of its own."""
    held, child = form.cleaned_data, page.enrolment.pupil
    if held["kind"] == DIED and request.POST.get("seen") != held["about"]:
        of_child = held["about"] == str(child.pk)
        name = child.name if of_child else dict(page.adults)[held["about"]]
        told = {"form": form, "child": child, "school": page.school, "name": name, "of_child": of_child}
        return show_child(request, "pupil_died", told, child, "markers", right=Right.EDIT_PEOPLE)
    set_marker(
        request.actor,
        page.school.pk,
        child.pk,
        held["kind"],
        about=UUID(held["about"]),
        against=UUID(held["against"]) if held["against"] else None,
        first_day=held["first_day"],
        note=held["note"],
    )
    messages.success(request, "The marker is set. Every page honours it from now on.")
    return redirect("pupil-markers", page.school.pk, child.pk)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/pupils/<uuid:pupil_id>/markers/", markers, name="pupil-markers"),
]
