"""Registers: which are in, taking one, what was taken; and one mark's history with its correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.casework.actions.amend_mark import amend_mark
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.remind_of_registers import remind_of_registers
from supportfirst.casework.actions.submit_register import RegisterRefused, submit_register
from supportfirst.casework.queries.mark_history import MarkPage, mark_page
from supportfirst.casework.queries.register_page import Pupil, RegisterPage, mark_of_arrival, register_page
from supportfirst.casework.queries.registers_today import registers_of_day, schools_with_registers
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children
from supportfirst.casework.web.repeated import RepeatedRow
from supportfirst.casework.web.views.register_form import LONGEST_TIME, Filled, fill, said, time_of

HALVES = {"morning": 0, "afternoon": 1}
UNREADABLE_FORM = "The form was not sent whole. Open the register again."
COUNTED = (
    "present",
    "approved educational activity",
    "authorised absence",
    "unauthorised absence",
    "not a possible session",
)


def a_day(text: str) -> date:
    """A day of an address; what is none has no page."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def a_half(text: str) -> int:
    if text not in HALVES:
        raise Http404
    return HALVES[text]


@require_safe
def my_registers(request: Request) -> HttpResponse:
    """The registers of one's school, or a choice of schools."""
    schools = schools_with_registers(request.actor)
    if schools is None:
        raise Http404
    if len(schools) == 1:
        return redirect("registers", schools[0].pk)
    return render(request, "pages/registers_schools.html", {"schools": schools})


@require_safe
def registers(request: Request, school_id: UUID, day: str = "") -> HttpResponse:
    asked = a_day(day) if day else request.actor.today
    found = registers_of_day(request.actor, school_id, asked)
    if found is None:
        raise Http404
    held = {"found": found, "is_today": asked == request.actor.today}
    return render(request, "pages/registers.html", held)


@require_POST
def remind(request: Request, school_id: UUID) -> HttpResponse:
    done = remind_of_registers(request.actor, school_id)
    if done.registers:
        number = f"{done.registers} register{'' if done.registers == 1 else 's'}"
        messages.success(request, f"The teachers of {number} are reminded by e-mail.")
    if done.just_now:
        messages.info(request, f"Of {done.just_now} the teacher was reminded less than ten minutes ago.")
    if done.nobodys:
        messages.info(
            request,
            f"{done.nobodys} of them {'has' if done.nobodys == 1 else 'have'} no teacher. Name one first.",
        )
    return redirect("registers", school_id)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, school_id: UUID, day: str, half: str, group_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _register(request, _page(request, school_id, day, half, group_id), {}, Filled())
    page = _page(request, school_id, day, half, group_id, to_show=False)
    filled = fill(page, request.POST)
    if not filled.errors and _submitted(request, page, filled):
        return redirect("register-taken", school_id, day, half, group_id)
    return _register(request, _page(request, school_id, day, half, group_id), request.POST, filled)


def _submitted(request: Request, page: RegisterPage, filled: Filled) -> bool:
    """Whether the register was kept; if not, why stands among the errors of what was filled in."""
    try:
        submit_register(
            request.actor,
            page.school,
            page.group,
            page.day,
            page.half,
            filled.symbols,
            filled.minutes,
            UUID(request.POST.get("submission", "")),
            reasons=filled.reasons,
        )
    except ValueError:
        filled.errors.append({"text": UNREADABLE_FORM})
    except RegisterRefused as refusal:
        filled.errors.append({"text": said(refusal)})
    return not filled.errors


def _register(request: Request, page: RegisterPage, sent: Mapping[str, str], filled: Filled) -> HttpResponse:
    quick = (page.present, page.late, page.unexplained)
    words = {choice.symbol: choice.meaning for choice in page.choices}
    others = [choice for choice in page.choices if choice.symbol not in quick]

    @cache  # for nearly every pupil the same list: written once, not thirty times
    def options(chosen: str) -> SafeString:
        return render_to_string("pages/register_options.html", {"others": others, "chosen": chosen})

    buttons = [
        {"place": str(place), "symbol": each, "meaning": words[each]}
        for place, each in enumerate(quick, start=1)
        if each in words
    ]
    row = RepeatedRow("pages/register_row.html", quick=buttons)

    def written(pupil: Pupil) -> SafeString:
        number, button = str(pupil.enrolment), pupil.expected in quick
        return row.filled(
            {"number": number, "name": pupil.name},
            planned=pupil.planned,
            mark=sent.get(f"mark-{number}", pupil.expected if button else page.present),
            options=options(sent.get(f"other-{number}", "" if button else pupil.expected)),
            minutes=sent.get(f"minutes-{number}", ""),
            reason=sent.get(f"reason-{number}", ""),
        )

    held = {
        "page": page,
        "rows": [written(pupil) for pupil in page.waiting],
        "exceptions": sent.get("exceptions", ""),
        "errors": filled.errors,
        "submission": sent.get("submission") or uuid4(),
    }
    named, status = [each.pupil_id for each in page.pupils], 422 if filled.errors else 200
    return show_children(request, "register", held, named, "register", school=page.school, status=status)


@require_safe
def register_taken(request: Request, school_id: UUID, day: str, half: str, group_id: UUID) -> HttpResponse:
    page = _page(request, school_id, day, half, group_id)
    if not page.marked:
        return redirect("register", school_id, day, half, group_id)
    rows = [
        {"key": each.capitalize(), "value": str(page.counts[each])} for each in COUNTED if page.counts[each]
    ]
    rows.insert(1, {"key": "Of those present, late", "value": str(page.late_count)})
    read_list(request.actor, page.school, "register", [each.pupil_id for each in page.pupils])
    without = len(page.pupils) - sum(page.counts.values())
    rows.append({"key": "No mark", "value": str(without)})
    held = {"page": page, "rows": rows, "away": [each for each in page.marked if each.symbol != page.present]}
    return render(request, "pages/register_taken.html", held)


