"""Keeping a file: only what it says it is, no larger than it may be, and nowhere that a server gives out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from supportfirst.casework.actions.keep_people_file import (
    MOST_BYTES,
    FileRefused,
    check_file,
    keep_people_file,
)
from supportfirst.casework.queries.import_preview import import_upload
from supportfirst.casework.store.models import AuditEvent
from tests.factories.site import a_school, an_actor
from tests.factories.site_accounts import demo_client

CSV = b"upn,forename\nA1,Ada\n"
XML = b"<?xml version='1.0'?><CTfile/>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pupils.csv", CSV),
        ("PUPILS.CSV", b"\xef\xbb\xbf" + CSV),
        ("pupils.txt", CSV.decode().encode("utf-16")),
        ("pupils.csv", b"BM,upn\nMZ,A1\n"),
        ("9992001_CTF.xml", XML),
        ("9992001_CTF.xml", b"\xef\xbb\xbf" + XML),
    ],
)
def test_what_a_file_says_it_is_is_taken(name, data):
    check_file(name, data)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("pupils.pdf", CSV, "must be a CSV"),
        ("pupils", CSV, "must be a CSV"),
        ("pupils.csv.exe", CSV, "must be a CSV"),
        ("pupils.csv", b"%PDF-1.7 rest", "something else"),
        ("pupils.csv", b"\x89PNG\r\n\x1a\n" + b"x" * 40, "something else"),
        ("pupils.csv", b"PK\x03\x04" + b"x" * 60, "something else"),
        ("pupils.csv", b"upn,\x00forename\n", "something else"),
        ("pupils.csv", b"<html><script>alert(1)</script>", "something else"),
        ("ctf.xml", CSV, "is not"),
        ("pupils.csv", b" \n", "empty"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(name, data, why):
    with pytest.raises(FileRefused, match=why):
        check_file(name, data)


@pytest.mark.parametrize(("more", "fits"), [(-1, True), (0, True), (1, False)])
def test_a_file_may_be_so_large_and_no_larger(more, fits):
    data = CSV + b"x" * (MOST_BYTES - len(CSV) + more)

    if fits:
        check_file("pupils.csv", data)
    else:
        with pytest.raises(FileRefused, match="larger than 5 MB"):
            check_file("pupils.csv", data)


@pytest.mark.django_db
def test_a_file_is_kept_under_a_random_number_and_has_no_address(settings):
    school = a_school()
    actor = an_actor("attendance_officer", school)

    upload = keep_people_file(actor, school.pk, "../../C:\\pupils of 5A.csv", CSV, None)

    assert import_upload(school, upload).data == CSV
    assert import_upload(school, upload).name == "pupils of 5A.csv"
    (path,) = Path(settings.STORAGES["default"]["OPTIONS"]["location"]).glob(f"people/*/{upload}.data")
    assert path.read_bytes() == CSV
    address = default_storage.url(f"people/{school.pk}/{upload}.data")
    assert demo_client(actor.user).get(address).status_code == 404
    assert AuditEvent.objects.get().verb == "keep_people_file"


@pytest.mark.django_db
def test_a_refused_file_is_not_kept():
    school = a_school()

    with pytest.raises(FileRefused):
        keep_people_file(an_actor("head", school), school.pk, "pupils.csv", b"%PDF-1.7 rest", None)
    assert not default_storage.exists(f"people/{school.pk}")
    assert not AuditEvent.objects.exists()
