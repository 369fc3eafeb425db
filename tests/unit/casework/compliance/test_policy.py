"""The record of a school's attendance policy: address, dates, sections, what lacks, history."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, PolicyRecord
from tests.factories.site import a_school, a_user
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import day_parts, form_of

pytestmark = pytest.mark.django_db

EXPECTED, RESPONSE = "section:essex.policy.expectations", "section:essex.policy.response"
LINK = "https://www.example.org/attendance-policy"


def page_of(browser, user, school, **at):
    return browser(user, **at).get(reverse("compliance", args=[school.pk]))


def lacking(page) -> list[str]:
    return [f"{each.title}: {each.words}" for each in page.context["page"].lacking]


def recorded(browser, school, user=None, **fields):
    client = browser(user or a_user("head", school))
    address = reverse("compliance-policy", args=[school.pk])
    return client.post(address, form_of(client.get(address), **fields))


@pytest.mark.requirement("ESX-R-10")
def test_an_officer_of_the_authority_opens_the_link_and_is_told_where_there_is_none(browser):
    school = a_school(pack="essex")
    officer = a_user("authority_officer", school)
    assert "Policy on the web: no address is recorded" in lacking(page_of(browser, officer, school))

    assert recorded(browser, school, address=LINK).status_code == 302

    page = page_of(browser, officer, school)
    assert f'href="{LINK}"' in page.content.decode()
    assert not [each for each in lacking(page) if each.startswith("Policy on the web")]


@pytest.mark.requirement("ESX-R-09")
def test_both_sections_are_marked_present_and_a_missing_one_shows(browser):
    school = a_school(pack="essex")
    head = a_user("head", school)
    recorded(browser, school, head, **{EXPECTED: "present", RESPONSE: "absent"})
    page = page_of(browser, head, school)
    assert "What response parents will get" in "".join(lacking(page))
    assert "What is expected of all pupils" not in "".join(lacking(page))

    recorded(browser, school, head, **{RESPONSE: "present"})

    page = page_of(browser, head, school)
    stands = {each.told.id: each.stands for each in page.context["page"].policy.sections}
    assert stands["essex.policy.expectations"] == stands["essex.policy.response"] == "present"
    assert "What response parents will get" not in "".join(lacking(page))


@pytest.mark.requirement("WID-01")
@pytest.mark.parametrize(
    ("on", "overdue"), [(date(2024, 11, 21), False), (date(2024, 11, 22), False), (date(2024, 11, 23), True)]
)
def test_the_academys_policy_shows_both_dates_and_is_overdue_after_its_review(browser, on, overdue):
    school = a_school(pack="widnes-academy", authority=None)
    school.adoptions.update(first_day=date(2023, 9, 1))
    head = a_user("head", school, first_day=date(2023, 9, 1))

    page = page_of(browser, head, school, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC))

    said = words_of(page)
    assert "Academic year 2023-24 Ratified by Governors Ratified on 22 November 2023" in said
    assert "Next review 22 November 2024" in said
    assert ("Review of the policy: overdue since 22 November 2024" in lacking(page)) is overdue
    assert ("Review overdue" in said) is overdue


@pytest.mark.requirement("HAL-41")
def test_policy_personnel_and_the_day_parents_were_told_are_there_and_blanks_are_flagged(browser):
    school = a_school(pack="halton")
    head = a_user("head", school)
    gaps = " ".join(lacking(page_of(browser, head, school)))
    assert "no address is recorded" in gaps
    assert "Parents were told of the staged response on" in gaps
    assert "nobody for: Education Welfare Officer, Senior leader for attendance" in gaps

    recorded(browser, school, head, address=LINK, **day_parts("parents_told_on", date(2026, 9, 14)))
    client = browser(head)
    naming = reverse("school-person", args=[school.pk, "halton.senior_leader"])
    client.post(naming, form_of(client.get(naming), name="Merle Ashdown", title="Deputy head"))

    page = page_of(browser, head, school)
    gaps = " ".join(lacking(page))
    assert "no address is recorded" not in gaps
    assert "Parents were told of the staged response on" not in gaps
    assert "Senior leader for attendance" not in gaps
    assert "Merle Ashdown, Deputy head" in words_of(page)
    assert "on 14 September 2026" in words_of(page)


def test_an_address_that_is_no_page_of_the_web_is_refused(browser):
    school = a_school()

    for typed in ("javascript:alert(1)", "ftp://example.org/policy", "data:text/html,x"):
        page = recorded(browser, school, address=typed)
        assert page.status_code == 422
        assert "must be an address of a page" in words_of(page)

    assert not PolicyRecord.objects.exists()


def test_an_address_without_its_first_part_is_read_as_a_page_of_the_web(browser):
    school = a_school()

    recorded(browser, school, address="www.example.org/policy")

    assert PolicyRecord.objects.get().address == "https://www.example.org/policy"


def test_what_was_recorded_before_stays_with_who_changed_it(browser):
    school = a_school()
    head = a_user("head", school, name="Hollis Fenn")
    recorded(browser, school, head, academic_year="2025-26")

    recorded(browser, school, head, academic_year="2026-27")

    assert "Academic year: “2025-26” became “2026-27”" in words_of(page_of(browser, head, school))
    assert list(PolicyRecord.objects.order_by("pk").values_list("academic_year", flat=True)) == [
        "2025-26",
        "2026-27",
    ]
    said = [row.detail["fields"] for row in AuditEvent.objects.filter(verb="keep_policy").order_by("serial")]
    assert said == [["academic_year"], ["academic_year"]]


def test_the_same_form_sent_twice_changes_nothing(browser):
    school = a_school()
    client = browser(a_user("head", school))
    address = reverse("compliance-policy", args=[school.pk])
    sent = form_of(client.get(address), academic_year="2026-27", submission=str(uuid.uuid4()))

    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]

    assert PolicyRecord.objects.count() == 1


def test_two_people_with_the_form_open_do_not_undo_each_other(browser):
    school = a_school()
    first, second = browser(a_user("head", school)), browser(a_user("champion", school))
    address = reverse("compliance-policy", args=[school.pk])
    older = form_of(first.get(address), academic_year="2025-26")
    second.post(address, form_of(second.get(address), academic_year="2026-27"))

    page = first.post(address, older)

    assert page.status_code == 422
    assert "changed" in words_of(page)
    assert PolicyRecord.objects.get().academic_year == "2026-27"


def test_a_review_before_the_ratification_is_refused(browser):
    school = a_school()
    dates = {**day_parts("ratified_on", date(2026, 9, 2)), **day_parts("review_on", date(2026, 9, 1))}

    page = recorded(browser, school, **dates)

    assert page.status_code == 422
    assert "“Next review” must not be before the day of ratification" in words_of(page)


def test_what_the_pack_holds_of_a_policy_fills_the_form_and_is_kept_when_confirmed(browser):
    school = a_school(pack="widnes-academy")

    recorded(browser, school)

    record = PolicyRecord.objects.get()
    assert (record.academic_year, record.ratified_by) == ("2023-24", "Governors")
    assert (record.ratified_on, record.review_on) == (date(2023, 11, 22), date(2024, 11, 22))
