"""Forty classes hand in their registers within a quarter of an hour: each page and form asks little."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.site_registers import a_register_school, form_of

pytestmark = pytest.mark.django_db
# Statements, those that begin and end a transaction among them; one asks for leave that was refused.
MOST_TO_SHOW, MOST_TO_KEEP = 17, 31


def test_a_register_is_shown_and_kept_with_few_questions_to_the_database(browser):
    held = a_register_school(names=[("Sam", f"Adeyemi-{place}") for place in range(30)])
    yesterday, address = (
        reverse("register", args=[held.school.pk, day, "morning", held.group.pk])
        for day in ("2026-11-19", "2026-11-20")
    )
    client = browser(held.teacher)
    client.post(yesterday, form_of(client.get(yesterday)))  # the first of a school begins its chains

    with CaptureQueriesContext(connection) as shown:
        page = client.get(address)
    with CaptureQueriesContext(connection) as kept:
        answer = client.post(address, form_of(page))

    assert answer.status_code == 302
    assert len(shown) <= MOST_TO_SHOW
    assert len(kept) <= MOST_TO_KEEP


def test_a_class_of_thirty_is_kept_with_as_many_questions_as_one_of_three(browser):
    asked = []
    for many in (3, 30):
        held = a_register_school(names=[("Sam", f"Adeyemi-{place}") for place in range(many)])
        address = reverse("register", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
        client = browser(held.teacher)
        page = client.get(address)
        with CaptureQueriesContext(connection) as kept:
            client.post(address, form_of(page))
        asked.append(len(kept))

    assert asked[1] <= asked[0]
