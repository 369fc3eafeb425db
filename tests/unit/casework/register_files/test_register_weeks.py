"""Registers of a class and week, on a page that prints and as a file that runs nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent
from tests.factories.site import a_class, a_school, a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import FRIDAY, submit, words_of

pytestmark = pytest.mark.django_db
MONDAY = FRIDAY - timedelta(days=4)


def page_of(client, held, day="2026-11-18"):
    return client.get(
        reverse("register-weeks", args=[held.school.pk]), {"group": str(held.group.pk), "day": day}
    )


def rows_of(client, held, day="2026-11-18"):
    answer = client.get(reverse("register-week", args=[held.school.pk, held.group.pk, day]))
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_week_shows_each_childs_ten_marks_as_they_stand(client, held):
    submit(held, "/", "I", day=MONDAY)
    submit(held, "/", "L", day=FRIDAY, half=1)

    rows = rows_of(client, held)

    assert [row["Name"] for row in rows] == ["Ada Byron", "Dara Franklin", "Cleo Noether", "Bela Turing"]
    assert (rows[0]["2026-11-16 AM"], rows[0]["2026-11-20 PM"], rows[0]["2026-11-17 AM"]) == ("/", "\\", "")
    assert (rows[3]["2026-11-16 AM"], rows[3]["2026-11-20 PM"]) == ("I", "L")
    assert "week beginning 16 November 2026" in words_of(page_of(client, held))


def test_a_name_that_a_spreadsheet_would_run_is_made_a_text(client, held):
    child = held.pupils[0].pupil
    child.preferred_forename = "=1+1"
    child.save()

    assert rows_of(client, held)[0]["Name"].startswith("'=1+1")


def test_taking_a_week_is_told_to_the_trail(client, held):
    page_of(client, held)
    rows_of(client, held)

    lines = AuditEvent.objects.filter(verb="export_register_week", school=held.school).order_by("serial")
    assert [each.detail["form"] for each in lines] == ["page", "csv"]
    children = sorted(str(each.pupil_id) for each in held.pupils)
    assert [each.detail["pupils"] for each in lines] == [children, children]


def test_another_schools_class_is_not_there(client, held):
    other = a_class(a_school())

    assert (
        client.get(reverse("register-week", args=[held.school.pk, other.pk, "2026-11-18"])).status_code == 404
    )


@pytest.mark.parametrize("role", ["teacher", "pastoral", "governor"])
def test_whoever_may_not_export_finds_no_such_page(held, role):
    client = demo_client(a_user(role, held.school))

    assert page_of(client, held).status_code == 404


def test_a_day_that_is_none_is_told_in_words(client, held):
    answer = page_of(client, held, day="soon")

    assert answer.status_code == 422
