"""Changing a child's record: names, flags, adults, contacts, references; and the old contacts.

Every form is a page of its own, under the child; what was done leads back to the child's page.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.change_adult import add_adult, change_adult
from supportfirst.casework.actions.change_pupil import change_pupil
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.keep_contacts import (
    add_contact,
    addresses_told,
    confirm_contact,
    end_contact,
)
from supportfirst.casework.actions.keep_references import forget_reference, note_reference
from supportfirst.casework.actions.set_flag import Says, set_flag
from supportfirst.casework.queries.child_edit import (
    CONTACT_KINDS,
    adult_to_change,
    flags_page,
    old_contacts,
    references_page,
    to_change,
)
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.paging import paged
from supportfirst.casework.web.readings import show_child, show_children
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.pupil_forms import (
    AdultForm,
    ContactForm,
    FlagForm,
    PupilForm,
    ReferenceForm,
    said,
)

METHODS = ["GET", "HEAD", "POST"]
LONGEST_NUMBER = 18  # a longer one is no number of a row


def given(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def shown(
    request: Request, template: str, page: Any, form: GovukForm, thing: str, **more: Any
) -> HttpResponse:
    """The form's page."""
    held = {"page": page, "form": form, "child": page.enrolment.pupil, "school": page.school, **more}
    return show_child(request, template, held, page.enrolment.pupil, thing, right=Right.EDIT_PEOPLE)


