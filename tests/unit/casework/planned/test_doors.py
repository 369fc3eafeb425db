"""The times of the doors: set for the school on its page, shown and used at the late desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.standing_marks import standing
from tests.factories.site import a_user
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def held():
    return a_register_school()


def late_page(held, pupil=0):
    return reverse("door-late", args=[held.school.pk, held.pupils[pupil].pupil_id])


def set_times(browser, held, **typed):
    client = browser(a_user("head", held.school), TEN)
    page = reverse("school-times", args=[held.school.pk])
    assert client.post(page, {**form_of(client.get(page)), **typed}).status_code == 302


def come(client, held, pupil, arrived):
    sent = {**form_of(client.get(late_page(held, pupil))), "arrived": arrived, "reason": "missed the bus"}
    assert client.post(late_page(held, pupil), sent).status_code == 302
    enrolment = held.pupils[pupil].pk
    mark = standing(held.school, FRIDAY, 0, [enrolment])[enrolment]
    return mark.new, mark.minutes


@pytest.mark.requirement("WID-45")
def test_the_door_open_time_is_set_per_school_and_shows_on_the_late_sign_in_screen(browser, held):
    client = browser(held.officer, TEN)
    assert "Doors open at 8:40am" in words_of(client.get(late_page(held)))

    set_times(browser, held, doors_open="8.30")

    client = browser(held.officer, TEN)
    for page in (late_page(held), reverse("door", args=[held.school.pk])):
        assert "Doors open at 8:30am" in words_of(client.get(page))


@pytest.mark.requirement("WID-46")
def test_the_door_close_time_is_set_per_school_and_an_arrival_after_it_is_late(browser, held):
    assert come(browser(held.officer, TEN), held, 0, "8.56") == ("L", 11)

    set_times(browser, held, late_after="9.05")

    client = browser(held.officer, TEN)
    assert "who comes after 9:05am is late" in words_of(client.get(late_page(held, 1)))
    assert come(client, held, 1, "8.56") == ("/", 0)
    assert come(client, held, 2, "9.05") == ("/", 0)
    assert come(client, held, 3, "9.06") == ("L", 21)
