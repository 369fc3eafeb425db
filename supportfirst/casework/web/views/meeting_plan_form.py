"""The form that arranges a meeting by what the pack says of its kind, and what the family can manage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms

from supportfirst.casework.actions.plan_meeting import Arranged
from supportfirst.casework.queries.child_meetings import MeetingsPage
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.door import ClockField
from supportfirst.casework.web.views.meeting_offer_form import HOW, words

# Where health or mobility makes a journey hard, these come before all others.
SUGGESTED = (("video", "By video (suggested)"), ("at_home", "At home (suggested)"))
PARTS = {"first": "beginning of the day", "middle": "middle of the day", "last": "end of the day"}
GROUNDS = (
    ("", "Not said"),
    ("likeliest_to_come", "The family is likeliest to come there"),
    ("engages_better_with_this_school", "The family engages better with this school"),
    ("nearer_home", "This school is nearer home"),
)
ANSWERS = (("agreed", "Agreed"), ("declined", "Declined"), ("no_answer_yet", "No answer yet"))


class MeetingForm(GovukForm):
    """A meeting to come. Those who must be there are ticked; the page says who else may be asked."""

    on = DayField(label="On which day?", help_text="For example, 27 3 2027")
    at = ClockField(label="At what time?", help_text="For example, 2.30pm")
    how = forms.ChoiceField(label="How?", choices=HOW, widget=forms.RadioSelect)
    place = forms.CharField(label="Where?", max_length=200, required=False)
    place_because = words("Why this place or way?", help_text="What makes it likely that the family comes")
    place_ground = forms.ChoiceField(label="On which ground?", choices=GROUNDS, required=False)
    invited = forms.MultipleChoiceField(label="Who is invited?", widget=forms.CheckboxSelectMultiple)
    left_out_because = words("If somebody who must be there is left out, why?")
    others = words("Who else is invited?", help_text="One on each line")
    adults = forms.MultipleChoiceField(
        label="Which parents or carers?", widget=forms.CheckboxSelectMultiple, required=False
    )
    brought_by = forms.CharField(
        label="Which professional was asked to bring the parent?", max_length=200, required=False
    )
    bringing = forms.ChoiceField(
        label="What did they answer?", choices=[("", "Nobody was asked"), *ANSWERS], required=False
    )
    first = ClockField(label="A time offered at the beginning of the day", required=False)
    middle = ClockField(label="A time offered in the middle of the day", required=False)
    last = ClockField(label="A time offered at the end of the day", required=False)
    despite = forms.BooleanField(label="Keep this time, though it is a bad one for a parent", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any] | None, page: MeetingsPage) -> None:
        kind = page.kind
        assert kind is not None
        ticked = [each.role for each in (*kind.required, *kind.chair, *kind.must_invite)]
        super().__init__(given, initial={"submission": uuid4(), "invited": ticked})
        must = self.fields["place_because"]
        must.required = True
        must.error_messages["required"] = "Say why this place or way was chosen"
        offer(self, "invited", [(each.role, each.title) for each in kind.everybody])
        self.fields["invited"].required = False
        if any(each.needs_no_journey for each in page.circumstances):
            ways = self.fields["how"]
            assert isinstance(ways, forms.ChoiceField)
            ways.choices = [*SUGGESTED, *(each for each in HOW if each[0] not in dict(SUGGESTED))]
        offer(self, "adults", [(str(each.adult), each.name) for each in page.callers])
        if not page.callers:
            del self.fields["adults"]
        self.apart = page.callers if page.parents_apart else ()
        for number, each in enumerate(self.apart):
            self.fields[f"apart_{number}"] = ClockField(
                label=f"At what time is {each.name} met, if both are invited?", required=False
            )

    def told(self) -> Arranged:
        held = self.cleaned_data
        plain = ("on", "at", "how", "place", "place_because", "invited", "left_out_because", "submission")
        return Arranged(
            **{name: held[name] for name in plain},
            place_ground=held["place_ground"],
            times_offered=[f"{part}: {held[n]:%H:%M}" for n, part in PARTS.items() if held[n]],
            despite=held["despite"],
            apart_at={each.adult: at for n, each in enumerate(self.apart) if (at := held.get(f"apart_{n}"))},
            others=[each.strip() for each in held["others"].splitlines() if each.strip()],
            adults=[UUID(each) for each in held.get("adults", ())],
            brought_by=held["brought_by"],
            bringing=held["bringing"],
        )


def offer(form: GovukForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = choices
