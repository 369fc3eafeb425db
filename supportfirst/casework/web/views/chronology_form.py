"""The form that narrows a child's chronology: by kind, day and who wrote it down, all in the address."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict

from supportfirst.casework.queries.child_events import Chronology, Wanted
from supportfirst.casework.web.forms import DayField, GovukForm


class ChronologyForm(GovukForm):
    """The days first; what there is to choose from is known once the chronology is read (`offer`)."""

    mark_optional = False

    first = DayField(label="From", required=False)
    last = DayField(label="To", required=False)

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        self.given = given

    def wanted(self) -> Wanted:
        """What is asked for; days that can't be read narrow nothing, and the form says so."""
        held = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            kinds=frozenset(self.given.getlist("kind")),
            first=held.get("first"),
            last=held.get("last"),
            by=_person(self.given.get("by", "")),
            everything=bool(self.given.get("all")),
        )

    @property
    def older(self) -> str:
        """The same choice, with the older ones too."""
        asked = self.given.copy()
        asked["all"] = "yes"
        return f"?{asked.urlencode()}#chronology"

    def offer(self, chronology: Chronology) -> None:
        kinds = [(each.kind, f"{each.title} ({each.events})") for each in chronology.kinds]
        people = [("", "Anybody"), *((str(key), name) for key, name in chronology.people)]
        self.fields["kind"] = forms.MultipleChoiceField(
            label="Only these kinds", choices=kinds, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["by"] = forms.ChoiceField(label="Written down by", choices=people, required=False)


def _person(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
