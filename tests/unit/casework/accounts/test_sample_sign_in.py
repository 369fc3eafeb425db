"""The sample site's sign-in: a button a role, and shut wherever a real child could be."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from supportfirst.casework.access.demo import demo_is_safe, is_this_machine, may_open
from supportfirst.casework.store.models import AuditEvent, Role
from tests.factories.site_accounts import Land, create_member, create_school, create_user, join

pytestmark = pytest.mark.django_db

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def browser(host="localhost", **held):
    return Client(headers={"host": host}, **held)


def everybody(land):
    return {role: create_member(role, land.hill) for role in Role}


def test_there_is_one_button_for_each_role():
    people = everybody(Land())

    page = browser("127.0.0.1:8000").get("/demo")

    assert [each.role for each in page.context["people"]] == [role.label for role in Role]
    assert page.content.decode().count('name="person"') == len(people) == 20


@pytest.mark.parametrize("role", list(Role))
def test_a_button_signs_in_without_password_or_second_step(role):
    people = everybody(Land())
    client = browser()

    answer = client.post("/demo", {"person": str(people[role].pk)})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    first = client.get("/")
    assert first.status_code == 200
    assert first.wsgi_request.user == people[role]
    assert AuditEvent.objects.get().verb == "start_demo_session"


def test_it_does_not_exist_outside_the_sample_site():
    people = everybody(Land())

    with override_settings(DEMO=False):
        assert browser().get("/demo").status_code == 404
        assert browser().post("/demo", {"person": str(people[Role.HEAD].pk)}).status_code == 404


def test_it_does_not_exist_beside_a_real_school():
    land = Land()
    people = everybody(land)
    create_school(land.authority, "A real school", invented=False)

    assert browser().get("/demo").status_code == 404
    assert browser().post("/demo", {"person": str(people[Role.HEAD].pk)}).status_code == 404
    assert not AuditEvent.objects.exists()


@override_settings(ALLOWED_HOSTS=["*"])
@pytest.mark.parametrize(
    ("host", "address"),
    [("attendance.example", "127.0.0.1"), ("localhost", "192.0.2.1"), ("localhost", "")],
)
def test_it_does_not_exist_for_another_machine(host, address):
    people = everybody(Land())

    client = browser(host, REMOTE_ADDR=address)

    assert client.get("/demo").status_code == 404
    assert client.post("/demo", {"person": str(people[Role.HEAD].pk)}).status_code == 404


def test_nobody_but_those_on_the_buttons_is_signed_in():
    land = Land()
    everybody(land)
    other = create_user(email="zoe@example.org")
    join(other, Role.HEAD, land.dale)

    for chosen in (str(other.pk), "", "x"):
        assert browser().post("/demo", {"person": chosen}).status_code == 404


def test_a_sample_session_skips_no_second_step_outside_the_sample_site():
    people = everybody(Land())
    client = browser()
    client.post("/demo", {"person": str(people[Role.ADMINISTRATOR].pk)})

    with override_settings(DEMO=False):
        assert client.get("/users/")["Location"] == "/second-step"


def test_the_page_says_what_to_do_where_there_is_nobody_yet():
    assert "make run" in browser().get("/demo").content.decode()


@pytest.mark.parametrize(
    ("host", "is_this"),
    [
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("127.0.0.1:80", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("localhost.example:80", False),
        ("192.0.2.1", False),
    ],
)
def test_a_host_is_this_machine_by_name_alone(host, is_this):
    assert is_this_machine(host) is is_this


def test_the_check_at_start_up_finds_real_schools_and_foreign_hosts():
    land = Land()
    with override_settings(DEMO=True, ALLOWED_HOSTS=LOOPBACK):
        assert demo_is_safe() == []
        create_school(land.authority, "A real school", invented=False)
        assert [each.id for each in demo_is_safe()] == ["supportfirst.E002"]
    with override_settings(DEMO=True, ALLOWED_HOSTS=["*"]):
        assert [each.id for each in demo_is_safe()] == ["supportfirst.E001", "supportfirst.E002"]
    with override_settings(DEMO=False, ALLOWED_HOSTS=["*"]):
        assert demo_is_safe() == []


def test_the_check_is_run_at_start_up():
    from django.core.checks.registry import registry

    assert demo_is_safe in registry.get_checks()


@pytest.mark.parametrize(("is_sample", "opens"), [(True, True), (False, False)])
def test_nobody_is_let_in_by_a_button_but_in_the_sample_site(is_sample, opens):
    Land()

    with override_settings(DEMO=is_sample):
        assert may_open("localhost:8000", "127.0.0.1") is opens
