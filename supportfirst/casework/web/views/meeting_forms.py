"""The form that says what became of a meeting, and the words that it shares with the arranging one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms

from supportfirst.casework.actions.close_meeting import Agreed, Became, Given
from supportfirst.casework.actions.plan_meeting import Arranged
from supportfirst.casework.queries.child_meetings import MeetingsPage
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.door import ClockField

HOW = (
    ("in_school", "In school"),
    ("at_home", "At home"),
    ("elsewhere", "Somewhere else"),
    ("video", "By video"),
    ("phone", "By telephone"),
)
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
ASKED = ("present_", "given_", "agenda_", "away_", "answer_", "settles_", "explains_")
VIEWS = ("parent_view", "child_view", "child_view_consent", "pupil_because")
TWO_ROWS = forms.Textarea(attrs={"rows": 2})


def words(label: str, **held: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, required=False, widget=TWO_ROWS, **held)


class CloseForm(GovukForm):
    """What became of it. The items of the agenda are the pack's."""

    result = forms.ChoiceField(label="What became of it?", choices=RESULTS, widget=forms.RadioSelect)
    on = DayField(label="On which day was that?", help_text="For example, 27 3 2027")
    parent_view = words("What is the parent’s view?")
    child_view = words("What are the child’s wishes and feelings?")
    child_view_consent = forms.BooleanField(label="A parent agreed that the child was asked", required=False)
    pupil_because = words("If the child was not there, why?")
    offer_on = DayField(label="Another day that is offered", required=False)
    offer_at = ClockField(label="At what time?", required=False)
    offer_how = forms.ChoiceField(
        label="How?", choices=[("", "No other meeting is offered"), *HOW], required=False
    )
    offer_place = forms.CharField(label="Where?", max_length=200, required=False)
    asked_by = forms.CharField(label="Who asked for the change?", max_length=200, required=False)
    change_because = words("Why is it changed?")
    no_offer_because = words("If no other day is offered, why?")
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any] | None, page: MeetingsPage, today: Any) -> None:
        kind, meeting = page.kind, page.meeting
        assert kind is not None
        assert meeting is not None
        super().__init__(given, initial={"submission": uuid4(), "on": today})
        must = [each.title for each in kind.required]
        self.people = list(dict.fromkeys((*must, *meeting.invited)))
        self.agenda = list(kind.agenda) or ["what was said and agreed"]
        self.page, self.kind = page, kind
        for place, title in enumerate(self.people):
            self.fields[f"present_{place}"] = forms.ChoiceField(
                label=f"{title}: were they there?", choices=[("", "Not said"), *PRESENT], required=False
            )
        for place, item in enumerate(self.agenda):
            self.fields[f"agenda_{place}"] = words(item[:1].upper() + item[1:])
        names = {str(each.adult): each.name for each in page.callers}
        adults = [names.get(each, f"Parent {n}") for n, each in enumerate(meeting.adults, 1)]
        self.parents = (adults or ["the parent"]) if kind.asks_parent else []
        self._ask()
        for row, which in ACTIONS.items():
            self.fields[f"action{row}"] = words(f"{which}: what was agreed to be done?")
            self.fields[f"action_owner{row}"] = forms.CharField(
                label=f"{which}: who does it?", max_length=200, required=False
            )
            self.fields[f"action_by{row}"] = DayField(label=f"{which}: by which day?", required=False)
        asked = [name for name in self.fields if name.startswith(ASKED)]
        agreed = [name for name in self.fields if name.startswith("action")]
        self.needed = {name for name in asked if not name.startswith("away_")}
        self.order_fields(["result", "on", *asked, *VIEWS, *agreed])
        self.speak_for_itself()

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
                label=item[:1].upper() + item[1:], choices=YES_NO, required=False
            )
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
        together = ("offer_on", "offer_at", "offer_how")
        self._all_or_none(held, together, "Give the day, the time and the way of the meeting offered")
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
            offer=offer_of(self.page, held, submission=uuid5(held["submission"], "offer")),
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
            explained={item: held[f"explains_{n}"] for n, item in enumerate(self.kind.explains)},
        )


def offer_of(
    page: MeetingsPage,
    held: Mapping[str, Any],
    *,
    submission: UUID,
    because: str = "offered after a meeting that was missed",
) -> Arranged | None:
    """What a form offers in place of a meeting, to the same people; None where it names no day."""
    kind, meeting = page.kind, page.meeting
    assert kind is not None
    assert meeting is not None
    if not held.get("offer_on"):
        return None
    roles = {each.title: each.role for each in kind.everybody}
    must = [each.title for each in (*kind.required, *kind.must_invite)]
    people = list(dict.fromkeys((*must, *meeting.invited)))
    return Arranged(
        submission=submission,
        on=held["offer_on"],
        at=held["offer_at"],
        how=held["offer_how"],
        place=held["offer_place"],
        place_because=held["change_because"] or because,
        invited=[roles[title] for title in people if title in roles],
        others=[title for title in people if title not in roles],
        adults=[UUID(each) for each in meeting.adults],
        asked_by=held["asked_by"],
        change_because=held["change_because"],
        despite=bool(held.get("despite")),
    )
