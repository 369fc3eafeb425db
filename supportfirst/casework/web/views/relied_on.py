"""Relied on, and changed since: the papers that wait, and one of them with the decision about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.decide_alarm import LONGEST_REASON, Decision, MoreChanged, decide_alarm
from supportfirst.casework.actions.read_list import read_lists
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.alarm_page import AlarmPage, alarm_page
from supportfirst.casework.queries.alarms_waiting import alarms_page
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request

SHEET = "sheet"
# The page of each kind of thing, and what one must be allowed to see it. A thing that needs more than its
# child to be found (a certificate's span, a batch of rewards) bears its own link, which goes before these.
PAGES: dict[str, tuple[str, tuple[Right, ...]]] = {
    "certificate": ("certificate", (Right.SEE_PUPIL, Right.EXPORT)),
    "profile": ("pupil-profile", (Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT, Right.LOG_CONTACT)),
    SHEET: ("decision-sheet", (Right.SEE_CONTACTS, Right.SEE_WORKLIST)),
    "letter": ("pupil-parents-see", (Right.SEE_PUPIL, Right.SEE_CONTACTS)),
    "summary": ("pupil-front-door", (Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT)),
}
WORDS = {
    Decision.CONFIRMED: "Confirm it: it stands as it was made",
    Decision.CORRECTED: "Correct it: another takes its place",
    Decision.WITHDRAWN: "Withdraw it: it is not to be used any more",
}
TOLD = {
    Decision.CONFIRMED: "It is confirmed, and can be issued again.",
    Decision.CORRECTED: "It is corrected: the new one takes its place. Whoever was given the old one is to be"
    " given the new one.",
    Decision.WITHDRAWN: "It is withdrawn, and can’t be issued any more. Whoever was given it is to be told.",
}


@require_safe
def relied_on(request: Request, school_id: UUID | None = None) -> HttpResponse:
    number = request.GET.get("page", "1")
    asked = int(number) if number.isdecimal() and 0 < len(number) < 6 else 1
    page = alarms_page(request.actor, school_id, max(1, asked))
    read_lists(request.actor, "relied_on", page.children)
    here = reverse("relied-on", args=[school_id]) if school_id else reverse("relied-on-all")
    held = {
        "page": page,
        "first": here if asked > 1 else "",
        "following": f"{here}?{urlencode({'page': page.following})}" if page.following else "",
    }
    return render(request, "pages/relied_on.html", held)


class DecisionForm(GovukForm):
    """What becomes of it, and why; with the version of the alarm that the page showed."""

    decision = forms.ChoiceField(label="What becomes of it?", widget=forms.RadioSelect)
    replaced_by = forms.ChoiceField(label="Which one takes its place?", required=False, widget=forms.Select)
    because = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your name, the moment and this reason are kept with it.",
    )
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, page: AlarmPage, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        others = [
            (str(each.pk), f"{each.title}, made on {show_day(each.made_at.date())} by {each.made_by.name}")
            for each in page.replacements
        ]
        offered = [(each.value, WORDS[each]) for each in Decision]
        self.fields["decision"].choices = offered  # type: ignore[attr-defined]
        self.fields["replaced_by"].choices = [("", "Choose one"), *others]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: Request, school_id: UUID, alarm_id: UUID) -> HttpResponse:
    page = alarm_page(request.actor, school_id, alarm_id)
    if request.method == "POST" and not page.may_decide:
        raise Http404
    initial = {"shown": page.alarm.version, "submission": uuid4()}
    form = DecisionForm(page, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(request, school_id, alarm_id, form)
        except MoreChanged as refused:
            page = alarm_page(request.actor, school_id, alarm_id)
            sent: Any = form.data.copy()  # type: ignore[attr-defined]
            sent["shown"] = str(page.alarm.version)
            form.data = sent
            form.add_error(None, str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
            page = alarm_page(request.actor, school_id, alarm_id)
        else:
            messages.success(request, f"{done.reliance.title}: {TOLD[Decision(done.decision)]}")
            return redirect("relied-on-alarm", school_id, alarm_id)
    left_here = page.enrolment if page.left else None
    read_record(request.actor, page.enrolment.pupil, "relied_on", right=Right.SEE_PUPIL, left_here=left_here)
    status = 422 if form.errors else 200
    thing = address_of(request, page.reliance)
    new = page.reliance.replaced_by
    held = {
        "page": page,
        "form": form,
        "thing": thing,
        "replacement": address_of(request, new) if new is not None else "",
        "fresh": page.fresh(made_at(page) or thing),
    }
    return render(request, "pages/relied_on_alarm.html", held, status=status)


def address_of(request: Request, reliance: Any) -> str:
    """The page of a thing that relied on marks; "" of one that has none, or none for this reader."""
    if reliance.link:
        return str(reliance.link)
    if reliance.kind not in PAGES:
        return ""
    name, rights = PAGES[reliance.kind]
    if not all(may(request.actor, right, reliance.school) for right in rights):
        return ""
    of_itself = [reliance.thing] if reliance.kind == SHEET else []
    return reverse(name, args=[reliance.school_id, reliance.pupil_id, *of_itself])


def made_at(page: AlarmPage) -> str:
    """Where another of its kind is made, where that is not its own page: a decision, from the child's."""
    child = page.reliance.school_id, page.reliance.pupil_id
    return reverse("pupil", args=child) if page.reliance.kind == SHEET else ""


def _decide(request: Request, school_id: UUID, alarm_id: UUID, form: DecisionForm) -> Any:
    given = form.cleaned_data
    return decide_alarm(
        request.actor,
        school_id,
        alarm_id,
        Decision(given["decision"]),
        given["because"],
        shown=given["shown"],
        submission=given["submission"],
        replaced_by=UUID(given["replaced_by"]) if given["replaced_by"] else None,
    )


urlpatterns: list[URLPattern] = [
    path("relied-on/", relied_on, name="relied-on-all"),
    path("schools/<uuid:school_id>/relied-on/", relied_on, name="relied-on"),
    path("schools/<uuid:school_id>/relied-on/<uuid:alarm_id>/", alarm, name="relied-on-alarm"),
]
