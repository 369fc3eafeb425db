"""The gallery: every component in its states, on one page, for those who build pages and for the tests.

What it shows is invented. Ids are unique over the whole page, and nothing takes the focus on loading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.gallery_examples import EXAMPLES


@dataclass(frozen=True)
class Example:
    which: str
    state: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Section:
    which: str
    examples: Sequence[Example]

    @property
    def title(self) -> str:
        return self.which.replace("_", " ").capitalize()


class SampleForm(GovukForm):
    """Each kind of field once."""

    prefix = "sample"
    summary_stays_put = True

    who = forms.CharField(label="Who was spoken to", help_text="Name, and what they are to the child")
    telephone = forms.CharField(
        label="Telephone number", widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    minutes = forms.IntegerField(label="Minutes late", required=False)
    on = DayField(label="Day of the call", help_text="For example, 27 3 2025")
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[("seen", "Child seen"), ("spoken", "Spoken to, child not seen"), ("none", "No answer")],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label="What was tried",
        choices=[("call", "Telephone"), ("text", "Text message"), ("visit", "Visit")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    code = forms.ChoiceField(label="Code to propose", choices=[("", "None yet"), ("I", "I – illness")])
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    letter = forms.FileField(label="Letter", required=False)
    agreed = forms.BooleanField(label="The parent agreed to be called back")


def sections() -> list[Section]:
    return [
        Section(which, [Example(which, state, options) for state, options in states.items()])
        for which, states in EXAMPLES.items()
    ]


def calendar_rows() -> list[dict[str, Any]]:
    """Two invented weeks: morning and afternoon of each day, as a letter with its meaning."""
    drawn = {"Morning": "/ / O O / I L / # -", "Afternoon": "/ / O / / I / / # -"}
    return [
        {"half": half, "sessions": [session(mark) for mark in marks.split()]} for half, marks in drawn.items()
    ]


def session(mark: str) -> dict[str, str | SafeString]:
    kind, meaning = {
        "/": ("present", "present"),
        "O": ("unauthorised", "unauthorised absence"),
        "I": ("authorised", "illness"),
        "L": ("late", "late"),
        "#": ("closed", "school closed"),
        "-": ("missing", "not recorded"),
    }[mark]
    return {
        "kind": kind,
        "text": format_html(
            '<span aria-hidden="true">{}</span><span class="govuk-visually-hidden">{}</span>', mark, meaning
        ),
    }


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    context = {
        "organisation": {"name": "Millbrook Academy (invented)", "colour": "6b2c91"},
        "navigation": [
            {"text": "Worklist", "href": "#worklist"},
            {"text": "Registers", "href": "#register"},
            {"text": "Components", "href": "#main-content", "current": True},
        ],
        "sections": sections(),
        "empty_form": SampleForm(initial={"on": date(2025, 3, 27)}),
        "refused_form": SampleForm(
            data={"refused-who": "Ada Quill", "refused-on-day": "31", "refused-on-year": "2025"},
            prefix="refused",
        ),
        "days": [date(2025, 3, day) for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14)],
        "calendar": calendar_rows(),
        "pupils": ["Ada Quill", "Bartholomew Featherstonehaugh-Okonkwo", "Chen Wick"],
        "marks": [("present", "/", "Present"), ("late", "L", "Late"), ("absent", "N", "Absent")],
    }
    return render(request, "gallery.html", context)


urlpatterns = [path("components", gallery, name="gallery")]
