"""The form of a contact about a child who is not accounted for: what was said, and what the mark becomes.

A reason of the pack's list proposes the code that it comes to; whoever sends the form has decided. What every
call has is asked first: whom, and what came of it. The rest is folded, with the values that most calls have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from supportfirst.casework.queries.morning_page import ContactPage, ListedReason
from supportfirst.casework.queries.replies import LONGEST_REASON
from supportfirst.casework.web.forms import GovukField, GovukForm
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of

CHANNELS = (
    ("phone", "Telephone"),
    ("text", "Text message"),
    ("email", "E-mail"),
    ("app", "School's app"),
    ("face_to_face", "Face to face"),
    ("video", "Video call"),
    ("home_visit", "Home visit"),
)
NO_ANSWER, SPOKE = "no_answer", "reached"
NOT_SEEN = "no"  # of a child who was asked about
OUTCOMES = (
    (NO_ANSWER, "No answer"),
    ("message_left", "Message left"),
    (SPOKE, "Spoke to somebody"),
    ("refused", "Would not talk"),
)
UNANSWERED = (NO_ANSWER, "message_left")
OF_A_TALK = ("category", "reason_found")
OF_THE_CONTACT = (
    "channel",
    "made_at",
    "child_seen",
    "concern_raised",
    "support_offered",
    "staff_chosen",
    "staff_chosen_because",
)
OF_THE_MARK = ("settles", "sessions")
PROPOSED = "proposed"  # the code of the reason that was chosen


def _says(reason: ListedReason) -> str:
    """What whoever sends again confirms, where the code asks for that."""
    return f". {reason.code} says {reason.confirms}" if reason.confirms else ""


class ContactForm(GovukForm):
    """Who was contacted, how, what came of it, and what the mark becomes."""

    adult = forms.ChoiceField(label="Whom did you try to reach?", widget=forms.RadioSelect, required=False)
    channel = forms.ChoiceField(label="How?", choices=CHANNELS, widget=forms.RadioSelect)
    made_at = forms.CharField(label="At what time?", max_length=LONGEST_TIME, help_text="For example, 9:40am")
    outcome = forms.ChoiceField(label="What came of it?", choices=OUTCOMES, widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label="Which reason of the policy’s list was given?", widget=forms.RadioSelect, required=False
    )
    reason_found = forms.CharField(
        label="What reason was given, in words?",
        required=False,
        max_length=LONGEST_REASON,
        help_text="What was said, such as a fever since last night",
    )
    concern_raised = forms.CharField(label="What concern did you raise?", required=False, max_length=300)
    support_offered = forms.CharField(label="What support did you offer?", required=False, max_length=300)
    child_seen = forms.ChoiceField(
        label="Was the child seen?",
        choices=(("", "Not asked"), ("yes", "Yes"), (NOT_SEEN, "No")),
        widget=forms.RadioSelect,
        required=False,
    )
    staff_chosen = forms.CharField(
        label="Who made the contact?",
        max_length=200,
        help_text="The member of staff best placed to be heard at home.",
    )
    staff_chosen_because = forms.CharField(label="Why this member of staff?", required=False, max_length=300)
    settles = forms.ChoiceField(label="What should the register now say?", required=False)
    sessions = forms.MultipleChoiceField(
        label="Of which sessions?", widget=forms.CheckboxSelectMultiple, required=False
    )
    put_forward = forms.CharField(required=False, widget=forms.HiddenInput)  # the reason proposed already
    reply = forms.UUIDField(required=False, widget=forms.HiddenInput)  # the message that this settles
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, page: ContactPage, now: datetime, usual: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.usual = usual  # what most calls are: a fold that says no more stays shut
        self.now = localtime(now)
        self.may_settle = bool(page.may_settle and page.sessions)
        self.choose("adult", [(str(each.adult), each.name) for each in page.callers])
        self.choose("settles", self._what_the_mark_becomes())
        self.choose("sessions", [(each.key, each.text) for each in page.sessions])
        self.choose("category", [("", "None of these"), *self._listed()])
        self.fields["category"].help_text = self._who_says_so()
        if not page.callers:
            del self.fields["adult"]
        if not page.reasons:
            del self.fields["category"]
        if not self.may_settle:
            del self.fields["settles"], self.fields["sessions"]

    def _written(self, names: Iterable[str], **more: Any) -> SafeString:
        held = [self[name] for name in names if name in self.fields]
        return SafeString("".join(each.as_govuk(**more) for each in held if isinstance(each, GovukField)))

    @property
    def asked_first(self) -> SafeString:
        """Whom, and what came of it; what was said belongs to a talk, and is out of sight without one."""
        talk = self._written(OF_A_TALK)
        if self._says_more_than_its_outcome():
            return SafeString(self._written(("adult", "outcome")) + talk)
        first = self._written(("adult", "outcome"))
        return format_html('{}<div class="sf-talk">{}</div>', first, talk)  # the style sheet opens it

    def _says_more_than_its_outcome(self) -> bool:
        """A reason beside an outcome that has none: whoever is told of that has to see it."""
        if not self.is_bound or self.data.get("outcome") == SPOKE:
            return False
        return any(name in self.errors or self.data.get(name) for name in OF_A_TALK)

    @property
    def about_the_contact(self) -> SafeString:
        return self._written(OF_THE_CONTACT)

    @property
    def about_the_mark(self) -> SafeString:
        return self._written(OF_THE_MARK)

    @property
    def said_of_mark(self) -> str:
        """What the second fold is for. Without a reason of the list the mark stays as it is."""
        waiting = len(self.page.sessions)
        more = f", or other sessions: {waiting} wait for a reason" if waiting > 1 else ""
        return f"Change the mark to a code of your own choice{more}"

    @property
    def opens_the_contact(self) -> bool:
        return self._is_opened(OF_THE_CONTACT)

    @property
    def opens_the_mark(self) -> bool:
        return self._is_opened(OF_THE_MARK)

    def _is_opened(self, names: Iterable[str]) -> bool:
        """A fold shows by itself what is wrong in it, and what is not as in most calls."""
        held = [name for name in names if name in self.fields]
        return any(
            name in self.errors or (self[name].value() or "") != (self.usual.get(name) or "") for name in held
        )

    def _what_the_mark_becomes(self) -> list[tuple[str, str]]:
        proposed = [(PROPOSED, "The code of the reason chosen above; without one, as it is")]
        codes = [(each.symbol, each.text) for each in self.page.choices]
        return [*(proposed if self.page.reasons else []), ("", "Leave it as it is"), *codes]

    def _listed(self) -> list[tuple[str, str]]:
        return [
            (each.reason, each.text_with_code if self.proposes(each) else each.text)
            for each in self.page.reasons
        ]

    def proposes(self, reason: ListedReason) -> bool:
        return self.may_settle and self.page.may_propose(reason)

    def _who_says_so(self) -> str:
        """Where the codes come from, and who may write those that are not proposed here."""
        if not self.may_settle:
            return ""
        barred = [each for each in self.page.reasons if not self.proposes(each)]
        told = f"Each names the code that is proposed for it, by {self.page.reasons_by}."
        brought = self.page.left_open_by(self.initial.get("reason_found", ""))  # of a reply, for instance
        return " ".join(filter(None, [told, *(self.page.who_writes(each) for each in barred), brought]))

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def clean_made_at(self) -> time:
        found = time_of(self.cleaned_data["made_at"].strip())
        if found is None:
            raise forms.ValidationError("The time must be a time of day, such as 9:40am")
        made_at = found
        if made_at > self.now.time():
            raise forms.ValidationError("The time must not be later than now")
        return made_at

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        if not self.errors:
            self._propose()
        if "reason_found" in self.errors:
            return held
        if held.get("outcome") in UNANSWERED and self.why():
            self.add_error(
                "outcome",
                "Choose “Spoke to somebody”, or take the reason out: it says that somebody gave one",
            )
        if len(self.why()) > LONGEST_REASON:
            self.add_error("reason_found", f"The reason must be {LONGEST_REASON} characters or less in all")
        if self.code() and not self.why():
            self.add_error("reason_found", "Enter the reason that was given, since it changes the register")
        if self.code() and not held.get("sessions"):
            self.add_error("sessions", "Choose the sessions that the reason speaks of")
        return held

    def _propose(self) -> None:
        """Where the words name a reason of the list and none was chosen, ask once whether it is that one.

        Ask once as well of a chosen one whose code, as the pack says, a choice alone does not write.
        """
        held = self.cleaned_data
        if held.get("settles") != PROPOSED:
            return
        if held.get("category"):
            self._confirm()
            return
        found = self.page.proposed_by(held["reason_found"])
        if found is None or held["put_forward"] == found.reason:
            return
        sent = self.data
        assert isinstance(sent, QueryDict)  # a copy, that the view made
        sent["category"] = sent["put_forward"] = found.reason
        self.add_error(
            "category",
            f"Confirm the code. The words name “{found.reason}”, which comes to {found.code}, by "
            f"{self.page.reasons_by}{_says(found)}. It is chosen now: send again to settle the mark so, or "
            "choose “None of these” to leave it",
        )

    def _confirm(self) -> None:
        reason, sent = self.chosen_reason, self.data
        if reason is None or not reason.confirms or not self.proposes(reason):
            return
        if self.cleaned_data["put_forward"] == reason.reason:
            return
        assert isinstance(sent, QueryDict)  # a copy, that the view made
        sent["put_forward"] = reason.reason
        self.add_error(
            "category",
            f"Confirm the code{_says(reason)}. Send again to write it, or choose “None of these” to leave "
            "the mark as it is",
        )

    @property
    def chosen_reason(self) -> ListedReason | None:
        asked = self.cleaned_data.get("category", "")
        return next((each for each in self.page.reasons if each.reason == asked), None)

    def code(self) -> str:
        """What the mark is to become; "" leaves it as it is."""
        asked: str = self.cleaned_data.get("settles", "")
        if asked != PROPOSED:
            return asked
        reason = self.chosen_reason
        return reason.code if reason is not None and self.proposes(reason) else ""

    def left_open(self) -> str:
        """Of a mark that stays as it is though a reason was given: on what its code hangs."""
        asked: str = self.cleaned_data.get("settles", "")
        if asked != PROPOSED or not self.may_settle or self.chosen_reason is not None:
            return ""
        return self.page.left_open_by(self.cleaned_data.get("reason_found", ""))

    def why(self) -> str:
        """In words, after the reason of the list where one was chosen."""
        words: str = self.cleaned_data.get("reason_found", "")
        listed = self.cleaned_data.get("category", "")
        return ": ".join(each for each in (listed, words) if each) if words != listed else words

    def data_of_event(self) -> dict[str, Any]:
        """The fields of the contact as the pack names them; what was left blank is not sent."""
        held = self.cleaned_data
        named = ("channel", "outcome", "concern_raised", "reason_found", "support_offered")
        told = {name: held[name] for name in (*named, "staff_chosen", "staff_chosen_because")}
        told["reason_found"] = self.why()
        if held["child_seen"]:
            told["child_seen"] = held["child_seen"] == "yes"
        return told
