"""Letters to a child's family: what is due, a draft, its preview, changes, approval, files and delivery."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.attendance.letters.edits import EditRefused
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.change_letter import approve_letter, edit_letter, withdraw_letter
from supportfirst.casework.actions.draft_letters import APART, LettersStopped, draft_letters
from supportfirst.casework.actions.giving_papers import IssueBlocked
from supportfirst.casework.actions.send_letters import Told, export_letter, record_delivery
from supportfirst.casework.queries.issuing import sees_alarms
from supportfirst.casework.queries.letter_mails import letter_by_email
from supportfirst.casework.queries.letter_making import letter_making
from supportfirst.casework.queries.letters import HAPPENINGS, LetterPage, child_letters, letter_page
from supportfirst.casework.queries.meeting_letters import meetings_told
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.letter_forms import (
    DeliveryForm,
    EditForm,
    SlotsForm,
    WithdrawForm,
    begins,
)

pages = require_http_methods(["GET", "HEAD", "POST"])
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def of_child(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = child_letters(request.actor, school_id, pupil_id)
    return show_child(
        request, "letters_child", {"page": page}, page.enrolment.pupil, "letters", right=Right.SEE_CONTACTS
    )


@pages
def new(request: Request, school_id: UUID, pupil_id: UUID, letter: str) -> HttpResponse:
    """What the letter says of the records, and a field for each thing that a person supplies."""
    page = letter_making(request.actor, school_id, pupil_id, letter)
    to = one_adult(request)
    page = page if to is None else page.to(to)
    meetings = meetings_told(request.actor, page)
    usual = {"helper": request.actor.user.name, "helper_contact": page.school.telephone, **meetings.slots}
    form = SlotsForm(
        request.POST or None,
        slots=page.asked,
        needed=page.needed,
        initial={"submission": uuid4(), **begins(page.asked, usual)},
    )
    if request.method == "POST" and form.is_valid():
        batch = form.cleaned_data["submission"]
        try:
            made = draft_letters(
                request.actor, school_id, pupil_id, letter, form.filled(), batch=batch, to=to
            )
        except LettersStopped as stopped:
            for lack in stopped.lacks:
                form.lacks(lack.slot, lack.what, lack.where)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _drafted(len(made)))
            return redirect("child-letters", school_id, pupil_id)
    held = {"page": page, "form": form, "meetings": meetings, "apart": APART}
    return show_child(
        request, "letter_new", held, page.enrolment.pupil, "a new letter", right=Right.SEE_CONTACTS
    )


def one_adult(request: Request) -> UUID | None:
    """To whom alone, where the address says so. Raises NotThere."""
    named = request.GET.get("to")
    try:
        return UUID(named) if named else None
    except ValueError:
        raise NotThere from None


def _drafted(number: int) -> str:
    if number == 1:
        return "One letter is drafted. Read it, and have it approved."
    return f"{number} letters are drafted, one to each adult. Read them, and have them approved."


@require_safe
def one(request: Request, school_id: UUID, letter_id: UUID) -> HttpResponse:
    return show_letter(request, school_id, letter_id)


def show_letter(
    request: Request, school_id: UUID, letter_id: UUID, *, refused: str = "", **forms: Any
) -> HttpResponse:
    """The preview with what may be done next; `refused`: why what was asked for was not done."""
    page = letter_page(request.actor, school_id, letter_id)
    refused = refused or _unseen(page, forms)
    usual = {"submission": uuid4(), "on": request.actor.today, "by": request.actor.user.name}
    held = {
        "page": page,
        "refused": refused,
        "way": letter_by_email(page, request.actor.today),
        "submission": uuid4(),
        "withdraw": WithdrawForm(),
        "delivery": DeliveryForm(happenings=page.happenings, initial=usual),
        "sees_alarm": page.issue is not None and sees_alarms(request.actor, page.issue),
        **forms,
    }
    status = 422 if refused or any(form.errors for form in forms.values()) else 0
    return show_child(
        request,
        "letter",
        held,
        page.enrolment.pupil,
        "a letter",
        right=Right.SEE_CONTACTS,
        status=status,
    )


def _unseen(page: LetterPage, forms: dict[str, Any]) -> str:
    """What is wrong in a form that the page does not show now, and so can't be said beside it."""
    shown = {"withdraw": page.may_be_withdrawn and page.may_change, "delivery": bool(page.happenings)}
    wrong = [form.errors for name, form in forms.items() if not shown[name]]
    return " ".join(str(each) for errors in wrong for told in errors.values() for each in told)


