"""The forms of planned absence: finding a child, narrowing the list, a plan of each kind, settling one."""

from __future__ import annotations

from typing import Any

from django import forms

from supportfirst.casework.actions.plan_absence import Plan
from supportfirst.casework.queries.planned_absences import ChildToPlan, PlansPage
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.door import SESSIONS, ClockField

NOTIFIED = ("notified_on", "notified_at", "notified_how", "notified_by")
# What is asked of each kind, beside its days and its code.
ASKED: dict[str, tuple[str, ...]] = {
    "appointment": (*NOTIFIED, "place", "leaves_at", "back_at", "evidence", "reason"),
    "absence": (*NOTIFIED, "reason"),
    "leave": (*NOTIFIED, "evidence", "reason"),
    "provider": ("place", "leaves_at", "back_at", "reason"),
    "off_site": ("place", "leaves_at", "back_at", "reason"),
    "exclusion": ("education_offered", "reason"),
}
# What must be said of each kind, and what the page says where it was not.
NEEDED: dict[str, dict[str, str]] = {
    "appointment": {
        "notified_on": "Enter the day on which the school was told",
        "notified_how": "Choose how the school was told",
        "leaves_at": "Enter when the child leaves, or when the appointment is",
    },
    "absence": {"reason": "Enter the reason that was given"},
    "leave": {"reason": "Enter why leave is asked for"},
    "provider": {"place": "Enter where the child is taught"},
    "off_site": {"place": "Enter where the child is, or what they do"},
    "exclusion": {
        "education_offered": "Enter which education is offered; write “none yet” where there is none",
    },
}


class NameForm(GovukForm):
    name = forms.CharField(
        label="Plan for a child", max_length=100, help_text="Any part of the name", required=False
    )
    mark_optional = False


class FilterForm(GovukForm):
    mark_optional = False

    kind = forms.ChoiceField(label="Kind", required=False)
    group = forms.ChoiceField(label="Class", required=False)

    def __init__(self, *args: Any, page: PlansPage, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        choose(self, "kind", [("", "All kinds"), *page.kinds])
        choose(self, "group", [("", "All classes"), *((str(each.pk), each.name) for each in page.groups)])


class SettleForm(GovukForm):
    """One sentence about a plan."""

    words = forms.CharField(max_length=300)

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = question
        self.fields["words"].error_messages["required"] = f"Answer “{question}”"


class PlanForm(GovukForm):
    """A plan of one kind; the codes are those that the pack has for it."""

    code = forms.ChoiceField(label="What should the register say?", widget=forms.RadioSelect)
    first_day = DayField(label="First day", help_text="For example, 27 11 2026")
    first_half = forms.ChoiceField(label="From which session?", choices=SESSIONS, widget=forms.RadioSelect)
    last_day = DayField(label="Last day", help_text="The same day, if it is one day")
    last_half = forms.ChoiceField(
        label="Up to and including which session?", choices=SESSIONS, widget=forms.RadioSelect
    )
    notified_on = DayField(label="When was the school told?", required=False)
    notified_at = ClockField(label="At what time?", required=False, help_text="For example, 8.50")
    notified_how = forms.ChoiceField(label="How?", widget=forms.RadioSelect, required=False)
    notified_by = forms.CharField(label="By whom?", max_length=200, required=False)
    place = forms.CharField(label="Where?", max_length=200, required=False)
    leaves_at = ClockField(label="Leaves at", required=False, help_text="For example, 9:40am")
    back_at = ClockField(label="Back at", required=False, help_text="For example, 11.10")
    education_offered = forms.CharField(
        label="Which education is offered?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Work set, a provider, and from which day",
    )
    evidence = forms.CharField(
        label="What evidence was shown?",
        max_length=300,
        required=False,
        help_text="A letter, a card, a message",
    )
    reason = forms.CharField(
        label="Reason", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ChildToPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = page.kind
        always = ("code", "first_day", "first_half", "last_day", "last_half", "submission")
        for name in [each for each in self.fields if each not in (*always, *ASKED[page.kind])]:
            del self.fields[name]
        choose(self, "code", [(each.symbol, each.text) for each in page.choices])
        if "notified_how" in self.fields:
            choose(
                self, "notified_how", [(each, each.replace("_", " ").capitalize()) for each in page.methods]
            )
        for name, missing in NEEDED[page.kind].items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = missing

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        first, last = held.get("first_day"), held.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "The last day must not be before the first")
        return held

    def plan(self) -> Plan:
        held = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        for name in ("first_half", "last_half"):
            held[name] = int(held[name])
        return Plan(kind=self.kind, **held)


def choose(form: GovukForm, name: str, choices: list[tuple[str, str]]) -> None:
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = choices
