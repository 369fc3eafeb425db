"""The mark of who arrives after the register has closed: the default, the school's own, and its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.set_after_close_mark import LONGEST_REASON, set_after_close_mark
from supportfirst.casework.actions.submit_register import RegisterRefused
from supportfirst.casework.queries.after_close import AfterClosePage, after_close_page
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.register_form import said


class AfterCloseForm(GovukForm):
    mark = forms.ChoiceField(label="Mark from now on", required=False)
    reason = forms.CharField(
        label="Why is it changed?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept with your name. Name no child and no parent.",
        error_messages={"required": "Enter why the mark is changed"},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: AfterClosePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["mark"]
        assert isinstance(chosen, forms.ChoiceField)
        usual = ("", f"{page.default}, as the policy pack has it")
        chosen.choices = [usual, *((each.symbol, each.text) for each in page.choices)]


@require_http_methods(["GET", "HEAD", "POST"])
def after_close(request: Request, school_id: UUID) -> HttpResponse:
    page = after_close_page(request.actor, school_id)
    if page is None or (request.method == "POST" and not page.may_set):
        raise Http404
    usual = {"submission": uuid4(), "mark": page.school.after_close_mark}
    form = AfterCloseForm(request.POST if request.method == "POST" else None, page=page, initial=usual)
    carry_shown(form, {"mark": page.school.after_close_mark}, request.at, school_id)
    if form.is_valid():
        held = form.cleaned_data
        try:
            set_after_close_mark(
                request.actor,
                school_id,
                held["mark"],
                held["reason"],
                submission=held["submission"],
                shown=held["shown"],
            )
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        except RegisterRefused as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, "The mark is changed. It holds for arrivals from now on.")
            return redirect("after-close", school_id)
    status = 422 if form.errors else 200
    return render(request, "pages/after_close.html", {"page": page, "form": form}, status=status)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/door/after-close/", after_close, name="after-close"),
]
