"""Every address of the site, walked as a stranger and as somebody of another school."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.db import transaction
from django.test import Client, override_settings

from supportfirst.casework.store.models import Role
from supportfirst.casework.web.middleware import is_public
from tests.factories.site_accounts import Land, create_member, demo_client
from tests.factories.site_addresses import address_of, names, with_arguments

pytestmark = pytest.mark.django_db


def each_address(land: Land, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """With what each needs; the things of one are gone when the next one is made."""
    for name in wanted:
        with transaction.atomic():
            yield name, address_of(name, land)
            transaction.set_rollback(True)


OPEN = {
    "accessibility",
    "colours",
    "demo",
    "emailed-letter",  # by a signed link alone: a family has no account
    "gallery",
    "letter-by-email",
    "new-password",
    "notify-callback",  # by a word that both sides know
    "set-password",
    "sign-in",
    "sign-in-code",
}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(method):
    for name, address in each_address(Land(), names()):
        answer = getattr(Client(headers={"host": "localhost"}), method)(address)

        if name in OPEN:
            assert answer.status_code in (200, 302, 401, 404, 405, 410, 422), name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/sign-in"), name


@pytest.mark.parametrize("name", sorted({"demo", "gallery"} & set(names())))
def test_pages_of_the_sample_do_not_exist_without_it(name):
    with override_settings(DEMO=False):
        assert Client(headers={"host": "localhost"}).get(address_of(name, Land())).status_code == 404


def test_no_page_is_public_but_those_listed():
    assert {name for name in names() if is_public(name)} <= OPEN


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.HEAD, Role.GOVERNOR])
def test_what_is_another_schools_does_not_exist(role):
    land = Land()
    browser = demo_client(create_member(role, land.far))
    for name, address in each_address(land, sorted(set(with_arguments()) - OPEN)):
        for method in ("get", "post"):
            answer = getattr(browser, method)(address)
            assert answer.status_code in (404, 405), (name, method, answer.status_code)


def test_an_address_that_is_nothing_answers_404_to_anybody():
    assert Client(headers={"host": "localhost"}).get("/nothing/here").status_code == 404
    member = create_member(Role.HEAD, Land().hill)
    answer = demo_client(member).get("/nothing/here")
    assert answer.status_code == 404
    assert "Hill School" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
