"""Letters of a school: by how far they have come, in bulk, and those that are due for many children."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.make_letters import ask_to_approve, ask_to_make
from supportfirst.casework.actions.send_letters import Told, print_letters, record_delivery
from supportfirst.casework.queries.letters import lines_of, school_letters
from supportfirst.casework.queries.letters_due import letters_due
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.paging import paged
from supportfirst.casework.web.readings import show_children
from supportfirst.casework.web.views.letter_forms import SlotsForm, begins

APPROVE, PRINT, POSTED = "approve", "print", "posted"
DO = {
    "draft": [APPROVE],
    "approved": [PRINT, POSTED],
    "sent": [PRINT],
}  # what may be done to those of a state
pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def of_school(request: Request, school_id: UUID) -> HttpResponse:
    """Those of one state, a page at a time; a POST does something to those that are ticked."""
    refused = ""
    if request.method == "POST":
        try:
            return _do(request, school_id)
        except Refused as refusal:
            refused = str(refusal)
    page = school_letters(request.actor, school_id, request.GET.get("state", ""))
    part = paged(request, list(page.lines))
    lines = lines_of(part.rows)
    held = {
        "page": page,
        "part": part,
        "lines": lines,
        "refused": refused,
        "may": DO.get(page.state, []),
        "submission": uuid4(),
        "chosen": set(request.POST.getlist("letters")),
    }
    return show_children(
        request,
        "letters",
        held,
        {line.pupil for line in lines},
        "letters",
        school=page.school,
        status=422 if refused else 0,
    )


def _do(request: Request, school_id: UUID) -> HttpResponse:
    chosen = _ids(request.POST.getlist("letters"))
    asked = request.POST.get("do", "")
    if asked == APPROVE:
        link = f"{reverse('letters', args=[school_id])}{{letter}}/"
        return redirect("job", ask_to_approve(request.actor, school_id, chosen, link=link).pk)
    if asked == PRINT:
        answer = HttpResponse(print_letters(request.actor, school_id, chosen), content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="letters.pdf"'
        return answer
    if asked == POSTED:
        return _posted(request, school_id, chosen)
    raise Refused("Choose what is to be done with the ticked letters.")


def _posted(request: Request, school_id: UUID, chosen: list[UUID]) -> HttpResponse:
    """Each by itself: what keeps one back does not keep back the others."""
    if not chosen:
        raise Refused("Choose at least one letter.")
    [form] = _ids([request.POST.get("submission", "")]) or [uuid4()]
    told = Told("posted", request.actor.today, request.actor.user.name)
    done = 0
    why = ""
    for each in chosen:
        try:
            record_delivery(request.actor, school_id, each, told, submission=uuid5(form, str(each)))
            done += 1
        except Refused as refusal:
            why = str(refusal)
    if why:
        messages.warning(request, f"{len(chosen) - done} could not be recorded. The last of them: {why}")
    if done:
        words = "One letter is recorded" if done == 1 else f"{done} letters are recorded"
        messages.success(request, f"{words} as posted today.")
    return redirect(f"{reverse('letters', args=[school_id])}?{urlencode({'state': 'approved'})}")


@pages
def due(request: Request, school_id: UUID, letter: str) -> HttpResponse:
    """The children for whom a kind is due, and one form for all that no record fills."""
    page = letters_due(request.actor, school_id, letter)
    usual = {"helper": request.actor.user.name, "helper_contact": page.school.telephone}
    form = SlotsForm(
        request.POST or None,
        slots=page.asked,
        needed=[slot.name for slot in page.needed],
        initial={"submission": uuid4(), **begins(page.asked, usual)},
    )
    chosen = set(_ids(request.POST.getlist("pupils"))) if request.method == "POST" else page.pupils
    if request.method == "POST" and form.is_valid() and page.for_all:
        batch, wanted = form.cleaned_data["submission"], chosen & page.pupils
        try:
            job = ask_to_make(request.actor, school_id, letter, wanted, form.filled(), batch=batch)
            return redirect("job", job.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    held = {"page": page, "form": form, "chosen": chosen}
    return show_children(
        request, "letters_due", held, page.pupils, "letters that are due", school=page.school
    )


def _ids(typed: list[str]) -> list[UUID]:
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


_LETTERS = "schools/<uuid:school_id>/letters/"
urlpatterns: list[URLPattern] = [
    path(_LETTERS, of_school, name="letters"),
    path(f"{_LETTERS}due/<str:letter>/", due, name="letters-due"),
]
