"""Recognition: a school's reward schemes, their lists, and the certificates that were given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.export_rewards import export_rewards
from supportfirst.casework.actions.give_rewards import give_rewards
from supportfirst.casework.actions.write_reward_scheme import end_reward, set_up_reward
from supportfirst.casework.queries.marks_to_look_at import marks_to_look_at
from supportfirst.casework.queries.reward_batches import batch_page
from supportfirst.casework.queries.reward_counts import Standing
from supportfirst.casework.queries.reward_list import RewardList, reward_list
from supportfirst.casework.queries.reward_schemes import new_scheme, rewards_page, scheme_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children
from supportfirst.casework.web.views.reward_forms import EndForm, GiveForm, SchemeForm

# In this order the parts of a list of classes, year groups or the school are shown.
GROUPS = {
    "listed": "Listed",
    "not_listed": "Not reached",
    "cannot_tell": "Cannot tell",
}
pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def rewards(request: Request, school_id: UUID) -> HttpResponse:
    return render(request, "pages/rewards.html", {"page": rewards_page(request.actor, school_id)})


@pages
def reward_new(request: Request, school_id: UUID) -> HttpResponse:
    page = new_scheme(request.actor, school_id)
    usual = {"first_day": request.actor.today}
    form = SchemeForm(request.POST or None, page=page, initial=usual)
    if request.method == "POST" and form.is_valid():
        submission = form.cleaned_data["submission"]
        try:
            made = set_up_reward(request.actor, school_id, form.scheme(), submission=submission)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{made.title}” is set up. Open a period below to see its list.")
            return redirect("reward", school_id, made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "pages/reward_new.html", {"page": page, "form": form}, status=status)


@pages
def reward(request: Request, school_id: UUID, scheme_id: UUID) -> HttpResponse:
    """A scheme with its periods; the form ends it."""
    page = scheme_page(request.actor, school_id, scheme_id)
    form = EndForm(request.POST or None, initial={"last_day": request.actor.today})
    if request.method == "POST":
        if not page.may_set_up:
            raise Http404
        if form.is_valid():
            try:
                end_reward(request.actor, school_id, scheme_id, form.cleaned_data["last_day"])
            except Refused as refusal:
                form.add_error("last_day", str(refusal))
            else:
                messages.success(request, "The scheme is ended. What it gave stays, and can be read here.")
                return redirect("rewards", school_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "pages/reward.html", {"page": page, "form": form}, status=status)


@pages
def reward_of_day(request: Request, school_id: UUID, scheme_id: UUID, day: str) -> HttpResponse:
    """The list for the period of a day; a POST gives certificates to those who were ticked."""
    found = _day(day)
    page = reward_list(request.actor, school_id, scheme_id, found)
    if request.method == "POST" and not page.may_give:
        raise Http404
    form = GiveForm(request.POST or None, initial={"assembly_on": _next_day(request.actor.today)})
    chosen = _chosen(request, page)
    if request.method == "POST" and form.is_valid():
        try:
            batch = give_rewards(
                request.actor,
                school_id,
                scheme_id,
                found,
                chosen,
                assembly_on=form.cleaned_data["assembly_on"],
                submission=form.cleaned_data["submission"],
                link=f"{reverse('rewards', args=[school_id])}given/{{batch}}/",
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The certificates are given. Print them below.")
            return redirect("reward-batch", school_id, batch.pk)
    parts = {str(standing): rows for standing, rows in page.parts.items()}
    groups = [(words, parts[name]) for name, words in GROUPS.items()]
    held = {"page": page, "form": form, "chosen": chosen, "parts": parts, "parts_of_groups": groups}
    looked_at = {row.pupil for rows in (*page.parts.values(), page.care) for row in rows if row.pupil}
    held["children_at"] = _children_at(school_id)
    held["asked"] = marks_to_look_at(school_id, looked_at or None, page.counted_to, page.period.first)
    status = 422 if request.method == "POST" else 200
    return show_children(
        request, "reward_list", held, page.named, "rewards", school=page.school, status=status
    )


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _next_day(today: date) -> date:
    """The next weekday: an assembly is seldom on the day on which its list is made."""
    ahead = today + timedelta(days=1)
    return ahead if ahead.weekday() < 5 else ahead + timedelta(days=7 - ahead.weekday())


def _chosen(request: Request, page: RewardList) -> Collection[UUID]:
    """Those who were ticked; on a first look those listed, and nobody shown for care or who has left."""
    if request.method != "POST":
        listed = [row for row in page.parts[Standing.LISTED] if row.given is None and row.left is None]
        return {row.pupil for row in listed if row.pupil}
    found = set()
    for text in request.POST.getlist("pupils"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


@require_safe
def reward_batch(request: Request, school_id: UUID, batch_id: UUID) -> HttpResponse:
    return _batch(request, school_id, batch_id)


def _batch(request: Request, school_id: UUID, batch_id: UUID, refused: str = "") -> HttpResponse:
    """The batch; with why a certificate of it was not given out, where one was asked for that may not be."""
    page = batch_page(request.actor, school_id, batch_id)
    named, held = {each.pupil for each in page.given}, {"page": page, "refused": refused}
    held["children_at"] = _children_at(school_id)
    status = 409 if refused else 200
    return show_children(request, "reward_batch", held, named, "rewards", school=page.school, status=status)


@require_safe
def reward_batch_pdf(request: Request, school_id: UUID, batch_id: UUID) -> HttpResponse:
    return _pdf(export_rewards(request.actor, school_id, batch_id))


@require_safe
def reward_pdf(request: Request, school_id: UUID, batch_id: UUID, pupil_id: UUID) -> HttpResponse:
    try:
        return _pdf(export_rewards(request.actor, school_id, batch_id, pupil_id))
    except Refused as blocked:
        return _batch(request, school_id, batch_id, str(blocked))


def _children_at(school_id: UUID) -> str:
    """The address of a child's page before the id: looked up once, and not for each of 1,200 rows."""
    nobody = UUID(int=0)
    return reverse("pupil", args=[school_id, nobody]).removesuffix(f"{nobody}/")


def _pdf(data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="certificates.pdf"'
    return answer


_REWARDS = "schools/<uuid:school_id>/rewards/"
urlpatterns: list[URLPattern] = [
    path(_REWARDS, rewards, name="rewards"),
    path(f"{_REWARDS}new/", reward_new, name="reward-new"),
    path(f"{_REWARDS}<uuid:scheme_id>/", reward, name="reward"),
    path(f"{_REWARDS}<uuid:scheme_id>/<str:day>/", reward_of_day, name="reward-of-day"),
    path(f"{_REWARDS}given/<uuid:batch_id>/", reward_batch, name="reward-batch"),
    path(f"{_REWARDS}given/<uuid:batch_id>/certificates.pdf", reward_batch_pdf, name="reward-batch-pdf"),
    path(f"{_REWARDS}given/<uuid:batch_id>/<uuid:pupil_id>.pdf", reward_pdf, name="reward-pdf"),
]
