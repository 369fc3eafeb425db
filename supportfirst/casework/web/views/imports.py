"""Importing pupils and adults: choose a school, send a file, look at what it would change, confirm."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.import_people import DestinationNotChecked, ImportNotReady, confirm_import
from supportfirst.casework.actions.keep_people_file import MOST_BYTES, FileRefused, keep_people_file
from supportfirst.casework.actions.preview_people import preview_people
from supportfirst.casework.queries.children_alone import children_alone
from supportfirst.casework.queries.import_files import ImportFile, import_file, import_files
from supportfirst.casework.queries.import_preview import (
    Kind,
    import_done,
    import_places,
    import_school,
    missing_addresses,
)
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request


class UploadForm(GovukForm):
    file = forms.FileField(
        label="File of pupils or parents",
        help_text="A CSV (.csv) or a Common Transfer File (.xml), at most 5 MB.",
        widget=forms.FileInput,
    )
    starts_on = DayField(
        label="First day of new pupils",
        required=False,
        help_text="For pupils who are new here and of whom the file gives no start date.",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)


class ConfirmForm(GovukForm):
    fingerprint = forms.CharField(widget=forms.HiddenInput)
    ours = forms.BooleanField(required=False)  # asked where a file does not say for which school it is

    def __init__(self, *args: Any, school: str, **held: Any) -> None:
        super().__init__(*args, **held)
        self.fields["ours"].label = f"I have checked that this file is meant for {school}"


@require_safe
def imports(request: Request) -> HttpResponse:
    """Where to import to; with one school, straight there."""
    schools = import_places(request.actor)
    if len(schools) == 1:
        return redirect("import-upload", school_id=schools[0][0])
    return render(request, "pages/imports.html", {"schools": schools})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request, school_id: UUID) -> HttpResponse:
    school = import_school(request.actor, school_id)
    given = {"submission": uuid4()}
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm(initial=given)
    if request.method == "POST" and form.is_valid():
        file, starts_on = form.cleaned_data["file"], form.cleaned_data["starts_on"]
        try:
            data = file.read(MOST_BYTES + 1)  # one more shows that it is too large
            once = form.cleaned_data["submission"]
            kept = keep_people_file(request.actor, school_id, file.name, data, starts_on, submission=once)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("import-preview", school_id=school_id, upload_id=kept)
    held = {
        "form": form,
        "school": school,
        "sent": import_files(school),
        **_missing(request, school),
    }
    return render(request, "pages/import_upload.html", held, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Request, school_id: UUID, upload_id: UUID) -> HttpResponse:
    """What the file would change, or how it stands; sent back with what was seen, it is confirmed."""
    school = import_school(request.actor, school_id)
    form = ConfirmForm(request.POST, school=school.name) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            seen, ours = form.cleaned_data["fingerprint"], form.cleaned_data["ours"]
            confirm_import(request.actor, school_id, upload_id, seen, meant_for_us=ours)
        except DestinationNotChecked as refused:
            form.add_error("ours", str(refused))
        except ImportNotReady as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("import-preview", school_id=school_id, upload_id=upload_id)
    if import_done(school, upload_id) is not None:
        return redirect("import-done", school_id=school_id, upload_id=upload_id)
    file = import_file(school, upload_id)
    if file.busy or file.removed_at is not None:
        mine = file.job is not None and file.job.asked_by_id == request.actor.user.pk
        return render(request, "pages/import_waits.html", {"file": file, "mine": mine})
    return shown(request, file, form)


def shown(request: Request, file: ImportFile, form: ConfirmForm | None) -> HttpResponse:
    found = preview_people(request.actor, file.school.pk, file.id)
    again = form or ConfirmForm(initial={"fingerprint": found.fingerprint}, school=file.school.name)
    if not found.unsure:
        del again.fields["ours"]
    held = {
        "preview": found,
        "file": file,
        "form": again,
        "added": found.of_kind(Kind.ADDED),
        "changed": found.of_kind(Kind.CHANGED),
        "unchanged": found.of_kind(Kind.UNCHANGED),
    }
    return render(request, "pages/import_preview.html", held, status=422 if form else 200)


@require_safe
def done(request: Request, school_id: UUID, upload_id: UUID) -> HttpResponse:
    school = import_school(request.actor, school_id)
    counts = import_done(school, upload_id)
    if counts is None:
        raise NotThere
    held = {"school": school, "counts": counts, **_missing(request, school)}
    return render(request, "pages/import_done.html", held)


def _missing(request: Request, school: Any) -> dict[str, Any]:
    """What the families of a school still lack, as `import_missing.html` tells it."""
    today = request.actor.today
    return {"missing": missing_addresses(school, today), "alone": children_alone(school, today)}


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/<uuid:school_id>/", upload, name="import-upload"),
    path("imports/<uuid:school_id>/<uuid:upload_id>/", preview, name="import-preview"),
    path("imports/<uuid:school_id>/<uuid:upload_id>/done", done, name="import-done"),
]
