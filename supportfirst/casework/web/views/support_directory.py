"""The support directory: for everybody at school to search, for administrators to write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.write_directory import write_entry
from supportfirst.casework.queries.support_directory import FIELDS, directory_page, entry_page
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.setup_forms import SetUpForm

STANDS, GOES = "stands", "goes"


class SearchForm(GovukForm):
    mark_optional = False

    words = forms.CharField(
        label="Find support",
        required=False,
        max_length=100,
        help_text="A word or two, such as anxiety. Name no child and no parent.",
    )


class EntryForm(SetUpForm):
    name = forms.CharField(
        label="What is it called?", max_length=150, error_messages={"required": "Enter its name"}
    )
    offers = forms.CharField(
        label="What does it offer, and to whom?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what it offers"},
    )
    reach = forms.CharField(
        label="How is it reached?",
        max_length=300,
        help_text="A web page, a telephone number or an e-mail address",
        error_messages={"required": "Enter how it is reached"},
    )
    topics = forms.CharField(
        label="Words by which it is found",
        max_length=200,
        required=False,
        help_text="For example, anxiety, sleep, bullying",
    )


class ChangeForm(EntryForm):
    stays = forms.ChoiceField(
        label="Does it stay in the directory?",
        choices=[(STANDS, "Yes"), (GOES, "No, take it out. Offers to which it was attached keep its name")],
        widget=forms.RadioSelect,
        initial=STANDS,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_safe
def directory(request: Request, school_id: UUID) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    page = directory_page(request.actor, school_id, words)
    return render(request, "pages/directory.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def directory_entry(request: Request, school_id: UUID, entry_id: UUID | None = None) -> HttpResponse:
    page = entry_page(request.actor, school_id, entry_id)
    given = request.POST if request.method == "POST" else None
    if page.stands is None:
        form: EntryForm = EntryForm(given)
    else:
        held: dict[str, Any] = {name: getattr(page.stands, name) for name in FIELDS}
        form = ChangeForm(given, initial={**held, "seen": page.stands.pk})
    if form.is_valid():
        told = form.cleaned_data
        removed = told.get("stays") == GOES
        try:
            row = write_entry(
                request.actor,
                school_id,
                entry_id,
                told,
                submission=told["submission"],
                seen=told.get("seen"),
                removed=removed,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            what = "is taken out of the directory" if removed else "stands in the directory"
            messages.success(request, f"“{row.name}” {what}.")
            return redirect("directory", school_id)
    status = 422 if form.errors else 200
    return render(request, "pages/directory_entry.html", {"page": page, "form": form}, status=status)


_SCHOOL = "schools/<uuid:school_id>/directory/"
urlpatterns: list[URLPattern] = [
    path(_SCHOOL, directory, name="directory"),
    path(f"{_SCHOOL}new/", directory_entry, name="directory-new"),
    path(f"{_SCHOOL}<uuid:entry_id>/", directory_entry, name="directory-entry"),
]
