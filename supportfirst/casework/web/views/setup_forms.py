"""The forms of a school's set-up, and the fields that they share."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

from django import forms

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.queries.school_kinds import PHASES, TYPES
from supportfirst.casework.queries.school_setup import NEEDED_TIMES, ORDER
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of


class TimeField(forms.CharField):
    """A time of day, written as 8:45am, 8.45 or 08:45."""

    def __init__(self, **held: Any) -> None:
        super().__init__(max_length=LONGEST_TIME, **held)
        self.widget.attrs.update({"class": "govuk-input--width-5", "inputmode": "numeric"})

    def prepare_value(self, value: Any) -> Any:
        return show_time(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        return typed if typed in self.empty_values else self.read(str(typed))

    def read(self, typed: str) -> time:
        found = time_of(typed.strip())
        if found is None:
            raise forms.ValidationError(f"“{self.label}” must be a time of day, such as 8:45am")
        return found

    def clean(self, value: Any) -> time | None:
        cleaned = super().clean(value)
        return cleaned if isinstance(cleaned, time) else None

    def run_validators(self, value: Any) -> None:
        """A time has no length; the typed text was looked at whole."""


class SetUpForm(GovukForm):
    """A form that is sent once, however often its button is pressed."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class PagesColour(forms.RegexField):
    """The colour that a school's, an authority's or a trust's pages bear; kept in small letters."""

    def __init__(self, whose: str) -> None:
        label = f"Colour of the {whose}’s pages"
        super().__init__(
            r"^#[0-9a-fA-F]{6}$",
            label=label,
            required=False,
            help_text="As # and six of 0-9 and a-f, such as #1d4f6b. Left empty: the site’s own.",
            error_messages={"invalid": f"“{label}” must be # and six of 0-9 and a-f, such as #1d4f6b"},
        )

    def clean(self, value: Any) -> str:
        cleaned: str = super().clean(value)
        return cleaned.lower()


class ReachedForm(SetUpForm):
    """How an authority or a trust is reached."""

    mailbox = forms.EmailField(label="Mailbox of the attendance team", max_length=254, required=False)
    helpline = forms.CharField(label="Helpline", max_length=40, required=False)
    hours = forms.CharField(
        label="Hours", max_length=200, required=False, help_text="For example, weekdays in term, 9 to 15.30"
    )


def urn_field() -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9]{6}$",
        label="URN",
        help_text="Six digits, from “Get information about schools”",
        error_messages={"invalid": "“URN” must be six digits"},
    )


def establishment_number_field(hint: str) -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9]{4}$",
        label="Establishment number",
        help_text=hint,
        error_messages={"invalid": "“Establishment number” must be four digits"},
    )


class AddressLines(forms.CharField):
    """An address by post: its lines, however the browser ended them, without empty ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def to_python(self, value: Any) -> str:
        lines = (" ".join(line.split()) for line in str(super().to_python(value)).splitlines())
        return "\n".join(line for line in lines if line)


class DetailsForm(SetUpForm):
    name = forms.CharField(label="Name of the school", max_length=200)
    urn = urn_field()
    establishment_number = establishment_number_field("Four digits")
    phase = forms.ChoiceField(label="Phase")
    type = forms.ChoiceField(label="Type")
    telephone = forms.CharField(label="Telephone of the school", max_length=40, required=False)
    address = AddressLines(
        label="Address of the school by post", help_text="A line each. It stands at the head of letters."
    )
    colour = PagesColour("school")
    attendance_target = forms.DecimalField(
        label="Attendance target, in percent",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        help_text="For example, 96.5",
    )

    def __init__(self, *args: Any, held: dict[str, str], **kwargs: Any) -> None:
        """`held`: phase and type as they stand, which may be words that the list lacks."""
        super().__init__(*args, **kwargs)
        for name, known in (("phase", PHASES), ("type", TYPES)):
            words = dict.fromkeys([*([held[name]] if held[name] else []), *known])
            self.choose(name, [(each, each.capitalize()) for each in words])


HINTS = {
    "late_after": (
        "Whoever comes later than this is late. It need not be the start of the day: between the two a child "
        "is on time. Left empty: the start of the day."
    ),
    "morning_closes": "Whoever comes after this has missed the register.",
    "report_by": "Until when parents say that a child is away.",
    "first_contact_by": "Until when home is rung about a child who is away without a reason.",
}
LABELS = {
    "doors_open": "Doors open",
    "day_starts": "The day starts",
    "late_after": "Late after",
    "morning_closes": "The morning register closes",
    "afternoon_starts": "The afternoon starts",
    "afternoon_closes": "The afternoon register closes",
    "day_ends": "The day ends",
    "report_by": "Parents report an absence by",
    "first_contact_by": "First contact is made by",
}


class TimesForm(SetUpForm):
    """The times of the day. What no register can do without must be filled in; the rest may be left."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            needed = name in NEEDED_TIMES
            self.fields[name] = TimeField(label=label, required=needed, help_text=HINTS.get(name, ""))
            if needed:
                said = f"Fill in “{label}”. No register can be taken until it is known."
                self.fields[name].error_messages["required"] = said

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        for first, last in ORDER:
            before, after = held.get(first), held.get(last)
            if before is not None and after is not None and after < before:
                self.add_error(last, f"“{LABELS[last]}” must not be before “{LABELS[first]}”")
        return held
