"""Finding a child. What is typed is sent in the body of the request, so that no name stands in an address."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.casework.actions.look_for_child import look_for_child, may_look
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request


class FindForm(GovukForm):
    words = forms.CharField(
        label="Find a child",
        max_length=100,
        help_text="A name, a UPN, the name of a parent, or a postcode",
        error_messages={"required": "Enter a name, a UPN or a postcode"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Request) -> HttpResponse:
    """A POST looks, and changes nothing but the trail."""
    may_look(request.actor)
    form = FindForm(request.POST if request.method == "POST" else None)
    found = look_for_child(request.actor, form.cleaned_data["words"]) if form.is_valid() else None
    if found is not None and found.too_short:
        form.add_error("words", "Enter at least two letters")
    held = {"form": form, "found": found}
    return render(request, "pages/find.html", held, status=422 if form.errors else 200)


urlpatterns: list[URLPattern] = [path("find/", find, name="find")]
