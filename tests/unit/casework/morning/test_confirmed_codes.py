"""T is for a mobile child alone: no one choice from a list writes it, and a business trip proposes none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import Amendment, CaseEvent
from tests.factories.site import an_adult
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db
TWENTY_TO_TEN = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
MOBILE = "mobile child travelling with a parent whose trade or business goes from place to place"
ASKED = "T says that the child is mobile and travels with a parent whose trade or business is such"


@pytest.fixture(params=["widnes-academy", "coventry"])
def held(request):
    held = a_register_school(pack=request.param)
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron")
    return held


def contact(client, held):
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    return address, {**form_of(client.get(address)), "outcome": "reached"}


def mark(client, held):
    address = reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, "2026-11-20", "morning"])
    return address, {**form_of(client.get(address)), "how": "code", "reason": "The mother rang."}


def marks():
    return list(Amendment.objects.order_by("serial").values_list("new", flat=True))


@pytest.mark.parametrize("opened", [contact, mark])
def test_the_list_offers_it_for_a_mobile_child_and_not_for_travel_to_work(browser, held, opened):
    client = browser(held.officer, TWENTY_TO_TEN)

    told = words_of(client.get(opened(client, held)[0]))

    assert f"{MOBILE.capitalize()}: T" in told
    assert "travelling for work" not in told


@pytest.mark.parametrize("opened", [contact, mark])
def test_one_choice_asks_what_it_says_and_a_second_writes_it(browser, held, opened):
    client = browser(held.officer, TWENTY_TO_TEN)
    address, form = opened(client, held)

    asked = client.post(address, {**form, "category": MOBILE})
    assert asked.status_code == 422
    assert ASKED in words_of(asked)
    assert "a business trip, or work away from home, is not that" in words_of(asked)
    assert marks() == []
    assert not CaseEvent.objects.exists()

    again = client.post(address, {**form_of(asked), "reason": "The mother rang."})
    assert again.status_code == 302
    assert marks() == ["T"]


@pytest.mark.parametrize("opened", [contact, mark])
def test_what_was_asked_of_one_reason_is_no_answer_for_another(browser, held, opened):
    client = browser(held.officer, TWENTY_TO_TEN)
    address, form = opened(client, held)

    client.post(address, {**form, "category": MOBILE, "put_forward": "illness"})
    assert marks() == []

    client.post(address, {**form, "category": "illness"})
    assert marks() == ["I"]


@pytest.mark.parametrize("said", ["dad is on a business trip", "mum is travelling for work this week"])
def test_a_business_trip_proposes_no_code_and_says_why(browser, held, said):
    client = browser(held.officer, TWENTY_TO_TEN)
    address, form = contact(client, held)

    told = words_of(client.post(address, {**form, "reason_found": said}, follow=True))

    assert "proposes no code: T only for a mobile child" in told
    assert marks() == []
    assert CaseEvent.objects.count() == 1


def test_words_that_name_a_mobile_child_are_asked_with_what_the_code_says(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    address, form = contact(client, held)

    asked = client.post(address, {**form, "reason_found": "a mobile child, at the fair with her father"})
    assert ASKED in words_of(asked)
    assert marks() == []

    client.post(address, form_of(asked))
    assert marks() == ["T"]
