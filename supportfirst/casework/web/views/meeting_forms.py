"""The form that says what became of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import capfirst

from supportfirst.casework.actions.close_meeting import NOT_OLD_ENOUGH, Agreed, Became, Given
from supportfirst.casework.queries.child_meetings import MeetingsPage
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.views.door import ClockField
from supportfirst.casework.web.views.meeting_offer_form import OfferForm, words

RESULTS = (
    ("held", "It was held"),
    ("parent_absent", "The parent did not come, and gave no explanation"),
    ("parent_absent_explained", "The parent could not come, and explained"),
    ("cancelled", "It was cancelled"),
    ("rearranged", "It was rearranged"),
)
YES_NO = ("", "Not said"), ("yes", "Yes"), ("no", "No")
PRESENT = (
    ("came", "Came in person"),
    ("came_online", "Came by video or telephone"),
    ("apologies", "Sent apologies"),
    ("did_not_come", "Failed to attend"),
)
ACTIONS = {"": "First action", "_2": "Second action", "_3": "Third action"}  # by the end of their fields
OFFER = ("offer_on", "offer_at", "offer_how", "offer_place", "offer_because")
ASKED = (
    "present_",
    "given_",
    "agenda_",
    "away_",
    "answer_",
    "settles_",
    "pupil_told_",
    "weighs_",
    "explains_",
)
VIEWS = ("parent_view", "child_view", "child_view_consent", "pupil_because")


class CloseForm(OfferForm):
    """What became of it. The items of the agenda are the pack's."""

    result = forms.ChoiceField(label="What became of it?", choices=RESULTS, widget=forms.RadioSelect)
    on = DayField(label="On which day was that?", help_text="For example, 27 3 2027")
    parent_view = words("What is the parent’s view?")
    child_view = words("What are the child’s wishes and feelings?")
    child_view_consent = forms.BooleanField(label="A parent agreed that the child was asked", required=False)
    pupil_because = words("If the child was not there, why?")
    asked_by = forms.CharField(label="Who asked for the change?", max_length=200, required=False)
    change_because = words("Why is it changed?")
    no_offer_because = words("If no other day is offered, why?")

    def __init__(self, given: Mapping[str, Any] | None, page: MeetingsPage, today: Any) -> None:
        kind, meeting = page.kind, page.meeting
        assert kind is not None
        assert meeting is not None
        super().__init__(given, initial={"submission": uuid4(), "on": today})
        must = [each.title for each in kind.required]
        chair = [each.title for each in kind.chair] if kind.actions_for_present else []
        self.people = list(dict.fromkeys((*must, *meeting.invited, *chair)))
        self.agenda = list(kind.agenda) or ["what was said and agreed"]
        self.kind = kind
        self.offers(page)
        for place, title in enumerate(self.people):
            self.fields[f"present_{place}"] = forms.ChoiceField(
                label=f"{title}: were they there?", choices=[("", "Not said"), *PRESENT], required=False
            )
        for place, item in enumerate(self.agenda):
            self.fields[f"agenda_{place}"] = words(capfirst(item))
        names = {str(each.adult): each.name for each in page.callers}
        adults = [names.get(each, f"Parent {n}") for n, each in enumerate(meeting.adults, 1)]
        self.parents = (adults or ["the parent"]) if kind.asks_parent else []
        self._ask()
        for row, which in ACTIONS.items():
            self.fields[f"action{row}"] = words(f"{which}: what was agreed to be done?")
            self.fields[f"action_owner{row}"] = self._owner(f"{which}: who does it?")
            self.fields[f"action_by{row}"] = DayField(label=f"{which}: by which day?", required=False)
        asked = [name for name in self.fields if name.startswith(ASKED)]
        agreed = [name for name in self.fields if name.startswith("action")]
        self.needed = {name for name in asked if not name.startswith("away_")}
        self.order_fields(["result", "on", *asked, *VIEWS, *agreed, "failed_to_engage", *OFFER])
        self.speak_for_itself()

    def _owner(self, label: str) -> forms.Field:
        """Anybody; or one of those who were asked, where only those who came can be given something."""
        if not self.kind.actions_for_present:
            return forms.CharField(label=label, max_length=200, required=False)
        choices = [("", "Nobody yet"), *((title, title) for title in self.people)]
        wrong = {"invalid_choice": "Choose one of those who were at the meeting"}
        return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=wrong)

    def _ask_of_pupil(self) -> None:
        """What is made clear to a pupil who is old enough, and whether this one is."""
        for place, item in enumerate(self.kind.weighs):
            label = capfirst(item)
            self.fields[f"weighs_{place}"] = forms.ChoiceField(label=label, choices=YES_NO, required=False)
            self.fields[f"weighs_because_{place}"] = words(f"What shows whether {item}?")
        for place, item in enumerate(self.kind.tells_pupil):
            self.fields[f"pupil_told_{place}"] = forms.ChoiceField(
                label=capfirst(item),
                choices=[*YES_NO, (NOT_OLD_ENOUGH, "The pupil is not old enough")],
                required=False,
            )

    def _ask(self) -> None:
        """What the pack asks of this kind: of each parent, with yes or no, and with the time of day."""
        for number, parent in enumerate(self.parents):
            if len(self.parents) > 1:
                self.fields[f"away_{number}"] = forms.BooleanField(
                    label=f"{parent} was not there", required=False
                )
            for place, item in enumerate(self.kind.asks_parent):
                hint = "If they would not say, write “declined to answer”."
                self.fields[f"answer_{number}_{place}"] = words(f"{parent}: {item}", help_text=hint)
        for place, item in enumerate(self.kind.settles):
            self.fields[f"settles_{place}"] = forms.ChoiceField(
                label=capfirst(item), choices=YES_NO, required=False
            )
        self._ask_of_pupil()
        if self.kind.absent_asks:
            label = f"If the parent did not come: {self.kind.absent_asks}"
            self.fields["failed_to_engage"] = words(label)
        for place, item in enumerate(self.kind.gives):
            self.fields[f"given_day_{place}"] = DayField(
                label=f"To which day was the {item} made?", required=False
            )
            self.fields[f"given_to_{place}"] = forms.MultipleChoiceField(
                label=f"Who was given the {item} at the start?",
                choices=[(title, title) for title in self.people],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for place, item in enumerate(self.kind.explains):
            self.fields[f"explains_{place}"] = ClockField(
                label=f"When was the parent told of {item}?", required=False
            )

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        self.check_offer(held)
        for row in ACTIONS:
            whole = tuple(f"{name}{row}" for name in ("action", "action_owner", "action_by"))
            self._all_or_none(held, whole, "Say what, who and by which day")
        if held.get("result") in ("held", "parent_absent"):
            for place, title in enumerate(self.people):
                if not held.get(f"present_{place}") and held["result"] == "held":
                    self.add_error(f"present_{place}", f"Say whether {title} was there")
        return held

    def _all_or_none(self, held: Mapping[str, Any], names: tuple[str, ...], missing: str) -> None:
        given = [name for name in names if held.get(name)]
        empty = [name for name in names if name not in given and name not in self.errors]
        if given and empty:
            self.add_error(empty[0], missing)

    def told(self) -> Became:
        held = self.cleaned_data
        plain = ("submission", "result", "on", "parent_view", "child_view", "pupil_because")
        agreed = [
            Agreed(held[f"action_owner{row}"], held[f"action{row}"], held[f"action_by{row}"])
            for row in ACTIONS
            if held[f"action{row}"]
        ]
        return Became(
            **{name: held[name] for name in plain},
            present={title: held[f"present_{place}"] for place, title in enumerate(self.people)},
            minutes={item: held[f"agenda_{place}"] for place, item in enumerate(self.agenda)},
            child_view_consent=held["child_view_consent"] if held["child_view"] else None,
            actions=agreed,
            given=[
                Given(item, held[f"given_day_{n}"], held[f"given_to_{n}"])
                for n, item in enumerate(self.kind.gives)
            ],
            offer=self.offered(asked_by=held["asked_by"], change_because=held["change_because"]),
            no_offer_because=held["no_offer_because"],
            answers=[
                (
                    parent,
                    {item: held[f"answer_{number}_{n}"] for n, item in enumerate(self.kind.asks_parent)},
                )
                for number, parent in enumerate(self.parents)
                if not held.get(f"away_{number}")
            ],
            settled={item: held[f"settles_{n}"] for n, item in enumerate(self.kind.settles)},
            told_pupil={item: held[f"pupil_told_{n}"] for n, item in enumerate(self.kind.tells_pupil)},
            weighed={
                item: (held[f"weighs_{n}"], held[f"weighs_because_{n}"])
                for n, item in enumerate(self.kind.weighs)
            },
            failed_to_engage=held.get("failed_to_engage", ""),
            explained={item: held[f"explains_{n}"] for n, item in enumerate(self.kind.explains)},
        )
