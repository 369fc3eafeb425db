"""The form for acting on several children: the day, and the fields that the pack asks of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from supportfirst.casework.queries.worklist_acts import FieldAsked, KindAsked
from supportfirst.casework.web.forms import DayField, GovukForm

YES_NO = (("yes", "Yes"), ("no", "No"))
YES = {"yes": True, "no": False}
PREFIX = "field_"  # so that a field of the pack never meets one of the form


class ActForm(GovukForm):
    """One kind of event, for several children at once."""

    on = DayField(label="Day", help_text="The day on which it was done, such as 27 3 2027")

    def __init__(self, kind: KindAsked, today: date, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(given, initial={"on": today})
        self.kind = kind
        self.today = today
        for asked in kind.fields:
            self.fields[PREFIX + asked.name] = field_for(asked)
        self.fields["note"] = forms.CharField(
            label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("The day has not come yet. Give the day on which it was done.")
        return day

    @property
    def day(self) -> date:
        held: date = self.cleaned_data["on"]
        return held

    def data_of_event(self) -> dict[str, Any]:
        """The fields as the chronology keeps them; those left blank are left out."""
        told = {
            asked.name: as_held(asked.holds, self.cleaned_data[PREFIX + asked.name])
            for asked in self.kind.fields
        }
        if self.cleaned_data["note"]:
            told["note"] = self.cleaned_data["note"]
        return {name: value for name, value in told.items() if value not in (None, "", [])}


def as_held(holds: str, value: Any) -> Any:
    """What was typed into a field, as the chronology keeps it."""
    if holds == "yes or no":
        return YES.get(str(value))
    if holds == "list":
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]
    if holds == "number" and value is not None:
        return float(value)
    return value


def field_for(asked: FieldAsked) -> forms.Field:
    """A field of a form for one of the pack's."""
    words = asked.words[:1].upper() + asked.words[1:]
    options: dict[str, Any] = {"label": words, "required": asked.required}
    if asked.required:
        options["error_messages"] = {"required": f"Say {asked.words}"}
    match asked.holds:
        case "choice":
            choices = [(each, each.replace("_", " ").capitalize()) for each in asked.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
        case "yes or no":
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **options)
        case "date":
            return DayField(**options)
        case "number":
            return forms.DecimalField(**options)
        case "list":
            return forms.CharField(
                widget=forms.Textarea(attrs={"rows": 3}), help_text="One a line", **options
            )
        case _:
            return forms.CharField(max_length=500, **options)
