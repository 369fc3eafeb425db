"""Move a school to another trust: choose, see who then reaches it, and only then move it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.move_school import move_school
from supportfirst.casework.queries.moving_school import MovingPage, moving_page, what_moving_does
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import SetUpForm

NONE = "none"


class MoveForm(SetUpForm):
    trust = forms.ChoiceField(label="Trust")

    def offer(self, page: MovingPage) -> None:
        """All but what holds already; that is known too when it is sent, as the same form twice has it."""
        now = str(page.school.trust_id or NONE)
        known = [*page.trusts, (NONE, "None: the school leaves its trust")]
        others = [(value, name) for value, name in known if self.is_bound or value != now]
        self.choose("trust", [("", "Choose one"), *others])

    @property
    def chosen(self) -> UUID | None:
        trust = self.cleaned_data["trust"]
        return None if trust == NONE else UUID(trust)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, school_id: UUID) -> HttpResponse:
    """The button that moves it bears the trust of which the page told: another choice is told of first."""
    page = moving_page(request.actor, school_id)
    form = MoveForm(request.POST if request.method == "POST" else None)
    form.offer(page)
    carry_shown(form, {"trust": page.told}, request.at, school_id)
    moving = None
    if request.method == "POST" and not page.may_move:
        form.add_error(
            None, "Administrators of the authority or of the trust move a school. Ask one of them."
        )
    elif request.method == "POST" and form.is_valid():
        if request.POST.get("move") == form.cleaned_data["trust"]:
            moved = _moved(request, page, form)
            if moved is not None:
                return moved
        elif form.chosen == page.school.trust_id:
            form.add_error("trust", "The school is there already. Choose where it goes.")
        else:
            moving = what_moving_does(request.actor, school_id, form.chosen)
    shown = {"page": page, "form": form, "moving": moving}
    return render(request, "pages/school_move.html", shown, status=422 if form.errors else 200)


def _moved(request: Request, page: MovingPage, form: MoveForm) -> HttpResponse | None:
    """The way on; None where it was not moved, and the form says why."""
    held, name = form.cleaned_data, page.school.name
    try:
        is_theirs = move_school(
            request.actor, page.school.pk, form.chosen, submission=held["submission"], shown=held["shown"]
        )
    except ChangedMeanwhile as refusal:
        tell_changed(form, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(
            request, f"{name} is moved." if is_theirs else f"{name} is moved. You reach it no longer."
        )
        return redirect("school-setup", page.school.pk) if is_theirs else redirect("schools")
    return None


urlpatterns: list[URLPattern] = [path(f"{SET_UP}trust/move/", move, name="school-move")]
