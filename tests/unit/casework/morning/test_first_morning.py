"""The clock of a first morning: until when parents may report, and by when home is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from tests.factories.site import an_adult
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

TASK = "To do today: contact home by"


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


def a_school_with_one_away(**over):
    held = a_register_school(**{"report_by": None, **over})
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron")
    return held


def listed(browser, held, moment) -> str:
    return words_of(browser(held.officer, moment).get(reverse("morning", args=[held.school.pk])))


@pytest.mark.requirement("SC-B17")
def test_the_call_list_opens_at_half_past_nine_by_the_pack(browser):
    held = a_school_with_one_away()

    before, after = listed(browser, held, at(9, 29)), listed(browser, held, at(9, 30))

    assert "Parents have until 9:30am to report an absence, by telephone or text message" in before
    assert "To call from 9:30am (1)" in before
    assert TASK not in before
    assert "To call (1)" in after
    assert f"{TASK} midday" in after
    assert "Parents have until" not in after


def test_a_school_may_set_other_times(browser):
    held = a_school_with_one_away(report_by=time(9, 0), first_contact_by=time(10, 30))

    assert f"{TASK} 10:30am" in listed(browser, held, at(9, 0))
    assert "To call from 9am" in listed(browser, held, at(8, 59))


def test_a_school_of_which_no_time_is_known_waits_for_nobody(browser):
    held = a_school_with_one_away(pack="coventry")

    assert f"{TASK} midday" in listed(browser, held, at(8, 50))


@pytest.mark.requirement("COV-18")
def test_a_first_day_of_absence_is_a_contact_to_make_that_day(browser):
    held = a_register_school(pack="coventry")
    submit(held, "/", "/", "/", "/", day=date(2026, 11, 19))
    assert TASK not in listed(browser, held, at(9, 40))

    submit(held, "N", "/", "/", "/")

    told = listed(browser, held, at(9, 40))
    assert "Ada Byron" in told
    assert f"{TASK} midday (first day of this absence)" in told


def test_a_second_day_is_not_called_the_first(browser):
    held = a_school_with_one_away()
    submit(held, "N", "/", "/", "/", day=date(2026, 11, 19))

    told = listed(browser, held, at(9, 40))

    assert f"{TASK} midday." in told
    assert "first day of this absence" not in told


@pytest.mark.parametrize(("moment", "overdue"), [(at(12, 0), False), (at(12, 1), True)])
def test_a_call_not_made_by_midday_is_overdue(browser, moment, overdue):
    told = listed(browser, a_school_with_one_away(), moment)

    assert ("Overdue: home was to be asked by midday" in told) is overdue


def test_a_contact_after_the_schools_own_time_says_so(browser):
    held = a_school_with_one_away(first_contact_by=time(10, 30))
    client = browser(held.officer, at(10, 40))
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])

    client.post(address, {**form_of(client.get(address)), "outcome": "reached", "made_at": "10.35"})

    assert "Late: after 10:30am" in listed(browser, held, at(10, 40))
