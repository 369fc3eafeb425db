"""Messages to families: the morning's list texted or e-mailed in one act, and what was sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.send_message_again import send_message_again
from supportfirst.casework.actions.send_messages import send_messages
from supportfirst.casework.queries.message_list import Addressed, Channel, MessageList, message_list
from supportfirst.casework.queries.outbox import outbox
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children


class ChannelForm(GovukForm):
    """Which way, asked of the address: it changes nothing."""

    channel = forms.ChoiceField(label="How?", choices=Channel.choices, widget=forms.RadioSelect)


class SendForm(GovukForm):
    """Whose families get the message."""

    pupils = forms.MultipleChoiceField(
        label="To whom?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the children whose families are to get the message"},
    )
    channel = forms.ChoiceField(choices=Channel.choices, widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: MessageList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["pupils"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(each.row.pupil), _said(each)) for each in page.addressed]


def _said(each: Addressed) -> str:
    """One line: the child, who gets it, under which reference, and what to think of before."""
    group = f", {each.row.group}" if each.row.group else ""
    kin = f" ({each.relationship})" if each.relationship else ""
    needs = f". Think of: {each.needs}" if each.needs else ""
    return f"{each.row.name}{group}: to {each.name}{kin}, {each.reference}{needs}"


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request, school_id: UUID) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    channel = Channel.EMAIL if asked.get("channel") == Channel.EMAIL else Channel.TEXT
    page = message_list(request.actor, school_id, channel)
    if page is None:
        raise Http404
    if request.method == "POST":
        sent = _sent(request, page)
        if sent is not None:
            return sent
    usual = {
        "pupils": [str(each.row.pupil) for each in page.addressed if each.ticked],
        "channel": channel.value,
        "submission": uuid4(),
    }
    form = SendForm(request.POST if request.method == "POST" else None, page=page, initial=usual)
    held = {"page": page, "form": form, "channels": ChannelForm(initial={"channel": channel.value})}
    return show_children(request, "message_send", held, page.pupils, "messages", school=page.school)


def _sent(request: Request, page: MessageList) -> HttpResponse | None:
    """What follows a form that was sent whole; None where something is missing.

    A child who needs no message any more is no fault of the form: it was sent twice, or somebody was quicker.
    """
    pupils = [each for each in map(_id, request.POST.getlist("pupils")) if each is not None]
    batch = _id(request.POST.get("submission", ""))
    if not pupils or batch is None:
        return None
    queued = send_messages(request.actor, page.school.pk, page.channel, pupils, batch=batch)
    what = page.channel.label.lower()
    if queued.messages:
        plural = "" if queued.messages == 1 else "s"
        told = f"{queued.messages} {what}{plural} asked for, and logged as a contact for each child."
        left = f" {queued.left_out} needed none any more." if queued.left_out else ""
        messages.success(request, told + left)
    else:
        messages.success(request, f"No {what} was sent: each of these children had one, or needs none now.")
    return redirect("messages", page.school.pk)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def all_messages(request: Request, school_id: UUID) -> HttpResponse:
    page = outbox(request.actor, school_id)
    if page is None:
        raise Http404
    read_list(request.actor, page.school, "messages", page.pupils)
    return render(request, "pages/messages.html", {"page": page})


@require_POST
def again(request: Request, school_id: UUID, message_id: UUID) -> HttpResponse:
    messages.success(request, send_message_again(request.actor, school_id, message_id))
    return redirect("messages", school_id)


_SCHOOL = "schools/<uuid:school_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_SCHOOL}morning/send/", send, name="message-send"),
    path(f"{_SCHOOL}messages/", all_messages, name="messages"),
    path(f"{_SCHOOL}messages/<uuid:message_id>/again/", again, name="message-again"),
]
