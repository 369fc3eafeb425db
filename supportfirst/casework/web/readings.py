"""Pages that show a child: whichever way one came up, the audit trail says who read it.

A form that comes back with errors shows the record as the first look did, so the line is written where the
page is rendered, and never by the method of the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.child import OfChild
from supportfirst.casework.web.middleware import Request


def show_child(
    request: Request,
    template: str,
    held: Mapping[str, Any],
    pupil: Any,
    thing: str,
    *,
    right: Right,
    status: int = 0,
) -> HttpResponse:
    """A page of one child's record. `right`: by which the reader reaches the child."""
    read_record(request.actor, pupil, thing, right=right)
    return render(request, f"pages/{template}.html", dict(held), status=status or _status(held))


def show_record_form(
    request: Request,
    page: OfChild,
    form: Any,
    *,
    part: str,
    thing: str,
    template: str = "child_kept_record",
) -> HttpResponse:
    """The form of one record about a child, for whoever acts on the case, with the way back to its part.

    part: the words of that part of the record; thing: its name in the trail, and in `pupil-…` addresses.
    """
    back = reverse(f"pupil-{thing}", args=[page.school.pk, page.enrolment.pupil_id])
    held = {"page": page, "form": form, "part": part, "back": back}
    return show_child(request, template, held, page.enrolment.pupil, thing, right=Right.ACT_ON_CASE)


def show_children(
    request: Request,
    template: str,
    held: Mapping[str, Any],
    pupils: Iterable[UUID],
    thing: str,
    *,
    school: Any,
    status: int = 0,
) -> HttpResponse:
    """A page that names several children of one school."""
    read_list(request.actor, school, thing, pupils)
    return render(request, f"pages/{template}.html", dict(held), status=status or _status(held))


def _status(held: Mapping[str, Any]) -> int:
    """422 for a form that came back with errors."""
    form = held.get("form")
    return 422 if form is not None and form.errors else 200
