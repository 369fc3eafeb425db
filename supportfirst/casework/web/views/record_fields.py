"""Forms for what was done about one child: the fields of the pack's kind, in words that a person would use.

A kind of which nothing is said here is asked with the pack's own words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.timezone import localtime

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.queries.unaccounted import Caller
from supportfirst.casework.queries.worklist_acts import KindAsked
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of
from supportfirst.casework.web.views.worklist_forms import PREFIX, as_held, field_for

NOT_ASKED = ("by_role", "informal", "made_at")  # the clock and the person who is signed in say these
WORDS: Mapping[str, str] = {
    "channel": "How?",
    "outcome": "What came of it?",
    "reason_found": "What reason was given?",
    "child_seen": "Was the child seen?",
    "staff_chosen": "Who made the contact?",
    "staff_chosen_because": "Why this member of staff?",
    "concern_raised": "What concern did you raise?",
    "support_offered": "What support did you offer?",
    "done": "What was done?",
}
CHOICES: Mapping[str, str] = {
    "phone": "Telephone",
    "text": "Text message",
    "email": "E-mail",
    "app": "School’s app",
    "refused": "Would not talk",
}
ABOUT = "about"  # the field by which one record follows up another


def asked_field(
    kind: KindAsked, name: str, words: Mapping[str, str] = WORDS, *, must: bool = False
) -> forms.Field:
    """One field of a kind with its words. `must`: this form asks for it though the pack does not."""
    asked = next(each for each in kind.fields if each.name == name)
    found = field_for(asked)
    if name in words:
        found.label = words[name]
    if must and not asked.required:
        found.required = True
        found.error_messages["required"] = f"Answer “{found.label}”"
    if isinstance(found, forms.ChoiceField):
        offered: Any = found.choices
        shown = [(value, CHOICES.get(value, text)) for value, text in offered]
        left_open = ("", "Not asked" if asked.holds == "yes or no" else "Not said")
        found.choices = shown if found.required else [*shown, left_open]
    return found


def names_of(kind: KindAsked, leave_out: Collection[str] = NOT_ASKED) -> list[str]:
    return [each.name for each in kind.fields if each.name not in leave_out]


class RecordForm(GovukForm):
    """The fields of one kind, whom it concerned, and when it was."""

    adult = forms.ChoiceField(label="Which parent or carer?", widget=forms.RadioSelect, required=False)
    on = DayField(label="On which day?", help_text="For example, 27 3 2027")
    made_at = forms.CharField(
        label="At what time?", max_length=LONGEST_TIME, required=False, help_text="For example, 9:40am"
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        *,
        kind: KindAsked,
        at: datetime,
        callers: Sequence[Caller] = (),
        words: Mapping[str, str] = WORDS,
        required: Collection[str] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        now = localtime(at)
        usual = {"submission": uuid4(), "on": now.date(), "made_at": show_time(now)}
        super().__init__(given, initial={**usual, **(initial or {})})
        self.kind, self.today = kind, now.date()
        for name in names_of(kind):
            self.fields[PREFIX + name] = asked_field(kind, name, words, must=name in required)
        chosen = self.fields["adult"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [*((str(each.adult), each.name) for each in callers), ("", "Nobody of these")]
        if not callers:
            del self.fields["adult"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("The day has not come yet. Give the day on which it was.")
        return day

    def clean_made_at(self) -> time | None:
        typed = self.cleaned_data["made_at"].strip()
        if not typed:
            return None
        found = time_of(typed)
        if found is None:
            raise forms.ValidationError("The time must be a time of day, such as 9:40am")
        return found

    @property
    def adults(self) -> list[UUID]:
        chosen = self.cleaned_data.get("adult")
        return [UUID(chosen)] if chosen else []

    @property
    def at(self) -> time | None:
        found: time | None = self.cleaned_data.get("made_at")
        return found

    def data_of_event(self) -> dict[str, Any]:
        """The fields as the chronology keeps them; those left blank are left out."""
        told = {
            asked.name: as_held(asked.holds, self.cleaned_data.get(PREFIX + asked.name))
            for asked in self.kind.fields
        }
        if self.at is not None and "made_at" in told:
            told["made_at"] = self.at.strftime("%H:%M")
        return {name: value for name, value in told.items() if value not in (None, "", [])}


class FollowUpForm(RecordForm):
    """The fields of one kind on a page of its own, and the record that it follows up, if it follows one."""

    def __init__(
        self, request: Request, kind: KindAsked, about: Sequence[tuple[str, str]], *, follows: bool
    ) -> None:
        given = request.POST if request.method == "POST" else None
        super().__init__(given, kind=kind, at=request.actor.at, words={})
        del self.fields["made_at"]
        if follows:
            self.fields[ABOUT] = forms.ChoiceField(
                label="Which record does it follow up?",
                choices=about,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the record that it follows up"},
            )

    def data_of_event(self) -> dict[str, Any]:
        told = super().data_of_event()
        if self.cleaned_data.get(ABOUT):
            told[ABOUT] = self.cleaned_data[ABOUT]
        return told
