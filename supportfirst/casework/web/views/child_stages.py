"""Where a child's case stands on each track, and the move of it by a named person."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.move_case import LONGEST, move_case
from supportfirst.casework.queries.child_stages import StagesPage, stages_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import OnceForm


class MoveForm(OnceForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why?",
        help_text="What was tried, what changed, and what the family said. Your name stands beside it.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the case moves"},
    )


@require_safe
def stages(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    return _shown(request, "child_stages", stages_page(request.actor, school_id, pupil_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, school_id: UUID, pupil_id: UUID, move_id: str) -> HttpResponse:
    """What was sent twice, what is open no more and what nobody can tell lead to where the case stands."""
    form = MoveForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        held = form.cleaned_data
        with form.says_why():
            made = {"submission": held["submission"], "seen": held["seen"]}
            move_case(request.actor, school_id, pupil_id, move_id, held["reason"], **made)
            messages.success(request, "The case was moved, and the child is assessed again.")
            return redirect("pupil-stages", school_id, pupil_id)
    whole = stages_page(request.actor, school_id, pupil_id)
    page = whole.of_move(move_id)
    if page is None and form is None and not whole.untold:
        raise NotThere
    if page is None or page.track is None:
        return _shown(request, "child_stages", whole, form)
    begun = MoveForm(initial={"submission": uuid4(), "seen": page.track.stage})
    return _shown(request, "child_move", page, form or begun)


def _shown(request: Request, template: str, page: StagesPage, form: MoveForm | None) -> HttpResponse:
    held = {"page": page, "form": form}
    return show_child(request, template, held, page.enrolment.pupil, "stages", right=Right.ACT_ON_CASE)


_CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/stages/"
urlpatterns: list[URLPattern] = [
    path(_CHILD, stages, name="pupil-stages"),
    path(f"{_CHILD}<str:move_id>/", move, name="pupil-move"),
]
