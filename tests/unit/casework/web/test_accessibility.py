"""The accessibility statement, which anybody may read, from every page."""

from __future__ import annotations

import pytest
from django.test import Client

from supportfirst.casework.store.models import Role
from tests.factories.site_accounts import Land, create_member, demo_client

pytestmark = pytest.mark.django_db


def test_whoever_has_not_signed_in_finds_the_statement_from_the_first_page_they_see():
    client = Client(headers={"host": "localhost"})

    assert 'href="/accessibility">Accessibility statement</a>' in client.get("/sign-in").content.decode()
    page = client.get("/accessibility")
    assert page.status_code == 200
    assert "It does not claim that the site meets" in page.content.decode()
    assert "What is not known" in page.content.decode()


def test_whoever_is_signed_in_finds_it_too():
    client = demo_client(create_member(Role.TEACHER, Land().hill))

    assert 'href="/accessibility"' in client.get("/").content.decode()
    assert client.get("/accessibility").status_code == 200
