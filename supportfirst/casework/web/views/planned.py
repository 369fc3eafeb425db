"""Planned absence: what is known before the register is taken, for today and the days to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.plan_absence import plan_absence
from supportfirst.casework.actions.settle_plan import authorise_plan, record_evidence, withdraw_plan
from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.queries.planned_absences import (
    ChildToPlan,
    PlanPage,
    child_to_plan,
    plan_page,
    plans_page,
)
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child, show_children
from supportfirst.casework.web.views.planned_forms import FilterForm, NameForm, PlanForm, SettleForm
from supportfirst.casework.web.views.register_form import said

SETTLING = {
    "evidence": (record_evidence, "What was shown?", "The evidence is recorded."),
    "authorise": (authorise_plan, "Why is it authorised?", "The plan is authorised."),
    "withdraw": (withdraw_plan, "Why does the plan no longer hold?", "The plan is withdrawn."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: Request, school_id: UUID) -> HttpResponse:
    """The list. A POST looks for a child's name, which stands in no address, and changes nothing."""
    finding = NameForm(request.POST if request.method == "POST" else None)
    typed = finding.cleaned_data["name"] if finding.is_valid() else ""
    kind, group = request.GET.get("kind", ""), request.GET.get("group", "")
    page = plans_page(request.actor, school_id, kind=kind, group=group, typed=typed)
    if page is None:
        raise Http404
    filters = FilterForm(page=page, initial={"kind": kind, "group": group})
    held = {"page": page, "finding": finding, "typed": typed, "filters": filters}
    named = {row.pupil for row in page.rows} | {each.pupil_id for each in page.found}
    return show_children(request, "plans", held, named, "planned_absence", school=page.school)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: Request, school_id: UUID, pupil_id: UUID, kind: str = "") -> HttpResponse:
    """Which kind, and then its form."""
    page = child_to_plan(request.actor, school_id, pupil_id, kind)
    if page is None or (request.method == "POST" and not kind):
        raise Http404
    if not kind:
        return _shown(request, "plan_kinds", page, {"page": page})
    form = PlanForm(
        request.POST if request.method == "POST" else None, page=page, initial=_usual(request, page)
    )
    if form.is_valid():
        try:
            kept = plan_absence(
                request.actor, page.enrolment, form.plan(), submission=form.cleaned_data["submission"]
            )
        except RegisterRefused as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, f"The plan for {page.enrolment.pupil.name} is kept.")
            return redirect("plan", school_id, kept.pk)
    return _shown(request, "plan_new", page, {"page": page, "form": form})


def _shown(
    request: Request, template: str, page: ChildToPlan | PlanPage, held: Mapping[str, Any], status: int = 0
) -> HttpResponse:
    pupil, right = page.enrolment.pupil, Right.CORRECT_MARK
    return show_child(request, template, held, pupil, "planned_absence", right=right, status=status)


def _usual(request: Request, page: ChildToPlan) -> dict[str, Any]:
    today = request.actor.today
    return {
        "submission": uuid4(),
        "code": page.choices[0].symbol if page.choices else "",
        "first_day": today,
        "last_day": today,
        "first_half": "0",
        "last_half": "0" if page.kind == "appointment" else "1",
        "notified_on": today,
    }


@require_http_methods(["GET", "HEAD"])
def plan(request: Request, school_id: UUID, plan_id: UUID) -> HttpResponse:
    return _plan(request, _page(request, school_id, plan_id))


@require_POST
def plan_settle(request: Request, school_id: UUID, plan_id: UUID, how: str) -> HttpResponse:
    """Evidence, permission or withdrawal, each with words."""
    page = _page(request, school_id, plan_id)
    if how not in SETTLING or (how == "authorise" and not page.may_authorise):
        raise Http404
    act, question, done = SETTLING[how]
    form = SettleForm(request.POST, question=question, prefix=how)
    if form.is_valid():
        try:
            act(request.actor, plan_id, form.cleaned_data["words"])
        except RegisterRefused as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, done)
            return redirect("plan", school_id, plan_id)
    return _plan(request, page, **{how: form})


def _page(request: Request, school_id: UUID, plan_id: UUID) -> PlanPage:
    found = plan_page(request.actor, school_id, plan_id)
    if found is None:
        raise Http404
    return found


def _plan(request: Request, page: PlanPage, **tried: SettleForm) -> HttpResponse:
    settles = {
        how: tried.get(how) or SettleForm(question=question, prefix=how)
        for how, (_, question, _) in SETTLING.items()
    }
    held = {"page": page, "settles": settles, "form": next(iter(tried.values()), None)}
    return _shown(request, "plan", page, held, 422 if tried else 200)


_SCHOOL = "schools/<uuid:school_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_SCHOOL}planned/", plans, name="plans"),
    path(f"{_SCHOOL}planned/of/<uuid:pupil_id>/", plan_new, name="plan-kinds"),
    path(f"{_SCHOOL}planned/of/<uuid:pupil_id>/<str:kind>/", plan_new, name="plan-new"),
    path(f"{_SCHOOL}planned/<uuid:plan_id>/", plan, name="plan"),
    path(f"{_SCHOOL}planned/<uuid:plan_id>/<str:how>/", plan_settle, name="plan-settle"),
]
