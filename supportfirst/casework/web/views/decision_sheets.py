"""Deciding on a prompt, and the sheet of what was decided: for an officer, for a parent, and judged again."""

from __future__ import annotations

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
from supportfirst.casework.actions.decide_prompt import ACTED_ON, DECLINED, LONGEST, decide_prompt
from supportfirst.casework.actions.open_sheet import export_sheet, open_sheet
from supportfirst.casework.queries.decision_sheets import prompt_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import OnceForm, said


class DecisionForm(OnceForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    decided = forms.ChoiceField(
        label="What do you decide?",
        choices=((ACTED_ON, "I act on it"), (DECLINED, "I decline it: nothing is done about it now")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you act on the prompt or decline it"},
    )
    reason = forms.CharField(
        label="Why, or what you do about it",
        help_text="Needed where you decline. Whoever asks later is shown your name and this reason.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, school_id: UUID, pupil_id: UUID, key: str) -> HttpResponse:
    page = prompt_page(request.actor, school_id, pupil_id, key)
    begins = {"submission": uuid4(), "seen": page.newest}
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=begins)
    if form.is_valid():
        held = form.cleaned_data
        try:
            made = decide_prompt(
                request.actor,
                page,
                held["decided"],
                held["reason"],
                submission=held["submission"],
                seen=held["seen"],
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
        except AttendanceError as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, "Your decision is kept, with the sheet of everything it rests on.")
            return redirect("decision-sheet", school_id, pupil_id, made.pk)
    shown = {"page": page, "form": form}
    return show_child(request, "prompt", shown, page.enrolment.pupil, "prompt", right=Right.ACT_ON_CASE)


@require_safe
def sheet(request: Request, school_id: UUID, pupil_id: UUID, sheet_id: UUID) -> HttpResponse:
    today = request.GET.get("again") == "today"
    for_parent = request.GET.get("for") == "parent"
    page = open_sheet(request.actor, school_id, pupil_id, sheet_id, today=today, for_parent=for_parent)
    held = {"page": page, "for_parent": for_parent, "words": "\n".join(page.opened.words)}
    return render(request, "pages/decision_sheet.html", held)


@require_safe
def sheet_file(request: Request, school_id: UUID, pupil_id: UUID, sheet_id: UUID) -> HttpResponse:
    try:
        data = export_sheet(request.actor, school_id, pupil_id, sheet_id)
    except Refused:  # its page says why, and where to decide
        return redirect("decision-sheet", school_id, pupil_id, sheet_id)
    return HttpResponse(
        data,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="sheet-{sheet_id}.json"'},
    )


_CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_CHILD}prompts/<str:key>/", decide, name="prompt"),
    path(f"{_CHILD}sheets/<uuid:sheet_id>/", sheet, name="decision-sheet"),
    path(f"{_CHILD}sheets/<uuid:sheet_id>/file/", sheet_file, name="decision-sheet-file"),
]
