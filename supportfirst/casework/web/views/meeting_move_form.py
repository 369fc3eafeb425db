"""The form by which a meeting is moved because a parent can't come, and what is offered in place of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms

from supportfirst.casework.actions.rearrange_meeting import Asked
from supportfirst.casework.queries.child_meetings import MeetingsPage
from supportfirst.casework.web.views.meeting_offer_form import OfferForm, words


class MoveForm(OfferForm):
    """Without another day the meeting waits for one."""

    asked_by = forms.CharField(
        label="Who asked for another time or place?",
        max_length=200,
        error_messages={"required": "Say who asked for another time or place"},
    )
    change_because = words("What did they say?", help_text="They need not give a reason")

    def __init__(self, given: Mapping[str, Any] | None, page: MeetingsPage) -> None:
        meeting = page.meeting
        assert meeting is not None
        names = {str(each.adult): each.name for each in page.callers}
        asked = ", ".join(names[each] for each in meeting.adults if each in names)
        usual = {"asked_by": asked, "offer_how": meeting.how, "offer_place": meeting.place}
        super().__init__(given, initial={"submission": uuid4(), **usual})
        self.fields["offer_on"].label = "The new day"
        self.fields["offer_on"].help_text = "Leave it empty until one is found"
        self.order_fields(["asked_by", "change_because"])
        self.offers(page)

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        self.check_offer(held)
        return held

    def told(self) -> Asked:
        held = self.cleaned_data
        by, because = held["asked_by"], held["change_because"]
        return Asked(held["submission"], by, because, self.offered(asked_by=by, change_because=because))
