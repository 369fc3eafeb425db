"""Headers, cookies, inline code and forms of every page that somebody may open."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from supportfirst.casework.store.models import Role
from supportfirst.casework.web import apps
from tests.factories.openings import PUBLIC
from tests.factories.site_accounts import PASSWORD, Land, create_member, demo_client
from tests.factories.site_openings import OPENS
from tests.factories.site_rights import FurnishedLand, roles_for
from tests.unit.casework.walks.pages import Page, is_page, read

pytestmark = pytest.mark.django_db

TEMPLATES = sorted((Path(apps.__file__).parent / "templates").rglob("*.html"))
KEPT_BY_BROWSERS = {"colours"}
TOLD_BY_MACHINES = {"notify-callback"}  # they bear a word of their own, and no form
WITHOUT_FORMS = {"accessibility"}  # words alone, for a stranger too
WITH_GET = sorted(name for name, line in OPENS.items() if line.get is not None)
WITH_POST = sorted(name for name, line in OPENS.items() if line.post is not None)


def client_for(land: FurnishedLand, name: str, method: str, **held) -> Client:
    """A browser of the first role that the table lets in; of nobody for what is public."""
    if name in PUBLIC:
        stranger = Client(headers={"host": "localhost"}, **held)
        if name == "new-password":
            stranger.get(land.address("set-password"))
        if name == "emailed-letter":
            stranger.get(land.address("letter-by-email"))
        return stranger
    role = roles_for(getattr(OPENS[name], method))[0]
    client = demo_client(land.member(role))
    if name == "totp-picture":
        client.get(land.address("totp-setup"))
    client.handler.enforce_csrf_checks = held.get("enforce_csrf_checks", False)
    return client


def assert_guarded(answer) -> None:
    policy = {
        part.split()[0]: part.split()[1:]
        for part in answer["Content-Security-Policy"].split(";")
        if part.strip()
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def every_answer(names: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """Each page of one land, as the first role that may open it gets it; what it did is taken back."""
    land = FurnishedLand()
    for name in names:
        address = land.address(name)
        with transaction.atomic():
            answer = client_for(land, name, "get").get(address)
            transaction.set_rollback(True)
        yield name, answer


def test_every_page_has_its_headers_and_nothing_inline():
    for name, answer in every_answer(WITH_GET):
        assert answer.status_code in (200, 302), name
        assert_guarded(answer)
        assert ("no-store" in answer["Cache-Control"]) is (name not in KEPT_BY_BROWSERS), name
        if is_page(answer):
            assert read(answer).inline == [], name


def test_every_form_that_changes_something_carries_its_secret():
    pages = 0
    for name, answer in every_answer(WITH_GET):
        if not is_page(answer):
            continue  # a file, a picture, a style sheet or a way on to another page
        pages += 1
        forms = [form for form in read(answer).forms if form.method == "post"]
        assert forms or name in WITHOUT_FORMS, name  # signing out, if nothing else
        assert all("csrfmiddlewaretoken" in form.fields for form in forms), name
        asking = [form for form in read(answer).forms if form.method == "get"]
        # a form that only asks sends no secret into an address
        assert all("csrfmiddlewaretoken" not in form.fields for form in asking), name
    assert pages > len(WITH_GET) // 2


def test_every_post_without_the_secret_is_refused():
    land = FurnishedLand()
    for name in sorted(set(WITH_POST) - TOLD_BY_MACHINES):
        address = land.address(name)
        with transaction.atomic():
            client = client_for(land, name, "post", enforce_csrf_checks=True)
            answer = client.post(address, {"csrfmiddlewaretoken": "a" * 64})
            transaction.set_rollback(True)
        assert answer.status_code == 403, name
        assert "out of date" in answer.content.decode(), name
        assert_guarded(answer)


@pytest.mark.parametrize(
    ("status", "address"), [(404, "/nothing/here"), (302, "/worklist/"), (500, "/sign-in")]
)
def test_answers_of_faults_are_guarded_too(status, address, monkeypatch):
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    if status == 500:
        monkeypatch.setattr("supportfirst.casework.web.views.signing_in.render", _breaks)

    answer = client.get(address)

    assert answer.status_code == status
    assert_guarded(answer)
    assert answer["Cache-Control"] == "no-store"


def _breaks(*_args, **_held):
    raise RuntimeError("broken for this test")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites():
    user = create_member(Role.HEAD, Land().hill)
    client = Client(headers={"host": "localhost"})
    client.get("/sign-in")
    client.post("/sign-in", {"email": user.email, "password": PASSWORD})

    session, secret = client.cookies["sessionid"], client.cookies["csrftoken"]

    assert session["httponly"]
    assert {session["samesite"], secret["samesite"]} == {"Lax"}
    assert not session["max-age"]  # it ends with the browser


def test_outside_the_sample_cookies_go_over_tls_alone():
    names = "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY"
    asked = "from supportfirst.casework.project import settings; print([getattr(settings, n) for n in {}])"
    kept = {name: value for name, value in os.environ.items() if name != "SUPPORTFIRST_DEMO"}
    told = {"SUPPORTFIRST_SECRET_KEY": "of this test", "SUPPORTFIRST_HOSTS": "example.org"}
    answer = subprocess.run(
        [sys.executable, "-c", asked.format(names)],
        env=kept | told,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[True, True, True, True]"


def test_there_are_templates_to_scan():
    assert len(TEMPLATES) > 60


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda each: f"{each.parent.name}/{each.name}")
def test_no_template_has_anything_inline(path):
    text = path.read_text(encoding="utf-8")
    markup = re.sub(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}|{%.*?%}", " ", text, flags=re.S)
    assert Page(re.sub(r"{{.*?}}", "x", markup, flags=re.S)).inline == []
    assert not re.search(r"\|\s*safe\b|autoescape off", text)


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>run()</script>",
        '<button onclick="run()">',
        '<a href="javascript:run()">',
    ],
)
def test_what_is_inline_is_found(markup):
    assert Page(markup).inline
