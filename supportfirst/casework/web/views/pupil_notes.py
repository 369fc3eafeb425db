"""A note about a child: for all who see the record, or for those alone who are named."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.add_note import add_note
from supportfirst.casework.queries.child_note import note_page
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import NoteForm, said


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = note_page(request.actor, school_id, pupil_id)
    begins = {"submission": uuid4(), "restricted": "no"}
    form = NoteForm(request.POST if request.method == "POST" else None, people=page.people, initial=begins)
    if form.is_valid():
        held = form.cleaned_data
        try:
            add_note(
                request.actor,
                school_id,
                pupil_id,
                held["note"],
                restricted=held["restricted"] == "yes",
                people=[UUID(each) for each in held.get("people", ())],
                submission=held["submission"],
            )
        except AttendanceError as refusal:
            form.add_error("note", said(refusal))
        else:
            messages.success(request, "The note is kept.")
            return redirect("pupil", school_id, pupil_id)
    held = {
        "page": page,
        "form": form,
        "child": page.enrolment.pupil,
        "school": page.school,
        "title": "Add a note",
    }
    return show_child(request, "pupil_form", held, page.enrolment.pupil, "note", right=Right.LOG_CONTACT)


_CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_CHILD}note/", note, name="pupil-note"),
]