@require_http_methods(METHODS)
def change(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = to_change(request.actor, school_id, pupil_id)
    form = PupilForm(given(request), initial={**page.values, "submission": uuid4()})
    carry_shown(form, page.values, request.at, pupil_id)
    if form.is_valid():
        held = form.cleaned_data
        try:
            changed = change_pupil(request.actor, school_id, pupil_id, held, shown=held["shown"])
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        else:
            messages.success(request, "The change is kept." if changed else "Nothing was changed.")
            return redirect("pupil", school_id, pupil_id)
    told = {"title": "Names and date of birth", "former": page.former}
    return shown(request, "pupil_form", page, form, "names", **told)


@require_http_methods(METHODS)
def flags(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = flags_page(request.actor, school_id, pupil_id)
    form = FlagForm(given(request), choices=page.choices, initial={"submission": uuid4()})
    if form.is_valid():
        held = form.cleaned_data
        days = {"first_day": held["first_day"], "last_day": held["last_day"]}
        try:
            set_flag(request.actor, school_id, pupil_id, held["name"], Says(held["says"]), **days)
        except AttendanceError as refusal:
            form.add_error("last_day", said(refusal))
        else:
            messages.success(request, "The change is kept. The child is assessed again.")
            return redirect("pupil-flags", school_id, pupil_id)
    return shown(request, "pupil_flags", page, form, "flags")


@require_http_methods(METHODS)
def adult_new(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = to_change(request.actor, school_id, pupil_id)
    form = AdultForm(given(request), initial={"submission": uuid4(), "contact_order": 1})
    if form.is_valid():
        held = form.cleaned_data
        adult = add_adult(request.actor, school_id, pupil_id, held, submission=held["submission"])
        messages.success(request, "The adult is added. Now add how to reach them.")
        return redirect("pupil-adult", school_id, pupil_id, adult)
    return shown(request, "pupil_form", page, form, "parents", title="Add a parent or carer")


@require_http_methods(METHODS)
def adult(request: Request, school_id: UUID, pupil_id: UUID, adult_id: UUID) -> HttpResponse:
    page = adult_to_change(request.actor, school_id, pupil_id, adult_id)
    form = AdultForm(given(request), initial={**page.values, "submission": uuid4()})
    carry_shown(form, page.values, request.at, pupil_id, adult_id)
    if form.is_valid():
        held = form.cleaned_data
        try:
            changed = change_adult(request.actor, school_id, pupil_id, adult_id, held, shown=held["shown"])
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        else:
            messages.success(request, "The change is kept." if changed else "Nothing was changed.")
            return redirect("pupil-adult", school_id, pupil_id, adult_id)
    return shown(request, "pupil_adult", page, form, "parents", former=page.former)


@require_http_methods(METHODS)
def contact_new(request: Request, school_id: UUID, pupil_id: UUID, adult_id: UUID) -> HttpResponse:
    page = adult_to_change(request.actor, school_id, pupil_id, adult_id)
    form = ContactForm(given(request), choices=CONTACT_KINDS, initial={"submission": uuid4()})
    carry_shown(form, {"value": addresses_told(adult_id)}, request.at, adult_id)
    if form.is_valid():
        held = form.cleaned_data
        told = (held["kind"], held["value"], held["postcode"])
        try:
            add_contact(request.actor, school_id, pupil_id, adult_id, *told, shown=held["shown"])
        except ChangedMeanwhile as refusal:
            tell_changed(form, refusal)
        else:
            messages.success(request, "It is kept, as confirmed today.")
            return redirect("pupil-adult", school_id, pupil_id, adult_id)
    title = f"A way to reach {page.adult.name}"
    return shown(request, "pupil_form", page, form, "parents", title=title)


@require_POST
def contact_settled(request: Request, school_id: UUID, pupil_id: UUID, adult_id: UUID) -> HttpResponse:
    """“Still right” or “ended”, by a button beside each contact."""
    number, ended = request.POST.get("contact", ""), request.POST.get("what") == "end"
    adult_to_change(request.actor, school_id, pupil_id, adult_id)
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        messages.warning(request, "Nothing was changed. Press a button beside one of the contacts.")
        return redirect("pupil-adult", school_id, pupil_id, adult_id)
    act = end_contact if ended else confirm_contact
    try:
        act(request.actor, school_id, pupil_id, adult_id, int(number))
    except AttendanceError as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, "It is kept as a former one." if ended else "Confirmed today.")
    return redirect("pupil-adult", school_id, pupil_id, adult_id)


@require_http_methods(METHODS)
def references(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    """Note a number; a POST with `reference` takes one away."""
    actor = request.actor
    page = references_page(actor, school_id, pupil_id)
    number = request.POST.get("reference", "")
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        forget_reference(actor, school_id, pupil_id, int(number))
        messages.success(request, "The number is taken away.")
        return redirect("pupil-references", school_id, pupil_id)
    form = ReferenceForm(given(request), initial={"submission": uuid4()})
    if form.is_valid():
        held = form.cleaned_data
        try:
            note_reference(actor, school_id, pupil_id, held["system"], held["number"])
        except AttendanceError as refusal:
            form.add_error("number", said(refusal))
        else:
            messages.success(request, "The number is noted.")
            return redirect("pupil-references", school_id, pupil_id)
    return shown(request, "pupil_references", page, form, "references")


@require_safe
def old(request: Request, school_id: UUID) -> HttpResponse:
    page = old_contacts(request.actor, school_id)
    shown = paged(request, page.contacts)
    named = [each.pupil for each in shown.rows]
    held = {"page": page, "shown": shown}
    return show_children(request, "old_contacts", held, named, "contacts", school=page.school)


_CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/"
_ADULT = f"{_CHILD}adults/<uuid:adult_id>/"
urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/old-contacts/", old, name="old-contacts"),
    path(f"{_CHILD}change/", change, name="pupil-change"),
    path(f"{_CHILD}flags/", flags, name="pupil-flags"),
    path(f"{_CHILD}references/", references, name="pupil-references"),
    path(f"{_CHILD}adults/", adult_new, name="pupil-adult-new"),
    path(_ADULT, adult, name="pupil-adult"),
    path(f"{_ADULT}contacts/", contact_new, name="pupil-contact-new"),
    path(f"{_ADULT}contacts/settle/", contact_settled, name="pupil-contact"),
]
