"""The morning: who is not accounted for, whom to call, and one step that logs it and settles the mark."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.log_first_contact import log_first_contact
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.queries.morning_page import ContactPage, contact_page, left_alone, morning_page
from supportfirst.casework.queries.replies import LONGEST_REASON
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.contact_form import NO_ANSWER, NOT_SEEN, PROPOSED, ContactForm
from supportfirst.casework.web.views.registers import a_day

NOT_TO_BE_CALLED = "Whom the list named is not to be called any more. Nothing was logged"
IN_WORDS = "Nobody answered. The row stands under “Called or reported, and not settled” now."


@require_safe
def morning(request: Request, school_id: UUID, day: str = "") -> HttpResponse:
    """The list of today, or of an earlier day to look back at; contacts are logged on their own day alone."""
    today = request.actor.today
    asked = a_day(day) if day else today
    page = morning_page(request.actor, school_id, asked) if asked <= today else None
    if page is None:
        raise Http404
    read_list(request.actor, page.school, "morning", page.pupils)
    held = {"page": page, "is_today": asked == today, "once": uuid4()}
    return render(request, "pages/morning.html", held)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    actor = request.actor
    page = contact_page(actor, school_id, pupil_id, actor.today)
    if page is None:
        raise Http404
    usual = _usual(request, page)
    typed = _typed(request, page, usual)
    if typed is not None and page.is_logged(typed.get("submission", "")):
        return _logged(request, page)  # the sessions that it settled are offered no more
    sent, gone = _sent(typed, page)
    initial = usual | _from_reply(request, page)
    form = ContactForm(sent, page=page, now=actor.at, usual=usual, initial=initial)
    if NO_ANSWER in request.POST and form.is_valid() and not form.cleaned_data.get("adult"):
        form.add_error(None, NOT_TO_BE_CALLED)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            log_first_contact(
                actor,
                page,
                submission=held["submission"],
                at=held["made_at"],
                adults=[UUID(held["adult"])] if held.get("adult") else [],
                data=form.data_of_event(),
                settles=form.code(),
                sessions=held.get("sessions", ()),
                reply=held["reply"],
            )
        except AttendanceError as refusal:
            form.add_error(None, f"{refusal.what}. What to do: {refusal.remedy}.")
        else:
            keys = [*gone, *(held["sessions"] if form.code() else ())]
            told = _told_of_mark(page, form, held["submission"], keys)
            if held["child_seen"] == NOT_SEEN:
                messages.success(request, f"The contact about {page.enrolment.pupil.name} is logged.{told}")
                return redirect("child-not-seen", school_id, pupil_id)
            return _logged(request, page, f" {IN_WORDS}{told}" if NO_ANSWER in request.POST else told)
    held, pupil = {"page": page, "form": form}, page.enrolment.pupil
    return show_child(request, "first_contact", held, pupil, "contacts", right=Right.SEE_CONTACTS)


def _typed(request: Request, page: ContactPage, usual: dict[str, Any]) -> QueryDict | None:
    """What was sent. The button of a row of the list sends two ids, and the rest is as in most calls.

    Under its name stands an id of the list as it was shown, so that a second press changes nothing, and a row
    of the list that is shown next can be pressed again.
    """
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    if NO_ANSWER in typed:
        for name in ("channel", "made_at", "staff_chosen"):
            typed[name] = usual[name]
        typed["outcome"], typed["submission"] = NO_ANSWER, ""
        try:
            once = UUID(str(typed[NO_ANSWER]))
        except ValueError:
            return typed
        typed["submission"] = str(uuid5(once, str(page.enrolment.pupil_id)))
    return typed


def _sent(typed: QueryDict | None, page: ContactPage) -> tuple[QueryDict | None, list[str]]:
    """What was sent, but for the sessions that wait no more; and those, which somebody settled meanwhile."""
    if typed is None:
        return None, []
    sent = typed
    offered = {each.key for each in page.sessions}
    asked = sent.getlist("sessions")
    gone = [key for key in asked if key not in offered]
    sent.setlist("sessions", [key for key in asked if key in offered])
    if gone and len(gone) == len(asked):
        sent["settles"] = ""  # other sessions may wait, and the reason was not said of them
    return sent, gone


def _told_of_mark(page: ContactPage, form: ContactForm, submission: UUID, keys: list[str]) -> str:
    """What is to be known of a mark that stayed as it is; "" where there is nothing."""
    left = left_alone(page, submission, keys)
    told = f" A mark was settled meanwhile, and is left alone. {'. '.join(left)}." if left else ""
    reason = form.chosen_reason
    if reason is not None and form.may_settle and not form.code() and not form.proposes(reason):
        told += f" The mark is left as it is. {page.who_writes(reason)}"
    open_words = form.left_open()
    return f"{told} The mark is left as it is. {open_words}" if open_words else told


def _logged(request: Request, page: ContactPage, told: str = "") -> HttpResponse:
    messages.success(request, f"The contact about {page.enrolment.pupil.name} is logged.{told}")
    return redirect("morning", page.school.pk)


def _usual(request: Request, page: ContactPage) -> dict[str, Any]:
    """What most calls are: the first to be called, by telephone, now, by whoever is signed in."""
    at: datetime = request.actor.at
    callers = page.callers
    return {
        "submission": uuid4(),
        "adult": str(callers[0].adult) if callers else "",
        "channel": "phone",
        "category": "",
        "settles": PROPOSED if page.reasons else "",
        "made_at": show_time(localtime(at)),
        "staff_chosen": request.actor.user.name,
        "sessions": [each.key for each in page.sessions if each.day == request.actor.today],
    }


def _from_reply(request: Request, page: ContactPage) -> dict[str, Any]:
    """What a reply says beforehand of the contact that it is; looked at, and sent, by a person."""
    try:
        asked = UUID(request.GET.get("reply", ""))
    except ValueError:
        return {}
    answer = page.answer(asked)
    if answer is None:
        return {}
    callers = {caller.adult for caller in page.callers}
    named = page.proposed_by(answer.text) if page.may_settle else None
    reason = named.reason if named is not None else ""
    return {
        "category": reason,
        "put_forward": reason,
        "reply": answer.id,
        "channel": answer.channel,
        "made_at": show_time(answer.at),
        "outcome": "reached",
        "reason_found": answer.text[:LONGEST_REASON],
        "adult": str(answer.adult) if answer.adult in callers else "",
    }


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/morning/", morning, name="morning"),
    path("schools/<uuid:school_id>/morning/of/<str:day>/", morning, name="morning-of-day"),
    path("schools/<uuid:school_id>/morning/<uuid:pupil_id>/", contact, name="first-contact"),
]
