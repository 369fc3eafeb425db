"""How an authority is reached begins blank, and is written by its own administrators alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent
from tests.factories.site import a_school, a_user
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db
HELPLINE = "01632 960123"
SENT = {"submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a11"}


def test_an_administrator_of_the_authority_writes_how_it_is_reached(browser):
    school = a_school()
    address = reverse("school-authority", args=[school.pk])
    head = browser(a_user("head", school))
    assert "Mailbox: not entered Helpline: not entered Hours: not entered" in words_of(head.get(address))
    client = browser(a_user("administrator", authority=school.authority))
    sent = form_of(client.get(address), helpline=HELPLINE, colour="#1D4F6B")

    for _ in range(2):
        assert client.post(address, sent).status_code == 302

    school.authority.refresh_from_db()
    assert (school.authority.helpline, school.authority.colour) == (HELPLINE, "#1d4f6b")
    assert AuditEvent.objects.get(verb="change_authority").detail["fields"] == ["colour", "helpline"]
    head = browser(a_user("head", school))
    assert f"Helpline: {HELPLINE}" in words_of(head.get(address))


def test_a_school_reads_it_and_is_refused_to_change_it(browser):
    school = a_school()
    head = browser(a_user("head", school))

    answer = head.post(reverse("school-authority", args=[school.pk]), {**SENT, "helpline": HELPLINE})

    assert answer.status_code == 422
    assert "Only administrators of the authority change this" in words_of(answer)
    school.authority.refresh_from_db()
    assert school.authority.helpline == ""


def test_a_mailbox_that_is_none_is_told(browser):
    school = a_school()
    address = reverse("school-authority", args=[school.pk])
    client = browser(a_user("administrator", authority=school.authority))

    answer = client.post(address, form_of(client.get(address), mailbox="the team"))

    assert answer.status_code == 422
    assert "must be an e-mail address, such as name@example.org" in words_of(answer)
