"""How an authority or a trust is reached: written by its administrators, read by its schools."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.setup_forms import ReachedForm


class _Change(Protocol):
    def __call__(
        self, actor: Any, school_id: UUID, values: Mapping[str, Any], /, *, shown: str
    ) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """One kind of place: the page that reads it, the form and the action that write it."""

    word: str  # authority, trust; so is the place called on its page, and its address
    names: Sequence[str]  # the settings
    read: Callable[..., Any]  # a page with the school, the place, and whether it may be changed
    form: type[ReachedForm]
    change: _Change
    template: str = "pages/place_settings.html"

    def answer(self, request: Request, school_id: UUID) -> HttpResponse:
        """The page; sent back, its settings are kept."""
        page = self.read(request.actor, school_id)
        place = getattr(page, self.word)
        held = {name: getattr(place, name) for name in self.names}
        form = self.form(request.POST or None, initial=held)
        if page.may_change:
            carry_shown(form, held, request.at, place.pk)
        if request.method == "POST" and form.is_valid():
            try:
                told = form.cleaned_data
                self.change(request.actor, school_id, told, shown=told.get("shown", ""))
            except ChangedMeanwhile as refusal:
                tell_changed(form, refusal)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"It is kept, for all schools of the {self.word}.")
                return redirect(f"school-{self.word}", school_id)
        shown = {"page": page, "form": form, "place": place, "word": self.word}
        return render(request, self.template, shown, status=422 if form.errors else 200)
