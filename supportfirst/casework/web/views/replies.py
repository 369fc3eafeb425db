"""Replies of families: typing one in, and saying of which child one speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.match_reply import match_reply
from supportfirst.casework.actions.take_reply import Reply, take_reply
from supportfirst.casework.queries.message_list import Channel
from supportfirst.casework.queries.outbox import outbox
from supportfirst.casework.queries.replies import ReplyPage, reply_page
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children
from supportfirst.casework.web.views.register_form import LONGEST_TIME, time_of


class ReplyForm(GovukForm):
    """A text or e-mail as it came, of today."""

    channel = forms.ChoiceField(
        label="What came?",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether a text or an e-mail came"},
    )
    sender = forms.CharField(
        label="From which number or address?",
        max_length=400,
        error_messages={"required": "Enter the number or address that it came from"},
    )
    text = forms.CharField(
        label="What does it say?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Paste all of it: the reference finds the child.",
        error_messages={"required": "Enter what the reply says"},
    )
    at = forms.CharField(
        label="At what time did it come?", max_length=LONGEST_TIME, help_text="Today, such as 9:52am"
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = localtime(now)

    def clean_at(self) -> datetime:
        found = time_of(self.cleaned_data["at"].strip())
        if found is None:
            raise forms.ValidationError("The time must be a time of day, such as 9:52am")
        at = datetime.combine(self.now.date(), found, self.now.tzinfo)
        if at > self.now:
            raise forms.ValidationError("The time must not be later than now")
        return at


class MatchForm(GovukForm):
    pupil = forms.ChoiceField(
        label="Of which child does it speak?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the child"},
    )

    def __init__(self, *args: Any, page: ReplyPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["pupil"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(str(each.pupil), each.text) for each in page.children]


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request, school_id: UUID) -> HttpResponse:
    page = outbox(request.actor, school_id)
    if page is None:
        raise Http404
    now = request.actor.at
    usual = {"channel": "text", "at": show_time(localtime(now)), "submission": uuid4()}
    form = ReplyForm(request.POST if request.method == "POST" else None, now=now, initial=usual)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        reply = Reply(Channel(held["channel"]), held["sender"].strip(), held["text"].strip(), held["at"])
        kept = take_reply(request.actor, school_id, reply, once=f"reply:{held['submission']}")
        if kept.pupil is None:
            messages.success(request, "The reply is kept. Say now of which child it speaks.")
            return redirect("reply-match", school_id, kept.pk)
        messages.success(request, f"The reply is matched to {kept.pupil.name}. Settle the mark from it.")
        return redirect("morning", school_id)
    held = {"page": page, "form": form}
    return render(request, "pages/reply.html", held, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: Request, school_id: UUID, message_id: UUID) -> HttpResponse:
    page = reply_page(request.actor, school_id, message_id)
    if page is None:
        raise Http404
    form = MatchForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            kept = match_reply(request.actor, school_id, message_id, UUID(form.cleaned_data["pupil"]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            name = kept.pupil.name if kept.pupil else ""
            messages.success(request, f"The reply is matched to {name}.")
            return redirect("messages", school_id)
    held = {"page": page, "form": form}
    named = [child.pupil for child in page.children]
    return show_children(request, "reply_match", held, named, "replies", school=page.school)


_SCHOOL = "schools/<uuid:school_id>/messages/"
urlpatterns: list[URLPattern] = [
    path(f"{_SCHOOL}reply/", take, name="reply"),
    path(f"{_SCHOOL}<uuid:message_id>/match/", match, name="reply-match"),
]
