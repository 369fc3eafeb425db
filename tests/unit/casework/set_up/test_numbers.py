"""Numbers without names: sums of sessions, and no group so small that a child could be seen in it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.queries.figures import Figures, keep_back
from supportfirst.casework.store.models import Membership, PupilFlag
from tests.factories.site import YEAR_2025, a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db


def children(school, number, year_group="5", **figures):
    group = a_class(school, year_group=year_group)
    made = [a_pupil(school, group, surname=f"Nettlefold-{year_group}-{each}") for each in range(number)]
    for each in made:
        an_assessment(each, **figures)
    return made


def seen_by(browser, user, school):
    return browser(user).get(reverse("numbers", args=[school.pk]))


def shown(page):
    return {each.words: not each.hidden for part in page.context["page"].parts for each in part.rows}


@pytest.mark.requirement("WID-120")
def test_governors_see_sums_and_no_child_by_name(browser):
    school = a_school(pack="widnes-academy")
    kids = children(school, 12, missed=10, sessions_unauthorised=4)
    governor = a_user("governor", school)

    answer = seen_by(browser, governor, school)
    page = words_of(answer)

    assert "Whole school 12 1200 1080 (90.0%) 72 (6.0%) 48 (4.0%) 0 0" in page
    assert "Nettlefold" not in page
    client = browser(governor)
    for name, args in (
        ("worklist", []),
        ("worklist-row", [kids[0].pupil_id]),
        ("pupil", [school.pk, kids[0].pupil_id]),
        ("punctuality", [school.pk]),
        ("registers", [school.pk]),
        ("mark", [school.pk, kids[0].pupil_id, "2026-11-20", "morning"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
    Membership.objects.create(user=governor, role="senco", school=school, first_day=YEAR_2025)  # granted
    assert "Nettlefold" in words_of(browser(governor).get(reverse("worklist")))


def test_percentages_are_of_sums_and_no_means_of_percentages(browser):
    school = a_school()
    children(school, 10, "5", missed=0, sessions_possible=300, sessions_attended=300)
    children(school, 10, "6", missed=0, sessions_possible=100, sessions_attended=50)

    page = words_of(seen_by(browser, a_user("governor", school), school))

    assert "Whole school 20 4000 3500 (87.5%)" in page
    assert "Year 6 10 1000 500 (50.0%)" in page


def test_who_is_persistently_or_severely_absent_is_counted(browser):
    school = a_school()
    children(school, 10, "5", document={"measures": {"persistently_absent": True, "severely_absent": False}})
    children(school, 10, "6", document={"measures": {"persistently_absent": True, "severely_absent": True}})

    page = words_of(seen_by(browser, a_user("analyst", school), school))

    assert "Year 5 10 1000 900 (90.0%) 100 (10.0%) 0 (0.0%) 10 0" in page
    assert "Year 6 10 1000 900 (90.0%) 100 (10.0%) 0 (0.0%) 10 10" in page


def test_a_small_year_is_kept_back_with_the_one_that_would_give_it_away(browser):
    school = a_school()
    for year, number in (("4", 12), ("5", 11), ("6", 3)):
        children(school, number, year)

    answer = seen_by(browser, a_user("governor", school), school)

    assert shown(answer) == {"Year 4": True, "Year 5": False, "Year 6": False}
    assert "Year 6 Kept back: too few" in words_of(answer)


def test_those_of_a_small_flag_and_all_others_are_kept_back_together(browser):
    school = a_school()
    kids = children(school, 20)
    for each in kids[:9]:
        PupilFlag.objects.create(pupil=each.pupil, name="fsm")

    assert shown(seen_by(browser, a_user("governor", school), school)) == {
        "Year 5": True,
        "Free school meals": False,
        "All others": False,
    }
    PupilFlag.objects.create(pupil=kids[9].pupil, name="fsm")
    assert shown(seen_by(browser, a_user("governor", school), school))["Free school meals"]


def test_a_school_of_nine_shows_nothing(browser):
    school = a_school()
    children(school, 9)

    page = words_of(seen_by(browser, a_user("governor", school), school))

    assert "Whole school Kept back: too few" in page
    assert "900" not in page


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ([10, 10], []),
        ([9, 10, 20], [9, 10]),
        ([4, 5, 20, 21], [4, 5, 20]),
        ([5, 5, 20], [5, 5]),
        ([0, 9, 30], [9, 30]),
        ([9], [9]),
    ],
)
def test_what_is_hidden_is_of_two_groups_and_of_no_fewer_pupils_than_a_group(sizes, hidden):
    groups = [Figures(str(size), pupils=size) for size in sizes]

    keep_back(groups, 10)

    assert [each.pupils for each in groups if each.hidden] == hidden


def test_another_schools_numbers_do_not_exist(browser):
    stranger = a_user("governor", a_school())

    assert seen_by(browser, stranger, a_school()).status_code == 404
