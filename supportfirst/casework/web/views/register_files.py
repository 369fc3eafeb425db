"""Registers from a file: send it, have it read, look at what it would change, confirm; or only compare."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.casework.actions.export_differences import export_differences
from supportfirst.casework.actions.keep_register_file import (
    MOST_BYTES,
    RegisterFileRefused,
    keep_register_file,
    read_register_file_again,
)
from supportfirst.casework.actions.preview_registers import preview_registers
from supportfirst.casework.actions.store_register_file import FileNotReady, confirm_register_file
from supportfirst.casework.queries.register_files import SHOWN, RegisterFile, register_files
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request

TAKE_IN, COMPARE = "take_in", "compare"
ALL, NEW = "all", "new"


class RegisterFileForm(GovukForm):
    file = forms.FileField(
        label="File of registers",
        help_text="A CSV, a workbook (.xlsx, .xls, .ods) or XML, at most 25 MB. Exports of SIMS, Arbor and "
        "Bromcom are read as they are.",
        widget=forms.FileInput,
    )
    purpose = forms.ChoiceField(
        label="What do you want to do with it?",
        choices=((TAKE_IN, "Take in its marks"), (COMPARE, "Only compare it with the registers here")),
        widget=forms.RadioSelect,
        initial=TAKE_IN,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)


class ConfirmForm(GovukForm):
    take = forms.ChoiceField(
        label="What should be taken in?",
        choices=((ALL, "New marks and corrections"), (NEW, "New marks only")),
        widget=forms.RadioSelect,
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request, school_id: UUID) -> HttpResponse:
    school, sent = register_files(request.actor, school_id)
    given = {"submission": uuid4(), "purpose": TAKE_IN}
    form = (
        RegisterFileForm(request.POST, request.FILES)
        if request.method == "POST"
        else RegisterFileForm(initial=given)
    )
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            row = keep_register_file(
                request.actor,
                school_id,
                held["file"].name,
                held["file"].read(MOST_BYTES + 1),  # one more shows that it is too large
                submission=held["submission"],
                reconcile=held["purpose"] == COMPARE,
            )
        except RegisterFileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("register-file", school_id, row.pk)
    shown = {"form": form, "school": school, "sent": sent}
    return render(request, "pages/register_files.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one_file(request: Request, school_id: UUID, file_id: UUID) -> HttpResponse:
    """How far the file is, what it would change or what it changed; sent back, it is confirmed."""
    form = ConfirmForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        held = form.cleaned_data
        try:
            confirm_register_file(
                request.actor, school_id, file_id, held["fingerprint"], corrections=held["take"] == ALL
            )
        except FileNotReady as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("register-file", school_id, file_id)
    found = preview_registers(request.actor, school_id, file_id)
    if form is None:
        form = ConfirmForm(initial=_usual(found))
    if not (found.may_correct and found.counts.get("corrected")):
        form.fields["take"].widget = forms.HiddenInput()
    template = "pages/register_file_compared.html" if found.reconcile else "pages/register_file.html"
    shown = {"file": found, "form": form, "shown": SHOWN}
    return render(request, template, shown, status=422 if form.errors else 200)


def _usual(found: RegisterFile) -> dict[str, str]:
    """Corrections are taken unless the same file was taken in before: what was put right since stays."""
    take_all = found.may_correct and found.counts.get("corrected") and found.same_before is None
    return {"take": ALL if take_all else NEW, "fingerprint": str(found.outcome.get("fingerprint", ""))}


@require_POST
def again(request: Request, school_id: UUID, file_id: UUID) -> HttpResponse:
    read_register_file_again(request.actor, school_id, file_id)
    messages.success(request, "The file is being read again.")
    return redirect("register-file", school_id, file_id)


@require_safe
def differences(request: Request, school_id: UUID, file_id: UUID) -> HttpResponse:
    """Everything of the file that is not the same here, for a spreadsheet."""
    data = export_differences(request.actor, school_id, file_id)
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="differences-{request.actor.today}.csv"'
    return answer


urlpatterns = [
    path("schools/<uuid:school_id>/register-files/", files, name="register-files"),
    path("schools/<uuid:school_id>/register-files/<uuid:file_id>/", one_file, name="register-file"),
    path("schools/<uuid:school_id>/register-files/<uuid:file_id>/again/", again, name="register-file-again"),
    path(
        "schools/<uuid:school_id>/register-files/<uuid:file_id>/differences.csv",
        differences,
        name="register-file-differences",
    ),
]
