"""A child's own attendance target: set it with the reason, or end it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.set_pupil_target import end_pupil_target, set_pupil_target
from supportfirst.casework.queries.child_recognition import target_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.reward_forms import TargetForm


@require_http_methods(["GET", "HEAD", "POST"])
def pupil_target(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = target_page(request.actor, school_id, pupil_id)
    form = TargetForm(request.POST or None, initial={"first_day": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            set_pupil_target(request.actor, school_id, pupil_id, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = "The target is set. It is used when lists of rewards are made, in the school’s place."
            messages.success(request, told)
            return redirect("pupil", school_id, pupil_id)
    status = 422 if request.method == "POST" else 200
    held = {"page": page, "form": form}
    pupil = page.enrolment.pupil
    return show_child(request, "pupil_target", held, pupil, "target", right=Right.GIVE_REWARDS, status=status)


@require_POST
def pupil_target_end(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    end_pupil_target(request.actor, school_id, pupil_id)
    messages.success(request, "The child’s own target is ended. The school’s holds again from today.")
    return redirect("pupil", school_id, pupil_id)


_OF = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/target/"
urlpatterns: list[URLPattern] = [
    path(_OF, pupil_target, name="pupil-target"),
    path(f"{_OF}end/", pupil_target_end, name="pupil-target-end"),
]
