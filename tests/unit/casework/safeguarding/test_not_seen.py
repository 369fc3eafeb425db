"""Recording that a child was not seen shows at once what is to be done: the procedure, and the police."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tests.factories.site import an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db
POLICE = "Consider a referral to the police, since the child has not been seen"
PROCEDURE = "Follow the school's safeguarding procedure now"


@pytest.fixture
def held():
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron")
    return held


def contact(held, seen):
    client = demo_client(held.officer)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    sent = {**form_of(client.get(address)), "made_at": "8.55", "outcome": "reached", "child_seen": seen}
    return client.post(address, sent, follow=True)


@pytest.mark.requirement("HAL-73")
def test_not_seen_in_a_first_contact_shows_the_procedure_and_the_police_at_once(held):
    told = words_of(contact(held, "no"))

    assert "The child was not seen: what to do now" in told
    assert PROCEDURE in told
    assert POLICE in told
    assert "call 999 at once" in told
    assert "Tell the safeguarding lead or the head through the site" in told
    assert "This school has not written down where its safeguarding procedure is" in told


@pytest.mark.parametrize("seen", ["yes", ""])
def test_a_child_who_was_seen_or_not_asked_about_shows_nothing_of_it(held, seen):
    assert POLICE not in words_of(contact(held, seen))


def test_a_concern_about_a_child_who_was_not_seen_shows_it_too(oak):
    told = words_of(oak.concern(demo_client(oak.teacher), child_seen="no"))

    assert POLICE in told
    assert "Your concern was received" in told
    assert "through the site" not in told


def test_a_visit_from_the_worklist_at_which_the_child_was_not_seen_shows_it(oak):
    an_assessment(oak.enrolment)
    told = oak.as_("pastoral").post(
        reverse("worklist-record"),
        {
            "kind": "home_visit",
            "pupil": str(oak.pupil.pk),
            "on": "2026-11-20",
            "field_outcome": "not_in",
            "field_child_seen": "no",
            "submission": str(uuid.uuid4()),
        },
        follow=True,
    )

    assert POLICE in words_of(told)
