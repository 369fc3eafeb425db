"""A child's page of leave, the forms of what stands there, and the form of a decision on one request."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.record_leave import AFTER_RETURN, CERTIFICATE, decide_leave, record_leave
from supportfirst.casework.queries.child_leave import (
    DECISION,
    PART_TIME,
    REQUEST,
    LeaveRecordPage,
    decision_page,
    leave_page,
    leave_record_page,
)
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child, show_record_form
from supportfirst.casework.web.views.record_fields import FollowUpForm
from supportfirst.casework.web.views.worklist_forms import PREFIX

ADULTS, PART = "adults", "Leave of absence"
# What the rule, the other fields and the register say, and nobody types.
NOT_TYPED = {DECISION: ("by_rule", "exceptional_considered"), CERTIFICATE: (AFTER_RETURN,)}


class LeaveForm(FollowUpForm):
    """The fields of one kind; the parents whom it concerns."""

    def __init__(self, request: Request, page: LeaveRecordPage) -> None:
        super().__init__(request, page.kind, page.about, follows=page.follows)
        for name in NOT_TYPED.get(page.kind.kind, ()):
            del self.fields[PREFIX + name]
        if page.callers:
            self.fields[ADULTS] = forms.MultipleChoiceField(
                label="Who asked?" if page.kind.kind == REQUEST else "Which parents or carers?",
                required=False,
                choices=[(str(each.adult), each.name) for each in page.callers],
                widget=forms.CheckboxSelectMultiple,
            )
            self.order_fields(["on", ADULTS])
        asks = {
            REQUEST: page.terms.request_asks,
            DECISION: page.terms.decision_asks,
            PART_TIME: page.terms.part_time_asks,
        }
        self.needed = {f"{PREFIX}{name}" for name in asks.get(page.kind.kind, ())}

    @property
    def parents(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data.get(ADULTS, [])]


@require_safe
def leave(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = leave_page(request.actor, school_id, pupil_id)
    pupil = page.enrolment.pupil
    return show_child(request, "child_leave", {"page": page}, pupil, "leave", right=Right.ACT_ON_CASE)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, school_id: UUID, pupil_id: UUID, leave_kind: str) -> HttpResponse:
    page = leave_record_page(request.actor, school_id, pupil_id, leave_kind)
    form = LeaveForm(request, page)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        with form.says_why():
            record_leave(
                request.actor,
                page,
                submission=held["submission"],
                on=held["on"],
                adults=form.parents,
                data=form.data_of_event(),
            )
            messages.success(request, f"Recorded for {page.name}: {page.kind.title}.")
            return redirect("pupil-leave", school_id, pupil_id)
    return show_record_form(request, page, form, part=PART, thing="leave")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, school_id: UUID, pupil_id: UUID, request_id: UUID) -> HttpResponse:
    page = decision_page(request.actor, school_id, pupil_id, request_id)
    form = LeaveForm(request, page)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        with form.says_why():
            decide_leave(
                request.actor,
                page,
                submission=held["submission"],
                on=held["on"],
                data=form.data_of_event(),
            )
            messages.success(request, f"The decision for {page.name} is recorded.")
            return redirect("pupil-leave", school_id, pupil_id)
    return show_record_form(request, page, form, part=PART, thing="leave", template="child_leave_decision")


CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/leave/"
urlpatterns: list[URLPattern] = [
    path(CHILD, leave, name="pupil-leave"),
    path(f"{CHILD}<uuid:request_id>/", decide, name="pupil-leave-decision"),
    path(f"{CHILD}<slug:leave_kind>/", record, name="pupil-leave-record"),
]