def _page(
    request: Request, school_id: UUID, day: str, half: str, group_id: UUID, *, to_show: bool = True
) -> RegisterPage:
    found = register_page(request.actor, school_id, group_id, a_day(day), a_half(half), to_show=to_show)
    if found is None:
        raise Http404
    return found


class CorrectForm(GovukForm):
    """Another code, a time of arrival, or striking out; always with a reason."""

    mark_optional = False  # which boxes are needed depends on the choice above them

    how = forms.ChoiceField(label="What should the register say?", widget=forms.RadioSelect)
    new = forms.ChoiceField(
        label="Code", required=False, help_text="Left empty, it is the code that the reason below comes to"
    )
    category = forms.ChoiceField(label="Reason, as the policy lists it", required=False)
    minutes = forms.IntegerField(label="Minutes late, if late", required=False, min_value=0, max_value=1440)
    arrived = forms.CharField(
        label="Time of arrival", required=False, max_length=LONGEST_TIME, help_text="For example, 9:12am"
    )
    reason = forms.CharField(
        label="Why is the mark changed?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept with your name and title, and may be read in court.",
    )
    original = forms.CharField(required=False, widget=forms.HiddenInput)
    put_forward = forms.CharField(required=False, widget=forms.HiddenInput)  # the reason asked of once more
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: MarkPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        ways = [("code", "Another code"), ("arrived", "What the child’s time of arrival comes to")]
        if page.stands:
            ways.append(("strike", "Nothing: strike the mark out"))
        self.choose("how", ways)
        codes = [(choice.symbol, choice.text) for choice in page.choices]
        self.choose("new", [("", "Choose a code"), *codes])
        listed = [(reason, f"{reason.capitalize()}: {code}") for reason, code in page.reasons.items()]
        self.choose("category", [("", "None of the list"), *listed])
        if not listed:
            del self.fields["category"]

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def clean_arrived(self) -> time | None:
        typed: str = self.cleaned_data["arrived"].strip()
        if not typed:
            return None
        found = time_of(typed)
        if found is None:
            raise forms.ValidationError("Time of arrival must be a time, such as 9:12am")
        return found

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = self.cleaned_data
        how = held.get("how")
        if how == "code" and not (held.get("new") or held.get("category")) and "new" not in self.errors:
            self.add_error("new", "Choose a code")
        if how == "arrived" and not held.get("arrived") and "arrived" not in self.errors:
            self.add_error("arrived", "Enter the time of arrival, such as 9:12am")
        if how == "code" and not held.get("new") and not self.errors:
            self._confirm(held["category"])
        return held

    def _confirm(self, reason: str) -> None:
        """Ask once more of a reason whose code, as the pack says, a choice alone does not write."""
        code, sent = self.page.reasons[reason], self.data
        says = self.page.confirms.get(code)
        if says is None or self.cleaned_data["put_forward"] == reason:
            return
        assert isinstance(sent, QueryDict)  # a copy, that the view made
        sent["put_forward"] = reason
        self.add_error(
            "category",
            f"Confirm the code. {code} says {says}. Send again to write it, or choose another reason",
        )

    def why(self) -> str:
        """In words, after the reason of the list where one was chosen."""
        listed = self.cleaned_data.get("category", "")
        words: str = self.cleaned_data["reason"]
        return f"{listed}: {words}" if listed else words

    def asked(self) -> tuple[str, int | None]:
        """The new code and its minutes. Raises RegisterRefused."""
        held = self.cleaned_data
        if held["how"] == "strike":
            return "", None
        if held["how"] == "code":
            return held["new"] or self.page.reasons[held["category"]], held["minutes"]
        page = self.page
        came = mark_of_arrival(page.school, page.day, page.half, held["arrived"], page.so_far)
        return came.symbol, came.minutes or None


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: Request, school_id: UUID, pupil_id: UUID, day: str, half: str) -> HttpResponse:
    page = mark_page(request.actor, school_id, pupil_id, a_day(day), a_half(half))
    if page is None or (request.method == "POST" and not page.may_correct):
        raise Http404
    form = CorrectForm(
        request.POST.copy() or None,
        page=page,
        initial={
            "original": page.stands,
            "submission": uuid4(),
            "how": "code",
            "new": request.GET.get("becomes", page.proposed),  # what is proposed, to be looked at
        },
    )
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            new, minutes = form.asked()
            amend_mark(
                request.actor,
                page.enrolment,
                page.day,
                page.half,
                held["original"],
                new,
                minutes,
                form.why(),
                held["submission"],
            )
        except RegisterRefused as refusal:
            form.add_error(None, said(refusal))
        else:
            return redirect("mark", school_id, pupil_id, day, half)
    held = {"page": page, "form": form}
    return show_children(request, "mark_history", held, [pupil_id], "mark_history", school=page.school)


_SCHOOL = "schools/<uuid:school_id>/"
_SESSION = f"{_SCHOOL}registers/<str:day>/<str:half>/<uuid:group_id>/"
urlpatterns: list[URLPattern] = [
    path("registers/", my_registers, name="my-registers"),
    path(f"{_SCHOOL}registers/", registers, name="registers"),
    path(f"{_SCHOOL}registers/remind/", remind, name="registers-remind"),
    path(f"{_SCHOOL}registers/<str:day>/", registers, name="registers-of-day"),
    path(_SESSION, register, name="register"),
    path(f"{_SESSION}taken/", register_taken, name="register-taken"),
    path(f"{_SCHOOL}pupils/<uuid:pupil_id>/marks/<str:day>/<str:half>/", mark, name="mark"),
]
