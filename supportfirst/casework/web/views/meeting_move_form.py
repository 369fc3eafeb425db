"""The form by which a meeting is moved because a parent can't come, and what is offered in place of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms

from supportfirst.casework.actions.plan_meeting import Arranged
from supportfirst.casework.actions.rearrange_meeting import Asked
from supportfirst.casework.queries.child_meetings import MeetingsPage
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.door import ClockField
from supportfirst.casework.web.views.meeting_forms import HOW, offer_of, words

TOGETHER = ("offer_on", "offer_at", "offer_how")


class MoveForm(GovukForm):
    """Without another day the meeting waits for one."""

    asked_by = forms.CharField(
        label="Who asked for another time or place?",
        max_length=200,
        error_messages={"required": "Say who asked for another time or place"},
    )
    change_because = words("What did they say?", help_text="They need not give a reason")
    offer_on = DayField(label="The new day", required=False, help_text="Leave it empty until one is found")
    offer_at = ClockField(label="At what time?", required=False, help_text="For example, 2.30pm")
    offer_how = forms.ChoiceField(label="How?", choices=[("", "No other day yet"), *HOW], required=False)
    offer_place = forms.CharField(label="Where?", max_length=200, required=False)
    despite = forms.BooleanField(label="Keep this time, though it is a bad one for a parent", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any] | None, page: MeetingsPage) -> None:
        meeting = page.meeting
        assert meeting is not None
        names = {str(each.adult): each.name for each in page.callers}
        asked = ", ".join(names[each] for each in meeting.adults if each in names)
        usual = {"asked_by": asked, "offer_how": meeting.how, "offer_place": meeting.place}
        super().__init__(given, initial={"submission": uuid4(), **usual})
        self.page = page

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        for name in TOGETHER if held.get("offer_on") or held.get("offer_at") else ():
            if not held.get(name) and name not in self.errors:
                self.add_error(name, "Give the day, the time and the way of the new meeting")
        return held

    def told(self) -> Asked:
        held = self.cleaned_data
        offer: Arranged | None = None
        if held["offer_on"]:
            submission: UUID = uuid5(held["submission"], "offer")
            because = held["change_because"] or "asked for by the family"
            offer = offer_of(self.page, held, submission=submission, because=because)
        return Asked(held["submission"], held["asked_by"], held["change_because"], offer)
