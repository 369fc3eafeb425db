"""The page of a child at a school, with links to what the reader may do for them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.child import found_under
from supportfirst.casework.queries.child_page import ChildPage, child_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.child_parts import parts_of
from supportfirst.casework.web.views.chronology_form import ChronologyForm
from supportfirst.casework.web.views.home import Link
from supportfirst.casework.web.views.pupil_then import MomentForm

# Which part of the page opens it, the name of the address, whether it takes the school, and the words.
ACTIONS = (
    ("may_call", "first-contact", True, "Log a contact with home"),
    ("sees_row", "worklist-row", False, "Why this child is on the worklist, or not"),
    ("may_decide", "child-letters", True, "Letters to the family: due, drafted and sent"),
    ("may_decide", "pupil-meetings", True, "Meetings: arrange one, or say what became of one"),
    ("may_decide", "pupil-stages", True, "Where the case stands, and moving it to another stage"),
    ("may_note", "pupil-note", True, "Add a note"),
    ("may_export", "certificate", True, "Certificate of attendance"),
    ("shows_parents", "pupil-parents-see", True, "What a parent sees, as page and on paper"),
    ("may_share", "pupil-profile", True, "Attendance profile: make it, and log that it was shared"),
    ("may_tell_front_door", "pupil-front-door", True, "Attendance summary for a front-door assessment"),
    ("may_edit", "pupil-change", True, "Change names or date of birth"),
    ("may_edit", "pupil-flags", True, "Change what holds of this child"),
    ("may_edit", "pupil-adult-new", True, "Add a parent or carer"),
    ("may_edit", "pupil-markers", True, "Markers: confidential address, no contact, died, bereaved"),
    ("may_edit", "pupil-references", True, "Reference numbers in other systems"),
    ("may_edit", "pupil-merge", True, "This child is here twice: make one of two rows"),
)


@require_safe
def pupil(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    """A child who was merged into another row is shown under that one."""
    kept = found_under(request.actor, school_id, pupil_id)
    if kept is not None:
        return redirect("pupil", school_id, kept)
    narrow = ChronologyForm(request.GET)
    page = child_page(request.actor, school_id, pupil_id, wanted=narrow.wanted())
    if page.chronology is not None:
        narrow.offer(page.chronology)
    thing = "whole record" if page.sees_home else "attendance"
    read_record(request.actor, page.enrolment.pupil, thing, left_here=page.enrolment if page.left else None)
    held = {
        "page": page,
        "parts": parts_of(page),
        "links": links_of(page),
        "narrow": narrow,
        "choose": MomentForm(),
    }
    return render(request, "pages/pupil.html", held, status=422 if narrow.errors else 200)


def links_of(page: ChildPage) -> list[Link]:
    """Those that the reader may follow, of pages that there are."""
    found = []
    for part, name, of_school, words in ACTIONS:
        child = page.enrolment.pupil.pk
        arguments = [page.school.pk, child] if of_school else [child]
        try:
            address = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        if name == "pupil-parents-see":
            address += "?choose=yes"  # what is to be minded stands there, and not on the page for a parent
        if getattr(page, part):
            found.append(Link(words, address))
    if page.sees_trail:
        asked = urlencode({"pupil": str(page.enrolment.pupil.pk)})
        found.append(Link("Who has looked at this record", f"{reverse('audit')}?{asked}"))
    return found


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/pupils/<uuid:pupil_id>/", pupil, name="pupil"),
]
