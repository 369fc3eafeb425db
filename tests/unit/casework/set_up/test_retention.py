"""How long each entry of a register is kept: by the day it was made, on each side of 19 August 2024."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import (
    Amendment,
    CalendarSpan,
    ClassTeacher,
    Membership,
    RegisterDocument,
)
from tests.factories.site import a_user
from tests.factories.site_registers import a_register_school, amend, submit, words_of

pytestmark = pytest.mark.django_db
JULY = date(2024, 7, 19)


def a_school_of_2024():
    held = a_register_school()
    CalendarSpan.objects.create(
        school=held.school, kind="term", first_day="2024-06-03", last_day="2024-07-19"
    )
    for each in held.pupils:
        each.first_day = date(2024, 6, 3)
        each.save()
    for kind in (Membership, ClassTeacher):
        kind.objects.update(first_day=date(2023, 9, 1))
    return held


def at(year, month, day):
    return datetime(year, month, day, 12, 0, tzinfo=UTC)


@pytest.mark.requirement("LAW-12")
def test_each_entry_is_kept_by_the_day_it_was_made(browser):
    held = a_school_of_2024()
    submit(held, "N", day=JULY, at=at(2024, 8, 18))
    amend(held, 0, original="N", new="I", day=JULY, at=at(2024, 8, 19), reason="a doctor's letter")

    page = words_of(
        browser(held.officer).get(
            reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, f"{JULY}", "morning"])
        )
    )

    first, second = page.index("Kept until 18 August 2027"), page.index("Kept until 19 August 2030")
    assert first < second
    assert "became I" in page
    assert "a doctor's letter" in page
    assert "Otis Grant, Attendance officer" in page
    kept = Amendment.objects.get()
    assert (kept.original, kept.new, kept.name, kept.title) == (
        "N",
        "I",
        "Otis Grant",
        "Attendance officer",
    )
    assert kept.recorded_at == at(2024, 8, 19)


@pytest.mark.requirement("LAW-12")
@pytest.mark.parametrize(
    ("made", "until"),
    [
        (at(2024, 8, 18), "18 August 2027"),
        (at(2024, 8, 19), "19 August 2030"),
        (at(2024, 7, 19), "19 July 2027"),
    ],
)
def test_a_year_is_past_its_days_only_after_the_last_day_of_its_last_entry(browser, made, until):
    held = a_school_of_2024()
    submit(held, "/", day=JULY, at=made)
    head = a_user("head", held.school)
    address = reverse("school-retention", args=[held.school.pk])
    last = datetime.strptime(until, "%d %B %Y").replace(tzinfo=UTC, hour=12)

    on_it = words_of(browser(head, last).get(address))
    after = words_of(browser(head, last.replace(day=last.day + 1)).get(address))

    assert f"2023-24 1 0 {made.day} {made:%B %Y} {until}" in on_it
    assert "Past its days" not in on_it
    assert f"{until} Past its days" in after
    assert RegisterDocument.objects.count() == 1


@pytest.mark.requirement("LAW-12")
def test_the_source_of_the_years_is_shown(browser):
    held = a_school_of_2024()

    page = words_of(
        browser(a_user("head", held.school)).get(reverse("school-retention", args=[held.school.pk]))
    )

    assert "regulation 7 and the explanatory note" in page
    assert "No register was taken yet" in page
