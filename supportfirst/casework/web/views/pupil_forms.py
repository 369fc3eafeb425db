"""The forms for changing a child's record: names, flags, adults, contacts, markers, references, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.web.forms import DayField, GovukForm

YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
ANSWERS = {"yes": True, "no": False, "": None}
Choices = Sequence[tuple[str, str]]


def line(label: str, most: int = 100, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, **more)


class YesNoField(forms.ChoiceField):
    """Yes, no, or nobody has said: three answers, of which the last is not a no."""

    def __init__(self, **held: Any) -> None:
        super().__init__(choices=YES_NO, widget=forms.RadioSelect, required=False, **held)

    def clean(self, value: Any) -> bool | None:
        return ANSWERS[super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class OnceForm(GovukForm):
    """A form that adds something: sent twice, it adds it once."""

    submission = forms.UUIDField(widget=forms.HiddenInput)


class PupilForm(OnceForm):
    legal_forename = line("Legal forename", required=True)
    legal_surname = line("Legal surname", required=True)
    preferred_forename = line("Preferred forename")
    preferred_surname = line("Preferred surname")
    date_of_birth = DayField(label="Date of birth", required=False, help_text="For example, 4 10 2016")


class FlagForm(OnceForm):
    name = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    says = forms.ChoiceField(
        label="What holds?",
        choices=(
            ("yes", "Yes, it holds"),
            ("no_longer", "No, or no longer"),
            ("never", "It never held: what was written is wrong"),
        ),
        widget=forms.RadioSelect,
    )
    first_day = DayField(label="First day", required=False, help_text="Blank: since before our records")
    last_day = DayField(label="Last day", required=False, help_text="Blank where it still holds")

    def __init__(self, *args: Any, choices: Choices, **held: Any) -> None:
        super().__init__(*args, **held)
        choose(self, "name", choices)

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if held.get("first_day") and held.get("last_day") and held["first_day"] > held["last_day"]:
            self.add_error("last_day", "The last day must not be before the first")
        return held


class AdultForm(OnceForm):
    title = line("Title", 20)
    legal_forename = line("Legal forename", required=True)
    legal_surname = line("Legal surname", required=True)
    date_of_birth = DayField(label="Date of birth", required=False)
    relationship = line("How are they related to the child?", 60, help_text="For example, mother")
    natural_parent = YesNoField(label="Natural parent?")
    parental_responsibility = YesNoField(label="Parental responsibility?")
    day_to_day_care = YesNoField(label="Day-to-day care of the child?")
    lives_with_child = YesNoField(label="Lives with the child?")
    contact_order = forms.IntegerField(
        label="Place in the order of contact", min_value=1, max_value=99, help_text="1 is asked first"
    )
    language = line("Language", 60)
    access_needs = line("Access needs", 300, help_text="For example, large print")
    last_day = DayField(
        label="Last day as an adult of this child",
        required=False,
        help_text="Blank while they are. Their place in the record stays.",
    )


class ContactForm(OnceForm):
    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    value = line("The address or number", 400, required=True)
    postcode = line("Postcode", 8, help_text="Of an address")

    def __init__(self, *args: Any, choices: Choices, **held: Any) -> None:
        super().__init__(*args, **held)
        choose(self, "kind", choices)


class MarkerForm(OnceForm):
    kind = forms.ChoiceField(label="Which marker?", widget=forms.RadioSelect)
    about = forms.ChoiceField(label="Whom is it about?", widget=forms.RadioSelect)  # nobody until chosen
    against = forms.ChoiceField(
        label="A no-contact order: against whom?",
        widget=forms.RadioSelect,
        required=False,
        help_text="While nobody is chosen, every other adult is kept back.",
    )
    first_day = DayField(label="First day")
    note = line("Where it is written", 300, help_text="For example, order of 3 March 2026. No address.")

    def __init__(
        self, *args: Any, kinds: Choices, child: tuple[str, str], adults: Choices, **held: Any
    ) -> None:
        super().__init__(*args, **held)
        choose(self, "kind", kinds)
        choose(self, "about", [child, *adults])
        choose(self, "against", [("", "Nobody is named yet"), *adults])


class LiftForm(GovukForm):
    marker = forms.IntegerField(widget=forms.HiddenInput)
    because = line("Why is it lifted?", 200, required=True)


class ReferenceForm(OnceForm):
    system = line("Which system?", 60, required=True, help_text="For example, the early help system")
    number = line("Reference number", 60, required=True, help_text="The number alone, and no words")


class NoteForm(OnceForm):
    note = forms.CharField(label="Note", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    restricted = forms.ChoiceField(
        label="Who may read it?",
        choices=(
            ("no", "Whoever may see this child’s record"),
            ("yes", "Only those named below, and the head teacher and safeguarding lead"),
        ),
        widget=forms.RadioSelect,
    )
    people = forms.MultipleChoiceField(
        label="Who else may read a restricted note?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, people: Choices, **held: Any) -> None:
        super().__init__(*args, **held)
        choose(self, "people", people)
        if not people:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if held.get("people") and held.get("restricted") == "no":
            self.add_error("restricted", "Choose the restricted note, or name nobody: others could read it")
        return held


def said(refusal: AttendanceError) -> str:
    """A refusal as two sentences of a page."""
    return f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy[:1].upper()}{refusal.remedy[1:]}."


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
