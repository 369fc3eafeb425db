"""The second step of signing in: who must have it, setting it up, its codes, and losing the telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from supportfirst.casework.access.totp import code_at, new_secret, step_of
from supportfirst.casework.actions.sign_in import use_code
from supportfirst.casework.store.models import AuditEvent, Role
from supportfirst.casework.web import middleware
from tests.factories.site_accounts import NINE, PASSWORD, Land, create_member, join, signed_in

pytestmark = pytest.mark.django_db

NOT_ASKED = set(Role) - {
    Role.AUTHORITY_OFFICER,
    Role.PRINCIPAL_OFFICER,
    Role.LEGAL_PANEL,
    Role.CME_OFFICER,
    Role.SEND_TEAM,
    Role.EARLY_HELP,
    Role.VIRTUAL_SCHOOL,
    Role.SOCIAL_CARE,
    Role.HEALTH,
    Role.ANALYST,
    Role.ADMINISTRATOR,
}


def with_secret(user):
    user.totp_secret = new_secret()
    user.save()
    return user


def code_of(user, at=NINE):
    return code_at(user.totp_secret, step_of(at))


def password_given(user):
    client = Client(headers={"host": "localhost"})
    answer = client.post("/sign-in", {"email": user.email, "password": PASSWORD, "next": "/users/"})
    return client, answer


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", ["school", "authority", "trust"])
def test_administrators_and_whoever_reaches_many_schools_must_set_it_up(role, place):
    land = Land()
    client = signed_in(create_member(role, land.place(place)))

    answer = client.get("/")

    if place == "school" and role in NOT_ASKED:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer["Location"]) == (302, "/second-step")
        assert client.get("/second-step").status_code == 200


def test_nothing_else_is_reached_before_it_is_set_up():
    client = signed_in(create_member(Role.ADMINISTRATOR, Land().hill))

    for address in ("/users/", "/users/invite", "/audit/"):
        assert client.get(address)["Location"] == "/second-step"
        assert client.post(address)["Location"] == "/second-step"
    assert client.post("/sign-out")["Location"] == "/sign-in"


def test_it_is_set_up_with_a_code_of_the_secret_that_was_shown():
    administrator = create_member(Role.ADMINISTRATOR, Land().hill)
    client = signed_in(administrator)
    shown = client.get("/second-step")
    secret = shown.context["secret"].replace(" ", "")
    assert secret in client.get("/second-step").context["secret"].replace(" ", "")  # the same one again

    wrong = client.post("/second-step", {"code": "000000"})
    administrator.refresh_from_db()
    assert (wrong.status_code, administrator.totp_secret) == (422, "")

    right = client.post("/second-step", {"code": code_at(secret, step_of(NINE))})
    administrator.refresh_from_db()
    assert (right.status_code, administrator.totp_secret) == (302, secret)
    assert client.get("/users/").status_code == 200
    assert AuditEvent.objects.get(verb="set_up_totp").actor == administrator
    assert client.get("/second-step")["Location"] == "/"  # it is not shown again


def test_the_picture_is_a_drawing_of_its_own_and_goes_when_the_secret_is_proved():
    user = create_member(Role.TEACHER, Land().hill)
    client = signed_in(user)
    assert client.get("/second-step/code.svg").status_code == 404
    client.get("/second-step")

    picture = client.get("/second-step/code.svg")

    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<path" in picture.content
    assert b"style=" not in picture.content
    assert picture["Cache-Control"] == "no-store"
    with_secret(user)
    assert client.get("/second-step/code.svg").status_code == 404


def test_the_password_alone_opens_nothing_where_there_is_a_second_step():
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))

    client, answer = password_given(user)

    assert answer["Location"] == "/sign-in/code"
    assert client.get("/users/")["Location"].startswith("/sign-in")
    assert not AuditEvent.objects.exists()


def test_password_and_code_open_the_page_that_was_asked_for():
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))
    client, _ = password_given(user)
    before = client.session.session_key

    answer = client.post("/sign-in/code", {"code": code_of(user)})

    assert answer["Location"] == "/users/"
    assert client.get("/users/").status_code == 200
    assert client.session.session_key != before
    assert AuditEvent.objects.get(verb="sign_in").detail == {"second_step": True}


def test_ten_wrong_codes_ask_for_the_password_again_from_whatever_address():
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))
    client, _ = password_given(user)

    told = [
        client.post("/sign-in/code", {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{place}")
        for place in range(10)
    ]

    assert [each.status_code for each in told] == [422] * 9 + [302]
    answer = client.post("/sign-in/code", {"code": code_of(user)}, REMOTE_ADDR="192.0.2.9")
    assert answer["Location"] == "/sign-in"


def test_a_code_opens_one_session():
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))
    first, _ = password_given(user)
    first.post("/sign-in/code", {"code": code_of(user)})
    second, _ = password_given(user)

    answer = second.post("/sign-in/code", {"code": code_of(user)})

    assert answer.status_code == 422
    assert "was used before" in answer.content.decode()
    assert use_code(user.pk, code_of(user, NINE + timedelta(seconds=30)), NINE) == user
    assert use_code(user.pk, code_of(user, NINE + timedelta(seconds=30)), NINE) is None


def test_five_wrong_codes_lock_the_name_like_five_wrong_passwords():
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))
    client, _ = password_given(user)

    told = [client.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(5)]

    assert told == [422, 422, 422, 422, 429]
    assert client.post("/sign-in/code", {"code": code_of(user)}).status_code == 429
    assert password_given(user)[1].status_code == 429


def test_wrong_codes_are_not_forgotten_by_giving_the_password_again():
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))
    client, _ = password_given(user)
    for _ in range(4):
        client.post("/sign-in/code", {"code": "000000"})
    client, _ = password_given(user)

    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 429


def test_the_password_is_asked_again_after_ten_minutes(monkeypatch):
    user = with_secret(create_member(Role.ADMINISTRATOR, Land().hill))
    client, _ = password_given(user)
    later = NINE + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(middleware, "now", lambda: later)

    answer = client.post("/sign-in/code", {"code": code_of(user, later)})

    assert answer["Location"] == "/sign-in"


def test_no_code_is_asked_of_whoever_gave_no_password():
    assert Client(headers={"host": "localhost"}).get("/sign-in/code")["Location"] == "/sign-in"


def test_an_administrator_takes_it_away_and_the_next_sign_in_sets_it_up_anew():
    land = Land()
    officer = with_secret(create_member(Role.AUTHORITY_OFFICER, land.hill))
    administrator = with_secret(create_member(Role.ADMINISTRATOR, land.authority))
    client = signed_in(administrator)

    for _ in range(2):
        client.post(f"/users/{officer.pk}/second-step")

    officer.refresh_from_db()
    assert officer.totp_secret == ""
    event = AuditEvent.objects.get(verb="reset_totp")  # one line for two clicks
    assert (event.actor, event.thing) == (administrator, str(officer.pk))
    again, answer = password_given(officer)
    assert answer["Location"] == "/users/"
    assert again.get("/")["Location"] == "/second-step"


def test_a_school_cannot_take_it_from_somebody_who_reaches_further():
    land = Land()
    principal = with_secret(create_member(Role.PRINCIPAL_OFFICER, land.authority))
    join(principal, Role.GOVERNOR, land.hill)
    client = signed_in(with_secret(create_member(Role.ADMINISTRATOR, land.hill)))

    answer = client.post(f"/users/{principal.pk}/second-step", follow=True)

    principal.refresh_from_db()
    assert principal.totp_secret
    assert "also works where you do not manage people" in answer.content.decode()
