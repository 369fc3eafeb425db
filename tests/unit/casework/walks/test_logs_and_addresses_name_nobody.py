"""What many may read, logs and addresses, holds no name, number or way to reach anybody."""

from __future__ import annotations

import logging
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from gunicorn.config import Config

from supportfirst.casework.access.links import is_good, token_for
from supportfirst.casework.project import gunicorn_settings
from supportfirst.casework.store.models import AdultContact, Role
from tests.factories.openings import PUBLIC
from tests.factories.people_files import adults_csv
from tests.factories.site_accounts import NINE, PASSWORD, demo_client
from tests.factories.site_openings import OPENS
from tests.factories.site_rights import FurnishedLand, roles_for
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


def test_a_link_to_set_a_password_is_in_no_log_while_it_works(land, written):
    user = land.member(Role.HEAD)
    token = token_for(user, NINE)
    link = f"/set-password/{user.pk}/{token}"
    browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    no_host = Client(headers={"host": "elsewhere.example.org"})

    page = browser.get(link, follow=True)
    bare = browser.post("/set-password", {"password": PASSWORD})  # without what its form bears
    sent = {"password": "short", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    answers = [
        browser.post("/set-password", sent),
        browser.post(link, {"password": PASSWORD}),
        browser.put(link),
        browser.get(f"{link}/"),
        browser.get(f"/set-password/{str(user.pk)[1:]}/{token}"),  # not copied whole
        no_host.get(link),
    ]

    assert (page.status_code, bare.status_code) == (200, 403)
    assert [answer.status_code for answer in answers] == [422, 403, 403, 302, 404, 400]
    for line in ("Unprocessable Entity: /set-password", "Forbidden (CSRF", "Not Found: /set-password/…"):
        assert line in written()
    assert is_good(user, token, NINE)
    assert token not in written()


def test_a_link_to_set_a_password_is_in_no_address_that_its_page_leads_to(land):
    user = land.member(Role.HEAD)
    token = token_for(user, NINE)
    browser = Client(headers={"host": "localhost"})

    opened = browser.get(f"/set-password/{user.pk}/{token}")
    page = browser.get(opened["Location"])

    assert page.status_code == 200
    assert token not in opened["Location"]
    assert token not in page.content.decode()


def test_the_web_server_logs_no_link_to_set_a_password(land, tmp_path):
    """With the settings that it runs with, each request logged as GUNICORN_CMD_ARGS can ask for."""
    token = token_for(land.member(Role.HEAD), NINE)
    link = f"/set-password/{uuid4()}/{token}"
    config = Config()
    config.set("logger_class", gunicorn_settings.logger_class)
    config.set("accesslog", str(tmp_path / "access"))
    config.set("errorlog", str(tmp_path / "error"))
    log = config.logger_class(config)
    asked = {"REQUEST_METHOD": "GET", "RAW_URI": link, "PATH_INFO": link, "SERVER_PROTOCOL": "HTTP/1.1"}
    answer = SimpleNamespace(status="302 Found", sent=0, headers=[])
    request = SimpleNamespace(headers=[("REFERER", f"http://localhost{link}")])

    log.access(answer, request, {**asked, "HTTP_REFERER": f"http://localhost{link}"}, timedelta())
    log.error("Error handling request %s", link)
    log.close_on_exec()

    for name in ("access", "error"):
        told = (tmp_path / name).read_text()
        assert "/set-password/…" in told, name
        assert token not in told, name


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
