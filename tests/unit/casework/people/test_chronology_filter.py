"""The chronology narrowed: by kind, day and person; what the choice hides is said, and how much."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.site import a_user
from tests.factories.site_cases import an_event
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(family):
    """Three calls, two visits and a restricted note by somebody else."""
    for day in (2, 3, 4):
        an_event(family.enrolment, "contact", by=family.officer, on=date(2026, 11, day), channel="phone")
    for day in (9, 10):
        an_event(family.enrolment, "home_visit", by=family.officer, on=date(2026, 11, day), outcome="not_in")
    family.lead = a_user("dsl", family.school)
    an_event(
        family.enrolment, "contact", by=family.lead, on=date(2026, 11, 11), restricted=True, channel="phone"
    )
    return family


def shown(family, asked: str = "", client=None) -> str:
    answer = (client or family.client).get(f"{family.address()}?{asked}")
    assert answer.status_code == 200
    text = words(answer)
    return text[text.rindex("What was done") : text.rindex("Messages")]


def test_one_kind_alone_is_shown_and_what_that_hides_is_said(told):
    text = shown(told, "kind=home_visit")

    assert "Not everything is shown. Hidden by your choice:" in text
    assert "3 × Contact with a parent or carer" in text
    assert "1 × Restricted note" in text
    assert text.count("Outcome: not in") + text.count("The outcome: not in") == 2
    assert "2 November 2026:" not in text


def test_days_and_people_narrow_it_too(told):
    by_day = shown(told, "first=2026-11-04&last=2026-11-09")
    by_person = shown(told, f"by={told.lead.pk}")

    assert "4 November 2026:" in by_day
    assert "9 November 2026:" in by_day
    assert "3 November 2026:" not in by_day
    hidden = "1 × A home visit; 2 × Contact with a parent or carer; 1 × Restricted note."
    assert f"Hidden by your choice: {hidden}" in by_day
    assert "11 November 2026: Note restricted" in by_person
    assert "2 × A home visit" in by_person


def test_a_choice_that_hides_nothing_says_so_and_one_that_fits_nothing_too(told):
    assert "Everything fits your choice." in shown(told, "first=2026-11-01")
    assert "Nothing fits your choice." in shown(told, "first=2026-11-19")


def test_the_kind_of_a_restricted_note_is_not_told_to_who_may_not_read_it(told):
    of_contact = shown(told, "kind=contact")

    assert "11 November 2026" not in of_contact
    assert "1 × Restricted note" in of_contact
    assert "11 November 2026" in shown(told, "kind=contact", told.as_("dsl"))


def test_a_day_that_can_not_be_read_narrows_nothing_and_says_what_to_do(told):
    answer = told.client.get(f"{told.address()}?first=someday&kind=home_visit")

    assert answer.status_code == 422
    assert "From" in words(answer)
    assert "There is a problem" in words(answer)


def test_older_ones_are_counted_and_can_be_opened_with_the_same_choice(told):
    for number in range(25):
        an_event(told.enrolment, "contact", by=told.officer, on=date(2026, 10, 1 + number), channel="phone")

    answer = told.client.get(f"{told.address()}?kind=contact")

    assert "8 older entries are not shown." in words(answer)
    assert "?kind=contact&amp;all=yes#chronology" in answer.content.decode()
    assert "1 October 2026" in shown(told, "kind=contact&all=yes")
    assert "not shown. Show" not in shown(told, "kind=contact&all=yes")
