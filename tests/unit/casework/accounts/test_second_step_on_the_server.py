"""The only administrator lost their telephone: whoever runs the site takes the second step away."""

from __future__ import annotations

import io
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from supportfirst.casework.access.totp import new_secret
from supportfirst.casework.console.management.commands import reset_second_step
from supportfirst.casework.store.models import AuditEvent, Membership, Role
from tests.factories.site_accounts import NINE, PASSWORD, TODAY, Land, create_member, join, signed_in
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine_on_the_server(monkeypatch):
    monkeypatch.setattr(reset_second_step, "now", lambda: NINE)


@pytest.fixture
def land():
    return Land()


@pytest.fixture
def ruth(land):
    """The one administrator of the authority, with a second step."""
    user = create_member(Role.ADMINISTRATOR, land.authority, name="Ruth Orchard")
    return with_second_step(user)


def with_second_step(user):
    user.totp_secret, user.totp_last_step = new_secret(), 7
    user.save()
    return user


def reset(*said: str) -> str:
    told = io.StringIO()
    call_command("reset_second_step", *said, stdout=told)
    return told.getvalue()


def test_it_is_taken_away_and_set_up_anew_at_the_next_sign_in(ruth, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f" {ruth.email.upper()}\n"))

    told = reset()

    ruth.refresh_from_db()
    assert (ruth.totp_secret, ruth.totp_last_step) == ("", 0)
    assert "taken away" in told
    assert ruth.email not in told.lower()
    assert ruth.name not in told
    client = Client(headers={"host": "localhost"})
    assert client.post("/sign-in", {"email": ruth.email, "password": PASSWORD}).status_code == 302
    assert client.get("/users/")["Location"] == "/second-step"


def test_the_trail_tells_it_once_and_names_nobody_as_who_did_it(ruth, land):
    for _ in range(2):
        told = reset("--email", ruth.email)

    assert "has no second step" in told
    line = AuditEvent.objects.get(verb="reset_totp")
    assert (line.actor, line.school, line.thing) == (None, None, str(land.authority.pk))
    assert line.detail == {"account": str(ruth.pk), "on_the_server": True}
    shown = words_of(signed_in(with_second_step(ruth)).get("/audit/?verb=reset_totp"))
    assert "The site itself Took away somebody’s second step" in shown
    assert "For Ruth Orchard" in shown


def test_each_place_of_today_is_told_and_no_other(land):
    user = with_second_step(create_member(Role.ADMINISTRATOR, land.hill))
    join(user, Role.GOVERNOR, land.dale)
    join(user, Role.TEACHER, land.dale)
    gone = join(user, Role.GOVERNOR, land.trust)
    Membership.objects.filter(pk=gone.pk).update(last_day=TODAY - timedelta(days=1))

    reset("--email", user.email)

    lines = AuditEvent.objects.filter(verb="reset_totp").values_list("school", "thing")
    assert set(lines) == {(land.hill.pk, str(user.pk)), (land.dale.pk, str(user.pk))}
    assert lines.count() == 2


@pytest.mark.parametrize("said", ["nobody@example.org", "", "gone"])
def test_an_address_that_nobody_signs_in_with_changes_nothing(ruth, land, said):
    gone = with_second_step(create_member(Role.ADMINISTRATOR, land.hill))
    gone.is_active = False
    gone.save()
    email = gone.email if said == "gone" else said

    with pytest.raises(CommandError, match="Nobody signs in with this address") as refused:
        reset("--email", email)

    assert not email or email not in str(refused.value)
    ruth.refresh_from_db()
    gone.refresh_from_db()
    assert ruth.totp_secret
    assert gone.totp_secret
    assert not AuditEvent.objects.exists()


def test_where_nothing_is_typed_it_says_what_to_do(ruth, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    with pytest.raises(CommandError, match="say it with --email"):
        reset()
