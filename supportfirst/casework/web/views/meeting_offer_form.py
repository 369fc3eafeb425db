"""What the forms that move or close a meeting ask of the one that is offered in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django import forms

from supportfirst.casework.actions.plan_meeting import Arranged
from supportfirst.casework.queries.child_meetings import MeetingShown, MeetingsPage
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.views.door import ClockField

HOW = (
    ("in_school", "In school"),
    ("at_home", "At home"),
    ("elsewhere", "Somewhere else"),
    ("video", "By video"),
    ("phone", "By telephone"),
)
TOGETHER = ("offer_on", "offer_at", "offer_how")
TWO_ROWS = forms.Textarea(attrs={"rows": 2})


def words(label: str, **held: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, required=False, widget=TWO_ROWS, **held)


class OfferForm(GovukForm):
    """Another meeting with the same people. Each refusal of an offer names something that this form asks."""

    offer_on = DayField(label="Another day that is offered", required=False)
    offer_at = ClockField(label="At what time?", required=False, help_text="For example, 2.30pm")
    offer_how = forms.ChoiceField(label="How?", choices=[("", "No other day yet"), *HOW], required=False)
    offer_place = forms.CharField(label="Where?", max_length=200, required=False)
    offer_because = words(
        "Why this place or way?", help_text="Leave it empty if place and way stay, and their reason holds"
    )
    despite = forms.BooleanField(label="Keep this time, though it is a bad one for a parent", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def offers(self, page: MeetingsPage) -> None:
        """Parents in conflict are met apart: who is asked, and when each of them is met."""
        assert page.meeting is not None
        self.page, self.meeting = page, page.meeting
        self.apart = page.callers if page.parents_apart else ()
        if not self.apart:
            return
        asked = [str(each.adult) for each in self.apart if str(each.adult) in self.meeting.adults]
        self.fields["offer_adults"] = forms.MultipleChoiceField(
            label="Which parents are asked to it?",
            choices=[(str(each.adult), each.name) for each in self.apart],
            initial=asked,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for number, each in enumerate(self.apart):
            self.fields[f"offer_apart_{number}"] = ClockField(
                label=f"At what time is {each.name} met, if both are asked?", required=False
            )

    def check_offer(self, held: Mapping[str, Any]) -> None:
        said = (*TOGETHER, "offer_place", "offer_because")
        if not any(held.get(name) and held[name] != self.initial.get(name) for name in said):
            return  # nothing was said of another meeting but what the form itself began with
        for name in TOGETHER:
            if not held.get(name) and name not in self.errors:
                self.add_error(name, "Give the day, the time and the way of the new meeting")
        if not self._because(held) and "offer_because" not in self.errors:
            self.add_error("offer_because", "Say why this place or way was chosen")

    def _because(self, held: Mapping[str, Any]) -> str:
        """What somebody said; of a place and a way that stay, what was said of them before."""
        stays = (held.get("offer_how"), held.get("offer_place")) == (self.meeting.how, self.meeting.place)
        return str(held.get("offer_because") or (self.meeting.place_because if stays else ""))

    def offered(self, *, asked_by: str, change_because: str) -> Arranged | None:
        """To the same people as before; None where the form names no day."""
        held = self.cleaned_data
        if not held.get("offer_on"):
            return None
        invited, others, left_out_because = _asked_again(self.page, self.meeting)
        return Arranged(
            submission=uuid5(held["submission"], "offer"),
            on=held["offer_on"],
            at=held["offer_at"],
            how=held["offer_how"],
            place=held["offer_place"],
            place_because=self._because(held),
            invited=invited,
            others=others,
            left_out_because=left_out_because,
            adults=[UUID(each) for each in held.get("offer_adults", self.meeting.adults)],
            asked_by=asked_by,
            change_because=change_because,
            despite=held["despite"],
            apart_at={
                each.adult: at for n, each in enumerate(self.apart) if (at := held.get(f"offer_apart_{n}"))
            },
        )


def _asked_again(page: MeetingsPage, meeting: MeetingShown) -> tuple[list[str], list[str], str]:
    """Roles, people of no role, and why one who belongs there stays left out.

    Whoever was left out on purpose is not asked now; whom the traded service brings since then, is.
    """
    kind = page.kind
    assert kind is not None
    roles = {each.title: each.role for each in kind.everybody}
    belong = kind.must_invite if meeting.left_out_because else kind.must_come
    titles = list(dict.fromkeys((*(each.title for each in belong), *meeting.invited)))
    invited = [roles[title] for title in titles if title in roles]
    return invited, [title for title in titles if title not in roles], meeting.left_out_because
