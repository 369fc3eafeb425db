"""Looking back: each list leads to the last day that has a register, and an earlier list settles nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories.site_registers import a_register_school, submit, words_of

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def held():
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    return held


@pytest.mark.parametrize(
    ("name", "of_day"), [("registers", "registers-of-day"), ("morning", "morning-of-day")]
)
def test_a_day_without_school_leads_to_the_last_day_with_registers(browser, held, name, of_day):
    page = browser(held.officer, SUNDAY).get(reverse(name, args=[held.school.pk]))

    assert "Sunday is not a school day" in words_of(page)
    assert reverse(of_day, args=[held.school.pk, "2026-11-20"]) in page.content.decode()


def test_an_earlier_list_shows_who_was_missing_and_offers_no_call(browser, held):
    client = browser(held.officer, SUNDAY)

    page = client.get(reverse("morning-of-day", args=[held.school.pk, "2026-11-20"]))

    assert "Ada Byron" in words_of(page)
    assert (
        reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id]) not in page.content.decode()
    )


@pytest.mark.parametrize("day", ["2026-11-23", "yesterday"])
def test_a_day_to_come_or_none_has_no_list(browser, held, day):
    client = browser(held.officer, SUNDAY)

    assert client.get(reverse("morning-of-day", args=[held.school.pk, day])).status_code == 404