@pages
def edit(request: Request, school_id: UUID, letter_id: UUID) -> HttpResponse:
    page = letter_page(request.actor, school_id, letter_id)
    if not (page.is_draft and page.may_change):
        return redirect("letter", school_id, letter_id)
    form = EditForm(
        request.POST or None,
        content=page.composed,
        edits=page.edits,
        most=page.own_most,
        initial={"version": page.letter.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            edit_letter(request.actor, school_id, letter_id, form.edits(), version=version)
        except EditRefused as refusal:
            form.add_refusal(
                refusal.block,
                f"The rule: {refusal.rule}. Why: {refusal.why}. What you can do: {refusal.way_forward}.",
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The letter is changed. This is how it reads now.")
            return redirect("letter", school_id, letter_id)
    held = {"page": page, "form": form}
    return show_child(
        request, "letter_edit", held, page.enrolment.pupil, "a letter", right=Right.SEE_CONTACTS
    )


@require_POST
def approve(request: Request, school_id: UUID, letter_id: UUID) -> HttpResponse:
    typed = request.POST.get("version", "")
    try:
        approve_letter(
            request.actor,
            school_id,
            letter_id,
            version=int(typed) if typed.isdecimal() else None,
            link=reverse("letter", args=[school_id, letter_id]),
        )
    except Refused as refusal:
        return show_letter(request, school_id, letter_id, refused=str(refusal))
    messages.success(request, "The letter is approved, and can be printed and sent.")
    return redirect("letter", school_id, letter_id)


@require_POST
def withdraw(request: Request, school_id: UUID, letter_id: UUID) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_letter(request.actor, school_id, letter_id, form.cleaned_data["because"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The letter is withdrawn.")
            return redirect("letter", school_id, letter_id)
    return show_letter(request, school_id, letter_id, withdraw=form)


@require_POST
def deliver(request: Request, school_id: UUID, letter_id: UUID) -> HttpResponse:
    """What can't have happened is refused by the rule that it breaks, whether or not the page offered it."""
    form = DeliveryForm(request.POST, happenings=HAPPENINGS)
    if form.is_valid():
        held = form.cleaned_data
        told = Told(held["what"], held["on"], held["by"], held["note"])
        try:
            record_delivery(request.actor, school_id, letter_id, told, submission=held["submission"])
        except IssueBlocked as blocked:
            return show_letter(request, school_id, letter_id, refused=blocked.issue.what)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is recorded what became of the letter.")
            return redirect("letter", school_id, letter_id)
    page = letter_page(request.actor, school_id, letter_id)
    form.offer(page.happenings)
    return show_letter(request, school_id, letter_id, delivery=form)


@require_safe
def letter_file(request: Request, school_id: UUID, letter_id: UUID, form: str) -> HttpResponse:
    try:
        data = export_letter(request.actor, school_id, letter_id, form)
    except Refused as refusal:
        return show_letter(request, school_id, letter_id, refused=str(refusal))
    answer = HttpResponse(data, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="letter.{form}"'
    return answer


_CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/letters/"
_LETTER = "schools/<uuid:school_id>/letters/<uuid:letter_id>/"
urlpatterns: list[URLPattern] = [
    path(_CHILD, of_child, name="child-letters"),
    path(f"{_CHILD}new/<str:letter>/", new, name="child-letter-new"),
    path(_LETTER, one, name="letter"),
    path(f"{_LETTER}edit/", edit, name="letter-edit"),
    path(f"{_LETTER}approve/", approve, name="letter-approve"),
    path(f"{_LETTER}withdraw/", withdraw, name="letter-withdraw"),
    path(f"{_LETTER}delivery/", deliver, name="letter-delivery"),
    path(f"{_LETTER}letter.pdf", letter_file, {"form": "pdf"}, name="letter-pdf"),
    path(f"{_LETTER}letter.docx", letter_file, {"form": "docx"}, name="letter-docx"),
]
