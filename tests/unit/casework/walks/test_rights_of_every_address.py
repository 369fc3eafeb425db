"""Every address of the site, asked by every role: what the table of rights says, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from supportfirst.casework.access.rights import SECOND_STEP
from supportfirst.casework.store.models import Role
from supportfirst.casework.web.middleware import ALWAYS, is_public
from tests.factories.openings import PUBLIC, Opening
from tests.factories.site_accounts import demo_client, signed_in
from tests.factories.site_addresses import names
from tests.factories.site_openings import OPENS
from tests.factories.site_rights import FurnishedLand, opens, roles_for, takes

pytestmark = pytest.mark.django_db

METHODS = ("get", "post")
ASKED_OF_ROLES = sorted(set(OPENS) - PUBLIC)
OF_A_SCHOOL = [name for name in ASKED_OF_ROLES if takes(name)]
NOT_ALLOWED, REFUSED = 405, 409
OPENED = (200, 302, 409, 422)


def fault(name: str, method: str, role: Role, answer) -> str:
    """What is wrong with the answer; "" where nothing is."""
    ways = getattr(OPENS[name], method)
    code, told = answer.status_code, f"{role.value} {method} {name}: {answer.status_code}"
    if ways is None:
        return "" if code in (404, NOT_ALLOWED) else f"{told}, and the address knows no such method"
    if opens(ways, role):
        leads_out = code == 302 and answer["Location"].startswith(("/sign-in", "/second-step"))
        leads_out = leads_out and name not in ("sign-out",)
        return "" if code in OPENED and not leads_out else f"{told}, and the role has the right"
    if OPENS[name].told and opens((OPENS[name].told,), role):
        return "" if code == REFUSED else f"{told}, and the role was to be told that it may not"
    return "" if code == 404 else f"{told}, and the role has no right to it"


def test_every_address_has_its_line_and_every_line_an_address():
    assert set(names()) == set(OPENS)


def test_what_the_table_calls_public_is_what_opens_without_signing_in():
    assert {name for name in names() if is_public(name)} == PUBLIC


@pytest.mark.parametrize("role", list(Role))
def test_every_url_refuses_who_lacks_the_right(role, asked):
    land = FurnishedLand()
    client = demo_client(land.member(role))
    client.get(land.address("totp-setup"))  # a picture of a secret is there once there is a secret
    found = [
        fault(name, method, role, asked(client, method, land.address(name)))
        for name in ASKED_OF_ROLES
        for method in METHODS
    ]
    assert [each for each in found if each] == []


@pytest.mark.parametrize("role", list(Role))
def test_what_is_of_another_school_does_not_exist_for_any_role(role, asked):
    land = FurnishedLand()
    client = demo_client(land.member(role, elsewhere=True))
    answers = {
        (name, method): asked(client, method, land.address(name)).status_code
        for name in OF_A_SCHOOL
        for method in METHODS
    }
    unknown = {(name, method) for name in OF_A_SCHOOL for method in METHODS if not _knows(name, method)}
    assert {key: code for key, code in answers.items() if code != 404 and key not in unknown} == {}
    assert {answers[key] for key in unknown} <= {404, NOT_ALLOWED}


def _knows(name: str, method: str) -> bool:
    return getattr(OPENS[name], method) is not None


def test_a_stranger_is_asked_to_sign_in_everywhere_else(asked):
    land, stranger = FurnishedLand(), Client(headers={"host": "localhost"})
    for name in ASKED_OF_ROLES:
        for method in METHODS:
            answer = asked(stranger, method, land.address(name))
            assert answer.status_code == 302, (name, method)
            assert answer["Location"].startswith("/sign-in"), (name, method)


@pytest.mark.parametrize("role", sorted(SECOND_STEP))
def test_whoever_must_take_a_second_step_gets_no_further_without_it(role, asked):
    land = FurnishedLand()
    client = signed_in(land.member(Role(role)))
    for name in sorted(set(ASKED_OF_ROLES) - ALWAYS):
        for method in METHODS:
            answer = asked(client, method, land.address(name))
            assert (answer.status_code, answer["Location"]) == (302, "/second-step"), (name, method)


def test_whoever_has_no_role_today_is_told_so_and_sees_nothing(asked):
    land = FurnishedLand()
    user = land.member(Role.HEAD)
    user.memberships.update(last_day="2026-11-19")
    client = demo_client(user)
    for name in sorted(set(ASKED_OF_ROLES) - ALWAYS):
        for method in METHODS:
            assert asked(client, method, land.address(name)).status_code == 403, (name, method)


@pytest.mark.parametrize("name", ASKED_OF_ROLES)
def test_every_address_is_open_to_some_role(name):
    line: Opening = OPENS[name]
    assert roles_for(line.get) or roles_for(line.post)


def test_a_role_that_gets_a_right_it_lacks_is_found_out():
    class Shown:
        status_code = 200

    assert "has no right" in fault("users", "get", Role.TEACHER, Shown())
    assert "knows no such method" in fault("user-password", "get", Role.TEACHER, Shown())
