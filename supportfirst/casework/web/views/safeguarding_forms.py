"""The forms about a child's safety: a concern, what another agency told, and what came of either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from supportfirst.casework.queries.child_concerns import FollowUpPage, InformationPage, RaisePage
from supportfirst.casework.queries.safeguarding_watch import GROUPS
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.pupil_forms import OnceForm
from supportfirst.casework.web.views.worklist_forms import YES

LONGEST = 4000
REFERENCE = "Reference in the safeguarding system, such as CPOMS"
NO_COPY = "The number alone. What that system holds stays there."


def words(label: str, required: str, **more: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(
        label=label, max_length=LONGEST, widget=box, error_messages={"required": required}, **more
    )


class DayForm(OnceForm):
    """A form about something that was on a day."""

    on = DayField(label="On which day?", help_text="For example, 27 3 2027")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("The day has not come yet. Give the day on which it was.")
        return day


class ConcernForm(DayForm):
    indicators = forms.MultipleChoiceField(
        label="Which signs may be behind it?",
        help_text="Absence can be a sign of these. Choose what you think possible; you need not be sure.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one sign. “Something else” is among them"},
    )
    neglect_reasons = forms.MultipleChoiceField(
        label="If it may be neglect: why?", widget=forms.CheckboxSelectMultiple, required=False
    )
    reasons = words(
        "What did you see or hear, and why does it concern you?",
        "Say what you saw or heard, and why it concerns you",
        help_text="Facts, and the child’s own words where you have them.",
    )
    child_seen = forms.ChoiceField(
        label="Has the child been seen today?",
        choices=(("yes", "Yes"), ("no", "No"), ("", "I do not know")),
        widget=forms.RadioSelect,
        required=False,
    )
    reference = forms.CharField(label=REFERENCE, max_length=100, required=False, help_text=NO_COPY)

    def __init__(self, *args: Any, page: RaisePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("indicators", page.signs.indicators)
        self._offer("neglect_reasons", page.signs.neglect_reasons)
        if not page.signs.neglect_reasons:
            del self.fields["neglect_reasons"]
        self.order_fields(["indicators", "neglect_reasons", "reasons", "child_seen", "reference", "on"])

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, text[:1].upper() + text[1:]) for key, text in choices.items()]

    def data_of_record(self) -> dict[str, Any]:
        held = self.cleaned_data
        return {
            "indicators": held["indicators"],
            "neglect_reasons": held.get("neglect_reasons", []),
            "reasons": held["reasons"],
            "child_seen": YES.get(held["child_seen"]),
            "reference": held["reference"],
        }


AGENCIES = {"operation_encompass": "Police, through Operation Encompass", "social_care": "Social care"}


class InformationForm(DayForm):
    agency = forms.ChoiceField(
        label="Who told of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who told of it"},
    )
    told = words("What was told?", "Enter what was told")
    reference = forms.CharField(label=REFERENCE, max_length=100, required=False, help_text=NO_COPY)

    def __init__(self, *args: Any, page: InformationPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        asked = next(each for each in page.kind.fields if each.name == "agency")
        field.choices = [(each, _plain(each)) for each in asked.choices]
        self.order_fields(["agency", "told", "reference", "on"])

    def data_of_record(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("agency", "told", "reference")}


def _plain(name: str) -> str:
    return AGENCIES.get(name, name.replace("_", " ").capitalize())


DECISIONS = {
    "refer_to_social_care": "Refer to children’s social care, through the front door",
    "refer_to_police": "Refer to the police",
    "refer_to_both": "Refer to both",
    "ask_for_advice": "Ask for advice first",
    "no_referral": "Do not refer now",
}


class FollowUpForm(OnceForm):
    """What came of a record: the fields of the pack's kind, in words of our own."""

    def __init__(self, *args: Any, page: FollowUpPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [each.name for each in page.kind.fields]
        for each in page.kind.fields:
            self.fields[each.name] = self._field(each.name, each.choices)

    def _field(self, name: str, choices: Sequence[str]) -> forms.Field:
        match name:
            case "decision":
                return forms.ChoiceField(
                    label="Is the concern referred?",
                    choices=[(each, DECISIONS.get(each, _plain(each))) for each in choices],
                    widget=forms.RadioSelect,
                    error_messages={"required": "Choose whether the concern is referred"},
                )
            case "reference":
                return forms.CharField(
                    label=REFERENCE,
                    max_length=100,
                    help_text=NO_COPY,
                    error_messages={"required": "Enter the reference"},
                )
            case "effect":
                return words(
                    "What did it change in the support for the child?",
                    "Say what it changed, or that it changed nothing, and why",
                )
            case _:
                return words(
                    "What speaks for it, and what against?",
                    "Give the reasons, either way",
                    help_text="The reasons are asked for whatever you decide.",
                )

    def data_of_record(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class ConfideForm(GovukForm):
    colleague = forms.ChoiceField(
        label="Who is to read this record?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a colleague"},
    )

    def __init__(self, *args: Any, staff: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(staff)

    def chosen(self) -> UUID:
        return UUID(self.cleaned_data["colleague"])


class ProcedureForm(GovukForm):
    words = forms.CharField(
        label="Where is the school’s safeguarding procedure?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence for staff. No names of children.",
    )
    link = forms.URLField(
        label="Its address on the web", max_length=300, required=False, assume_scheme="https"
    )
    front_door = forms.CharField(
        label="Through whom is children’s social care reached?",
        max_length=200,
        required=False,
        help_text="The authority’s front door, by its name",
    )
    front_door_telephone = forms.CharField(label="Its telephone", max_length=40, required=False)


class WatchForm(GovukForm):
    """Which group, and which class; all of either where nothing is chosen."""

    group = forms.ChoiceField(
        label="Which group?", choices=[("", "All three"), *GROUPS.items()], required=False
    )

    def __init__(self, *args: Any, classes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "All classes"), *((each, each) for each in classes)]
        self.fields["class"] = forms.ChoiceField(label="Which class?", choices=choices, required=False)
