"""Letters by e-mail: a person sends one, a family fetches it by its link, Notify says what came of it."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.fetch_letter import fetch_letter, fetch_meeting, waits
from supportfirst.casework.actions.mail_letter import ask_to_mail, take_news
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.letters import show_letter
from supportfirst.casework.web.views.pupil_forms import OnceForm

BY_LINK = "letter_by_link"  # in the session: which e-mail's link was opened, and what it bore
NOBODY = UUID(int=0)
AFTER_LINK = "/.,;:!?)>]\"'"  # what readers of mail take to be a part of a link
FILES = {
    "letter": (fetch_letter, "application/pdf", "letter.pdf"),
    "meeting": (fetch_meeting, "text/calendar; charset=utf-8", "meeting.ics"),
}
LONGEST = 20_000  # of what Notify says


@require_POST
def send(request: Request, school_id: UUID, letter_id: UUID) -> HttpResponse:
    form = OnceForm(request.POST)
    if not form.is_valid():
        return show_letter(request, school_id, letter_id, refused="The form was not whole. Send it again.")
    start = request.build_absolute_uri(reverse("letter-by-email", args=[NOBODY, "token"]))
    link = start.replace(str(NOBODY), "{mail}").removesuffix("token") + "{token}"
    submission = form.cleaned_data["submission"]
    try:
        ask_to_mail(request.actor, school_id, letter_id, submission=submission, link=link)
    except Refused as refusal:
        return show_letter(request, school_id, letter_id, refused=str(refusal))
    messages.success(request, "The letter is on its way by e-mail.")
    return redirect("letter", school_id, letter_id)


@require_safe
def open_link(request: HttpRequest, mail_id: UUID, token: str) -> HttpResponse:
    """Move what a link bears out of the address, which stands in logs and on the screen."""
    request.session[BY_LINK] = [str(mail_id), token.rstrip(AFTER_LINK)]
    return redirect("emailed-letter")


@require_http_methods(["GET", "HEAD", "POST"])
def fetch(given: HttpRequest) -> HttpResponse:
    """A button first, since programs that check mail open every link in it."""
    request = cast(Request, given)
    mail, token = request.session.get(BY_LINK, [str(NOBODY), ""])
    try:
        if request.method == "POST":
            fetches, kind, name = FILES["meeting" if request.POST.get("what") == "meeting" else "letter"]
            answer = HttpResponse(fetches(UUID(mail), token, request.at), content_type=kind)
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            return answer
        waiting = waits(UUID(mail), token, request.at)
    except NotThere:
        return render(request, "pages/emailed_letter.html", {"waiting": None}, status=410)
    return render(request, "pages/emailed_letter.html", {"waiting": waiting})


@csrf_exempt
@require_POST
def notify_callback(given: HttpRequest) -> HttpResponse:
    """Notify tells it again until it is answered well: what is no news is answered well too."""
    request = cast(Request, given)
    held = settings.NOTIFY_CALLBACK_TOKEN
    told = request.headers.get("Authorization", "")
    if not held or not constant_time_compare(told, f"Bearer {held}"):
        return HttpResponse(status=401)
    try:
        said = json.loads(request.body[:LONGEST])
        reference, status = said["reference"], said["status"]
    except (ValueError, KeyError, TypeError):
        return HttpResponse("Send the JSON of a delivery receipt.", status=400, content_type="text/plain")
    if reference is not None:  # of one that something else than this site asked for
        take_news(str(reference), str(status), request.at)
    return HttpResponse(status=204)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/letters/<uuid:letter_id>/email/", send, name="letter-email"),
    path("letter-by-email/<uuid:mail_id>/<path:token>", open_link, name="letter-by-email"),
    path("letter-by-email", fetch, name="emailed-letter"),
    path("callbacks/notify", notify_callback, name="notify-callback"),
]
