"""The only administrator forgot the password: whoever runs the site makes a link to set another."""

from __future__ import annotations

import io
import re
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from supportfirst.casework.console.management.commands import password_link
from supportfirst.casework.store.models import AuditEvent, Role
from supportfirst.casework.web import middleware
from tests.factories.site_accounts import NINE, PASSWORD, Land, create_member
from tests.factories.site_registers import form_of

pytestmark = pytest.mark.django_db
ANOTHER = "another password of the only administrator"


@pytest.fixture(autouse=True)
def at_nine(monkeypatch):
    monkeypatch.setattr(password_link, "now", lambda: NINE)
    monkeypatch.setattr(middleware, "now", lambda: NINE)


@pytest.fixture
def land():
    return Land()


@pytest.fixture
def ruth(land):
    return create_member(Role.ADMINISTRATOR, land.authority, name="Ruth Orchard")


def made(*said: str) -> str:
    told = io.StringIO()
    call_command("password_link", "--address", "https://site.example.org", *said, stdout=told)
    return told.getvalue()


def test_the_link_sets_the_password_once(ruth, monkeypatch, mailoutbox):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{ruth.email.upper()}\n"))

    told = made()

    assert ruth.email not in told
    assert ruth.name not in told
    assert not mailoutbox
    link = re.search(r"https://site.example.org(/set-password/\S+)", told)[1]
    client = Client(headers={"host": "localhost"})
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    sent = {**form_of(page), "password": ANOTHER}
    assert client.post(address, sent).status_code == 302
    opened = Client(headers={"host": "localhost"})
    for password, answer in ((PASSWORD, 422), (ANOTHER, 302)):
        assert opened.post("/sign-in", {"email": ruth.email, "password": password}).status_code == answer
    assert Client(headers={"host": "localhost"}).get(link, follow=True).status_code != 200


def test_the_trail_of_the_place_tells_it(ruth, land):
    made("--email", ruth.email)

    line = AuditEvent.objects.get(verb="reset_password")
    assert (line.actor, line.school, line.thing) == (None, None, str(land.authority.pk))
    assert line.detail == {"account": str(ruth.pk), "on_the_server": True}


@pytest.mark.parametrize("email", ["nobody@example.org", ""])
def test_for_an_address_that_nobody_signs_in_with_there_is_no_link(ruth, email):
    with pytest.raises(CommandError, match="Nobody signs in with this address"):
        made("--email", email)

    assert not AuditEvent.objects.exists()


def test_where_nothing_is_typed_it_says_what_to_do(ruth, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    with pytest.raises(CommandError, match="say it with --email"):
        made()
