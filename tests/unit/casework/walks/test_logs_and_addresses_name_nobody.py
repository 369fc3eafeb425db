"""What many may read, logs and addresses, holds no name, number or way to reach anybody."""

from __future__ import annotations

import logging
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from supportfirst.casework.store.models import AdultContact, Role
from tests.factories.people_files import adults_csv
from tests.factories.site_accounts import PASSWORD, demo_client
from tests.factories.site_rights import OPENS, PUBLIC, FurnishedLand, roles_for
from tests.unit.casework.walks.pages import is_page, read

pytestmark = pytest.mark.django_db

FORMAT = logging.Formatter("%(name)s %(levelname)s %(message)s")  # and the traceback, as a console writes it
WRONG = "not the password at all"


@pytest.fixture
def land():
    return FurnishedLand()


@pytest.fixture
def written(caplog):
    """All that was logged, as it would stand in a file: ours at the finest, Django's from warnings on."""
    for name in ("supportfirst", "axes", "csp", "whitenoise"):
        caplog.set_level(logging.DEBUG, logger=name)
    caplog.set_level(logging.WARNING, logger="django")

    def text() -> str:
        return "\n".join(FORMAT.format(record) for record in caplog.records)

    return text


def personal(land) -> set[str]:
    """Names, UPN, addresses and numbers of everybody in the land, and no part of a random id among them."""
    pupil, parent = land.pupil, land.parent
    found = {
        pupil.upn,
        pupil.legal_forename,
        pupil.legal_surname,
        parent.legal_forename,
        parent.legal_surname,
    }
    for contact in AdultContact.objects.all():
        found |= {contact.value, contact.value.replace(" ", "")}
    for user in get_user_model().objects.all():
        found |= {user.email, user.name}
    return found - {""}


def named_in(text: str, land) -> set[str]:
    folded = unquote(text).casefold()
    return {each for each in personal(land) if each.casefold() in folded}


def test_failed_sign_ins_and_a_lock_name_nobody(land, written):
    user = land.member(Role.HEAD)
    client = Client(headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.44")

    answers = [client.post("/sign-in", {"email": user.email, "password": WRONG}) for _ in range(7)]

    assert {answer.status_code for answer in answers} == {422, 429}
    assert written()  # somebody failed, and was locked
    assert named_in(written(), land) == set()
    assert "192.0.2.44" not in written()
    assert WRONG not in written()


def test_a_right_password_with_a_wrong_code_names_nobody(land, written):
    user = land.member(Role.ADMINISTRATOR)
    user.totp_secret = "A" * 32
    user.save()
    client = Client(headers={"host": "localhost"})
    client.post("/sign-in", {"email": user.email, "password": PASSWORD})

    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert written()
    assert named_in(written(), land) == set()
    assert "A" * 32 not in written()


@pytest.mark.parametrize(
    ("name", "start"),
    [("Quillfeather.csv", b"\x00\x00"), ("Quillfeather.xml", b"<CTfile><unclosed>"), ("Zebulon.exe", b"MZ")],
)
def test_a_refused_import_names_nobody(land, written, name, start):
    row = {
        "parent_id": "p1",
        "upn": land.pupil.upn,
        "legal_name": "Philippa Quillfeather-Vane",
        "telephone": "01632 960123",
    }
    sent = SimpleUploadedFile(name, start + adults_csv(row, more="telephone"))
    client = demo_client(land.member(Role.HEAD))

    answer = client.post(land.address("import-upload"), {"file": sent, "submission": uuid4()}, follow=True)

    assert answer.status_code in (200, 422)
    assert {part for part in ("Quillfeather", "Zebulon", "960123") if part in written()} == set()
    assert named_in(written(), land) == set()


@pytest.mark.parametrize("message", ["{name} ({upn}) is there twice", "Key (upn)=({upn}) already exists"])
def test_a_server_error_names_nobody(land, written, monkeypatch, message):
    pupil = land.pupil
    told = message.format(name=pupil.name, upn=pupil.upn)

    def breaks(*_args, **_held):
        raise RuntimeError(told)

    monkeypatch.setattr("supportfirst.casework.web.views.worklist.worklist", breaks)
    client = demo_client(land.member(Role.HEAD))
    client.raise_request_exception = False

    answer = client.get("/worklist/", {"rule": pupil.name, "school": pupil.upn})

    assert answer.status_code == 500
    assert "RuntimeError" in written()  # enough to find the fault by
    assert "worklist.py" in written()
    assert named_in(written(), land) == set()
    assert named_in(answer.content.decode(), land) == set()


def test_a_server_error_while_a_form_is_sent_names_nobody(land, written, monkeypatch):
    def breaks(*_args, **held):
        raise ValueError(f"can't log {held}")

    monkeypatch.setattr("supportfirst.casework.web.views.morning.log_first_contact", breaks)
    client = demo_client(land.member(Role.HEAD))
    client.raise_request_exception = False
    sent = {
        "channel": "phone",
        "made_at": "8.40",
        "outcome": "reached",
        "reason_found": f"{land.pupil.name} is ill, said {land.parent.name}",
        "staff_chosen": land.parent.name,
        "submission": "6f1c9f2e-6f0e-4d3e-9a51-0d8a1f3f6f10",
    }

    assert client.post(land.address("first-contact"), sent).status_code == 500
    assert "ValueError" in written()
    assert named_in(written(), land) == set()


def test_a_walk_of_every_address_logs_no_name(land, written):
    for name, line in OPENS.items():
        for method in ("get", "post"):
            role = next(iter(roles_for(getattr(line, method))), Role.TEACHER)
            client = demo_client(land.member(role))
            getattr(client, method)(land.address(name), {"q": land.pupil.name, "upn": land.pupil.upn})
    assert "Method Not Allowed" in written()
    assert named_in(written(), land) == set()


def test_every_address_on_every_page_holds_random_ids_alone(land):
    found: set[str] = set()
    for name in sorted(set(OPENS) - PUBLIC):
        roles = roles_for(OPENS[name].get)
        if not roles:
            continue
        answer = demo_client(land.member(roles[-1])).get(land.address(name))
        found |= {land.address(name), answer.get("Location", "")}
        if is_page(answer):
            found |= read(answer).leads
    assert any(str(land.pupil.pk) in each for each in found)
    assert {each for each in found if named_in(each, land)} == set()


def test_a_file_that_is_sent_out_is_named_after_nobody(land):
    answer = demo_client(land.member(Role.HEAD)).get(land.address("worklist-export"))
    assert answer.status_code == 200
    assert named_in(answer["Content-Disposition"], land) == set()


def test_a_name_is_found_however_it_is_written(land):
    assert named_in("/pupils/zebulon%20quillfeather/", land)
    assert named_in(f"upn={land.pupil.upn.lower()}", land)
    assert not named_in(f"/pupils/{land.pupil.pk}/", land)
