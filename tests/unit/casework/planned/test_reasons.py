"""Reasons that the policy lists, marks without one, and children who are not of compulsory school age."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.standing_marks import standing
from tests.factories.site import a_user
from tests.factories.site_cases import a_plan
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

EARLIER = date(2026, 11, 13)  # its fifth school day is Friday the 20th


@pytest.fixture
def held():
    return a_register_school()


def mark_page(held, pupil=0, day=FRIDAY):
    return reverse("mark", args=[held.school.pk, held.pupils[pupil].pupil_id, day.isoformat(), "morning"])


def at(day):
    return datetime(2026, 11, day, 10, 0, tzinfo=UTC)


@pytest.mark.requirement("WID-96")
@pytest.mark.parametrize("reason", ["kept off unnecessarily", "tired after a weekend away"])
def test_reasons_that_the_policy_calls_none_default_to_unauthorised(browser, held, reason):
    submit(held, "N", "/", "/", "/")
    client = browser(held.officer, at(20))
    page = client.get(mark_page(held))
    assert f"{reason.capitalize()}: O" in words_of(page)

    sent = {**form_of(page), "category": reason, "reason": "the mother says so"}
    answer = client.post(mark_page(held), sent)

    assert answer.status_code == 302
    told = words_of(client.get(mark_page(held)))
    assert "The register says O : absent in other or unknown circumstances" in told.replace("O:", "O :")
    assert f"{reason}: the mother says so" in told


def test_illness_of_the_list_comes_to_its_code_and_another_code_may_be_chosen(browser, held):
    submit(held, "N", "N", "/", "/")
    client = browser(held.officer, at(20))

    for pupil, typed in enumerate(({"new": ""}, {"new": "O"})):
        page = mark_page(held, pupil)
        sent = {**form_of(client.get(page)), "category": "illness", "reason": "a fever", **typed}
        assert client.post(page, sent).status_code == 302

    stands = standing(held.school, FRIDAY, 0, [each.pk for each in held.pupils])
    assert [stands[each.pk].new for each in held.pupils[:2]] == ["I", "O"]


@pytest.mark.requirement("WID-95")
def test_an_absence_without_a_reason_counts_as_unauthorised_once_its_time_is_over(browser, held):
    submit(held, "N", "/", "/", "/", day=EARLIER)
    morning = reverse("morning", args=[held.school.pk])

    in_time = browser(held.officer, at(20))
    assert "One is awaited until 20 November 2026; after that day the absence counts as unauthorised" in (
        words_of(in_time.get(mark_page(held, day=EARLIER)))
    )
    assert "count as unauthorised" not in words_of(in_time.get(morning))

    over = browser(held.officer, at(23))
    told = words_of(over.get(mark_page(held, day=EARLIER)))
    assert "No reason was given by 20 November 2026: the absence counts as unauthorised. O is" in told
    listed = words_of(over.get(morning))
    assert "Without a reason these absences count as unauthorised" in listed
    assert "Settle Fri 13 Nov, morning of Ada Byron" in listed
    stands = standing(held.school, EARLIER, 0, [held.pupils[0].pk])
    assert stands[held.pupils[0].pk].new == "N"  # nobody has decided yet


@pytest.mark.requirement("SC-F8")
@pytest.mark.parametrize(
    ("born", "says"),
    [
        # the term after the fifth birthday begins the age, the last Friday of June of Year 11 ends it
        (date(2022, 1, 4), "Not of compulsory school age: it runs from 31 March 2027 to 25 June 2038"),
        (date(2010, 2, 3), "Not of compulsory school age: it runs from 31 March 2015 to 26 June 2026"),
        (date(2016, 10, 4), ""),
        (None, "Cannot tell whether of compulsory school age: no date of birth is recorded"),
    ],
)
def test_a_child_who_is_not_of_compulsory_school_age_is_said_to_be_so_where_plans_and_marks_are_made(
    browser, held, born, says
):
    child = held.pupils[0].pupil
    child.date_of_birth = born
    child.save()
    submit(held, "N", "/", "/", "/")
    kept = a_plan(held.pupils[0], by=held.officer)
    client = browser(held.officer, at(20))

    for page in (
        mark_page(held),
        reverse("plan", args=[held.school.pk, kept.pk]),
        reverse("plans", args=[held.school.pk]),
        reverse("plan-new", args=[held.school.pk, child.pk, "leave"]),
    ):
        told = words_of(client.get(page))
        assert says in told
        assert ("ompulsory school age: it runs" in told or "Cannot tell" in told) is bool(says)


def test_a_teacher_sees_until_when_a_reason_is_awaited(browser, held):
    submit(held, "N", "/", "/", "/")
    told = words_of(browser(a_user("head", held.school), at(20)).get(mark_page(held)))

    assert "One is awaited until 27 November 2026" in told
