"""The forms of recognition: a new scheme, certificates to give, and a child's own target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from supportfirst.casework.actions.write_reward_scheme import Scheme
from supportfirst.casework.queries.reward_schemes import (
    INTERVALS,
    MEASURES,
    SCOPES,
    NewScheme,
)
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.views.setup_forms import SetUpForm

USUALLY_NAMED = 10
YES, NO = "yes", "no"


class SchemeForm(SetUpForm):
    """The codes that are left out are ticked beforehand as the pack has it."""

    title = forms.CharField(
        label="What is it called?",
        max_length=80,
        help_text="Stands on certificates. For example, Termly award",
    )
    measure = forms.ChoiceField(
        label="What is recognised?", choices=MEASURES, widget=forms.RadioSelect, initial=MEASURES[0][0]
    )
    scope = forms.ChoiceField(
        label="Whose attendance?", choices=SCOPES, widget=forms.RadioSelect, initial=SCOPES[0][0]
    )
    year_groups = forms.MultipleChoiceField(
        label="Which year groups?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Rewards work better if they suit an age. Tick none for all year groups.",
    )
    interval = forms.ChoiceField(label="How often?", choices=INTERVALS, widget=forms.RadioSelect)
    type = forms.ChoiceField(label="With what?", widget=forms.RadioSelect)
    cost = forms.DecimalField(
        label="What does it cost each time, in pounds?",
        min_value=0,
        max_digits=7,
        decimal_places=2,
        initial=Decimal(0),
        help_text="0 where it costs nothing",
    )
    leaves_out = forms.MultipleChoiceField(
        label="Which absences are left out?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="They count neither for nor against a child. Where none is ticked, every absence counts.",
    )
    spares_marked = forms.ChoiceField(
        label="Are children with a marker for a medical condition or a disability left out of comparison?",
        choices=[(YES, "Yes, nobody is ranked for it"), (NO, "No, they are compared like all others")],
        widget=forms.RadioSelect,
    )
    most_named = forms.IntegerField(
        label="How many are named at most?",
        min_value=1,
        max_value=1000,
        initial=USUALLY_NAMED,
        help_text="Of those who improved most. Whoever shares the last place is named too.",
    )
    first_day = DayField(label="From which day?")

    def __init__(self, *args: Any, page: NewScheme, **kwargs: Any) -> None:
        reading = page.reading
        usual = {
            "leaves_out": list(reading.left_out),
            "spares_marked": YES if reading.leaves_health_out else NO,
            "type": next(iter(reading.types), ""),
            "interval": INTERVALS[2][0],
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, initial=usual, **kwargs)
        self.choose("year_groups", [(each, f"Year {each}") for each in page.years])
        self.choose("type", list(reading.types.items()))
        self.choose("leaves_out", [(code, f"{code} {words}") for code, words in page.codes.items()])

    def scheme(self) -> Scheme:
        held = {name: each for name, each in self.cleaned_data.items() if name != "submission"}
        return Scheme(**{**held, "spares_marked": held["spares_marked"] == YES})


class EndForm(SetUpForm):
    last_day = DayField(label="Which is its last day?")


class GiveForm(SetUpForm):
    """The children are ticked in the list itself."""

    assembly_on = DayField(
        label="At which assembly?", help_text="The day stands on each certificate. For example, 18 12 2026"
    )


class TargetForm(SetUpForm):
    percent = forms.DecimalField(
        label="Attendance target, in percent",
        min_value=1,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        help_text="A small gain that this child can reach. For example, 75",
    )
    reason = forms.CharField(
        label="Why has this child a target of their own?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    first_day = DayField(label="From which day?")
    last_day = DayField(
        label="Until which day?", required=False, help_text="Left empty: until somebody ends it"
    )
