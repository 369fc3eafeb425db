"""The compliance page and the list over schools: what each tells, to whom, and without whose names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import Acknowledgement, NamedPerson
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult, an_authority
from tests.factories.site_cases import a_reason, an_assessment, put_marks
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
RETURN = "england.return.attendance"


def page_of(browser, user, school, **at):
    return browser(user, **at).get(reverse("compliance", args=[school.pk]))


def test_a_governor_reads_counts_and_nobodys_name(browser):
    school = a_school(pack="halton")
    pupil = a_pupil(school, a_class(school), forename="Zebulon", surname="Quillfeather")
    an_adult(pupil, legal_forename="Philippa", legal_surname="Quillfeather-Vane")
    a_user("teacher", school, name="Tansy Oakley")
    NamedPerson.objects.create(
        school=school, role="halton.senior_leader", name="Merle Ashdown", first_day=date(2026, 9, 1)
    )

    said = words_of(page_of(browser, a_user("governor", school), school))

    assert "Senior leader for attendance Somebody is named" in said
    assert "0 of 1 signatures of parents are recorded" in said
    assert not [name for name in ("Zebulon", "Quillfeather", "Merle", "Tansy") if name in said]


def test_staff_who_confirmed_the_procedures_are_counted_and_those_of_an_older_pack_are_not(browser):
    school = a_school()
    head, first = a_user("head", school), a_user("teacher", school)
    a_user("governor", school)
    client = browser(first)
    told = client.get(reverse("procedures", args=[school.pk])).context["page"].told
    for user, fingerprint in ((first, told.fingerprint), (head, "0" * 64)):
        Acknowledgement.objects.create(
            school=school, user=user, pack="coventry", fingerprint=fingerprint, acknowledged_at=MONDAY_NOON
        )

    said = words_of(page_of(browser, head, school))

    assert "1 of 2 staff with an account have confirmed" in said


def test_returns_that_are_due_are_counted_and_lead_to_the_children_for_those_who_may_see_them(browser):
    school = a_school()
    due = a_reason("due", rule=RETURN, title="Send the attendance return", by="2026-11-10", overdue=True)
    for reasons in ([due], [a_reason()]):
        an_assessment(a_pupil(school, a_class(school)), reasons=reasons)

    page = page_of(browser, a_user("head", school), school)

    assert "Send the attendance return: 1 child By 10 November 2026: 1 child Overdue 1" in words_of(page)
    assert "of whom the authority is to be told, the first by 10 November 2026." in words_of(page)
    link = f"{reverse('worklist')}?school={school.pk}&rule={RETURN}"
    assert link.replace("&", "&amp;") in page.content.decode()
    assert browser(a_user("head", school)).get(link).context["worklist"].fitting == 1
    governors = page_of(browser, a_user("governor", school), school)
    assert "Send the attendance return: 1 child" in words_of(governors)
    assert reverse("worklist") + "?school" not in governors.content.decode()


def test_returns_are_told_by_the_day_by_which_each_is_due_and_a_day_is_never_made_up(browser):
    school = a_school()
    days = ("2026-12-04", None, "2026-11-10", "2026-12-04")
    for day in days:
        due = a_reason("due", rule=RETURN, title="Send it", by=day, overdue=day == "2026-11-10")
        beside = a_reason("due", rule="england.unexplained.settle", title="Find out", by="2026-10-01")
        an_assessment(a_pupil(school, a_class(school)), reasons=[due, beside])

    page = page_of(browser, a_user("head", school), school)

    found = [(each.words, each.children, each.overdue) for each in page.context["page"].returns.due[0].days]
    assert found == [
        ("by 10 November 2026", 1, 1),
        ("by 4 December 2026", 2, 0),
        ("no day is set", 1, 0),
    ]
    assert "Send the attendance return: 4 children By 10 November 2026: 1 child Overdue 1" in words_of(page)
    assert "By 4 December 2026: 2 children No day is set: 1 child" in words_of(page)


def test_what_the_pack_has_the_school_report_is_told_with_its_time_and_whether_it_is_counted(browser):
    school = a_school()

    page = page_of(browser, a_user("governor", school), school)

    asked = {each.told.id: each for each in page.context["page"].returns.asked}
    new = asked["england.return.new_pupil"]
    assert new.limit.endswith("must the authority be told? 5 days.")
    assert asked["england.return.attendance_list"].limit.endswith("count as sent? 1 month.")
    assert {name for name, each in asked.items() if each.is_counted} == {
        "england.return.attendance_list",
        "england.return.sickness_list",
    }
    assert f"{new.limit} Of whom it is due is not counted above" in words_of(page)
    assert "None by the last assessment." in words_of(page)


def test_sessions_in_which_nobody_has_a_mark_are_listed_up_to_yesterday(browser):
    school = a_school()
    pupil, other = (a_pupil(school, a_class(school)) for _ in range(2))
    first = date(2026, 9, 2)
    put_marks(pupil, {first: "/ ", date(2026, 9, 3): "//"})
    put_marks(other, {date(2026, 9, 4): " /"})

    page = page_of(browser, a_user("head", school), school, at=MONDAY_NOON)

    missing = [(day.isoformat(), half) for day, half in page.context["page"].gaps]
    assert missing == [("2026-09-04", "morning"), ("2026-09-02", "afternoon")]


def test_register_times_that_are_not_said_or_too_long_are_flagged(browser):
    quiet = a_school(afternoon_closes=None)
    late = a_school(morning_closes=time(9, 30))

    said = words_of(page_of(browser, a_user("head", quiet), quiet))
    assert "When the afternoon register closes" in said
    assert "guidance maximum 30" in words_of(page_of(browser, a_user("head", late), late))


def test_the_list_over_schools_has_a_line_for_each_and_those_that_lack_most_first(browser):
    authority = an_authority(pack="halton")
    schools = [a_school(authority=authority, pack="halton") for _ in range(2)]
    for role in ("halton.education_welfare_officer", "halton.senior_leader", "halton.attendance_governor"):
        NamedPerson.objects.create(school=schools[0], role=role, name="Somebody", first_day=date(2026, 9, 1))

    page = browser(a_user("principal_officer", authority=authority)).get(reverse("compliance-list"))

    found = [each.school for each in page.context["schools"]]
    assert found == [schools[1], schools[0]]
    assert "Named people" in words_of(page)
    assert "Somebody" not in words_of(page)


def test_a_school_of_another_authority_is_not_there(browser):
    school, other = a_school(), a_school()

    assert page_of(browser, a_user("head", other), school).status_code == 404
    assert page_of(browser, a_user("teacher", school), school).status_code == 404


@pytest.mark.requirement("HAL-40")
def test_the_page_for_parents_lists_every_expectation_of_the_rule_set(browser):
    school = a_school(pack="halton", telephone="01632 960123")

    client = browser(a_user("teacher", school))
    page = words_of(client.get(reverse("expectations", args=[school.pk])))

    for words in (
        "medical appointments that are not urgent outside school hours",
        "Avoid taking leave of absence during term",
        "the right uniform and the equipment they need",
        "attends while you and the school are resolving any issue",
        f"attends {school.name} while you seek a place at another school",
        "Come into school every day and on time, before 8:55am",
        "Attend your lessons and take part in them",
        "Keep to the school's rules",
        "Book medical appointments",
        "on 01632 960123",
    ):
        assert words in page


def test_what_the_school_has_not_said_is_left_out_of_what_parents_read(browser):
    school = a_school(pack="halton", telephone="", late_after=None, day_starts=None, report_by=None)

    page = words_of(browser(a_user("head", school)).get(reverse("expectations", args=[school.pk])))

    assert "Come into school every day and on time." in page
    assert "{" not in page


def test_whoever_sees_the_compliance_page_finds_what_parents_are_told(browser):
    school = a_school(pack="widnes-academy")

    page = page_of(browser, a_user("governor", school), school)

    assert f'href="{reverse("expectations", args=[school.pk])}"' in page.content.decode()
