"""Importing pupils and adults: choose a school, send a file, look at what it would change, confirm."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.import_people import Stale, import_people
from supportfirst.casework.actions.keep_people_file import MOST_BYTES, FileRefused, keep_people_file
from supportfirst.casework.actions.preview_people import preview_people
from supportfirst.casework.queries.import_preview import (
    Kind,
    Preview,
    import_done,
    import_places,
    import_school,
    missing_addresses,
)
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request

CHANGED_SINCE = 409


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
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file, starts_on = form.cleaned_data["file"], form.cleaned_data["starts_on"]
        try:
            data = file.read(MOST_BYTES + 1)  # one more shows that it is too large
            kept = keep_people_file(request.actor, school_id, file.name, data, starts_on)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("import-preview", school_id=school_id, upload_id=kept)
    held = {
        "form": form,
        "school": school,
        "missing": missing_addresses(school, request.actor.today),
    }
    return render(request, "pages/import_upload.html", held, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Request, school_id: UUID, upload_id: UUID) -> HttpResponse:
    """The preview; sent back with what was seen, it is confirmed."""
    school = import_school(request.actor, school_id)
    if request.method == "POST":
        seen = request.POST.get("fingerprint", "")
        answer = import_people(request.actor, school_id, upload_id, seen)
        if not isinstance(answer, Stale):
            return redirect("import-done", school_id=school_id, upload_id=upload_id)
        return shown(request, school_id, answer.preview, is_stale=True)
    if import_done(school, upload_id) is not None:
        return redirect("import-done", school_id=school_id, upload_id=upload_id)
    return shown(request, school_id, preview_people(request.actor, school_id, upload_id), is_stale=False)


def shown(request: Request, school_id: UUID, found: Preview, *, is_stale: bool) -> HttpResponse:
    held = {
        "preview": found,
        "school_id": school_id,
        "is_stale": is_stale,
        "added": found.of_kind(Kind.ADDED),
        "changed": found.of_kind(Kind.CHANGED),
        "unchanged": found.of_kind(Kind.UNCHANGED),
    }
    return render(request, "pages/import_preview.html", held, status=CHANGED_SINCE if is_stale else 200)


@require_safe
def done(request: Request, school_id: UUID, upload_id: UUID) -> HttpResponse:
    school = import_school(request.actor, school_id)
    counts = import_done(school, upload_id)
    if counts is None:
        raise NotThere
    missing = missing_addresses(school, request.actor.today)
    return render(request, "pages/import_done.html", {"school": school, "counts": counts, "missing": missing})


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/<uuid:school_id>/", upload, name="import-upload"),
    path("imports/<uuid:school_id>/<uuid:upload_id>/", preview, name="import-preview"),
    path("imports/<uuid:school_id>/<uuid:upload_id>/done", done, name="import-done"),
]
