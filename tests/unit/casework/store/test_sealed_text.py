"""Secrets of second steps lie sealed in their rows, and are opened by the site's key alone."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from supportfirst.casework.access.totp import code_at, new_secret, step_of, step_shown_by
from supportfirst.casework.store.models import User
from supportfirst.casework.store.sealed_text import SealBroken, SealedTextField, sealed, unsealed
from tests.factories.site import NINE, a_school, a_user
from tests.factories.site_accounts import demo_client

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  nobody's


def in_the_row(user) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT totp_secret FROM store_user WHERE email = %s", [user.email])
        return cursor.fetchone()[0]


@pytest.fixture
def user():
    user = a_user("administrator", a_school())
    user.totp_secret = SECRET
    user.save()
    return user


def test_the_row_does_not_hold_the_secret_and_the_person_does(user):
    assert SECRET not in in_the_row(user)
    assert User.objects.get(pk=user.pk).totp_secret == SECRET
    assert not User.objects.filter(totp_secret="").filter(pk=user.pk).exists()


def test_an_empty_secret_stays_empty(user):
    user.totp_secret = ""
    user.save()

    assert in_the_row(user) == ""
    assert User.objects.filter(totp_secret="").filter(pk=user.pk).exists()


def test_the_same_text_is_never_sealed_alike():
    assert sealed(SECRET) != sealed(SECRET)


def test_a_key_that_was_the_sites_opens_what_it_sealed(user, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert User.objects.get(pk=user.pk).totp_secret == SECRET


def test_under_a_lost_key_no_code_fits_and_the_person_is_still_found(user, settings):
    settings.SECRET_KEY = "another"  # noqa: S105  nobody's either

    held = User.objects.get(pk=user.pk)

    assert held.totp_secret == SealedTextField.LOST
    code = code_at(SECRET, step_of(NINE))
    assert step_shown_by(held.totp_secret, code, NINE, after=0) is None


def test_what_was_tampered_with_is_not_opened():
    held = sealed(SECRET)

    with pytest.raises(SealBroken):
        unsealed(held[:-4] + "AAAA")


def test_secrets_from_before_are_sealed_and_can_be_opened_again(user):
    migration = importlib.import_module("supportfirst.casework.store.migrations.0014_totp_secrets_sealed")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_user SET totp_secret = %s", [SECRET])

    migration.seal(apps, None)
    assert SECRET not in in_the_row(user)
    assert User.objects.get(pk=user.pk).totp_secret == SECRET

    migration.unseal(apps, None)
    assert in_the_row(user) == SECRET


def test_a_secret_that_is_being_set_up_is_sealed_in_the_session():
    client = demo_client(a_user("administrator", a_school()))

    page = client.get(reverse("totp-setup"))

    shown = page.context["secret"].replace(" ", "")
    assert len(shown) == len(new_secret())
    assert shown not in repr(dict(client.session.items()))
    assert Session.objects.count() == 1
    assert client.get(reverse("totp-setup")).context["secret"].replace(" ", "") == shown
