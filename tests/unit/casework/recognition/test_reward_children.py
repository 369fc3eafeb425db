"""Whose names are on a list of rewards: all of its period, as they were, moved up or gone since."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.actions.roll_year_forward import roll_year_forward
from supportfirst.casework.queries.reward_list import RewardList
from supportfirst.casework.store.models import ClassGroup, Enrolment
from tests.factories.site import a_class, a_pupil, an_actor
from tests.factories.site_registers import words_of
from tests.factories.site_rewards import a_scheme, attend, spoil

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 6, 10)  # in the summer term of 2025-26


def list_of(browser, held, scheme, day=SUMMER, user=None):
    address = reverse("reward-of-day", args=[held.school.pk, scheme.pk, day])
    return browser(user or held.officer).get(address)


def named(page, part="listed"):
    return [row.name.split()[0] for row in page.context["parts"][part]]


def test_who_joined_in_the_middle_is_for_a_person_to_decide(browser, held):
    joined = a_pupil(held.school, held.group, forename="Ezra", first_day=date(2026, 6, 1))
    attend(joined, date(2026, 6, 1))

    page = list_of(browser, held, a_scheme(held))

    assert named(page, "to_decide") == ["Ezra"]
    assert "Ezra" not in named(page)
    assert reverse("pupil", args=[held.school.pk, joined.pupil_id]) in page.content.decode()
    assert "On roll here for a part of it" in words_of(page)


def test_two_stays_of_a_child_are_counted_together(browser, held):
    first = held.pupils[0]
    first.last_day = date(2026, 5, 22)
    first.save()
    again = Enrolment.objects.create(
        pupil=first.pupil, school=held.school, group=held.group, year_group="5", first_day=date(2026, 6, 1)
    )
    attend(again, date(2026, 6, 1))

    assert "Ada" in named(list_of(browser, held, a_scheme(held)))


def test_who_joined_for_the_last_week_reaches_no_target_outright(browser, held):
    held.school.attendance_target = 95
    held.school.save()
    joined = a_pupil(held.school, held.group, forename="Ezra", first_day=date(2026, 7, 13))
    attend(joined, date(2026, 7, 13))

    page = list_of(browser, held, a_scheme(held, measure="target_reached"))

    assert named(page, "to_decide") == ["Ezra"]
    assert named(page) == ["Ada", "Bela", "Cleo", "Dara"]


@pytest.mark.parametrize("measure", ["target_reached", "own_improvement"])
def test_who_left_before_the_time_or_began_after_it_is_on_no_list(browser, held, measure):
    gone = held.pupils[3]
    gone.last_day = date(2026, 4, 10)
    gone.save()
    a_pupil(held.school, held.group, forename="Ezra", first_day=date(2026, 9, 2))
    held.school.attendance_target = 90
    held.school.save()

    page = list_of(browser, held, a_scheme(held, measure=measure))

    assert "Dara" not in words_of(page)
    assert "Ezra" not in words_of(page)


def test_a_scheme_of_some_year_groups_lists_their_children_alone(browser, held):
    other = a_pupil(held.school, forename="Ezra", year_group="6")
    attend(other)
    scheme = a_scheme(held, year_groups=["6"])

    now = list_of(browser, held, scheme, date(2026, 11, 20))
    last_year = list_of(browser, held, a_scheme(held, year_groups=["5"]))

    assert named(now) == ["Ezra"]
    assert named(last_year) == ["Ezra"]  # who is in year 6 now


@pytest.mark.requirement("WID-24")
def test_the_list_of_last_year_is_the_same_after_the_school_has_rolled_forward(browser, held):
    ClassGroup.objects.filter(pk=held.group.pk).update(school_year=2025, name="5A")
    oldest = a_class(held.school, school_year=2025, name="6A", year_group="6")
    attend(a_pupil(held.school, oldest, forename="Ezra"))
    scheme = a_scheme(held, interval="yearly", year_groups=["5"])
    leaves = a_scheme(held, interval="yearly", year_groups=["6"])
    classes = a_scheme(held, interval="yearly", scope="class")
    before = [named(list_of(browser, held, scheme)), group_names(list_of(browser, held, classes))]

    roll_year_forward(an_actor("administrator", held.school), held.school.pk, 2025)
    rolled = Enrolment.objects.get(pk=held.pupils[0].pk)
    after = [named(list_of(browser, held, scheme)), group_names(list_of(browser, held, classes))]

    assert (rolled.year_group, rolled.group.name) == ("6", "6A")
    assert before == after == [["Ada", "Bela", "Cleo", "Dara"], ["5A", "6A"]]
    assert named(list_of(browser, held, leaves)) == ["Ezra"]
    assert named(list_of(browser, held, scheme, date(2026, 10, 1))) == []


def group_names(page):
    return [row.name for row in page.context["parts"]["listed"]]


@pytest.mark.requirement("WID-24")
def test_who_left_when_the_year_was_over_is_on_its_list_marked_and_not_ticked(browser, held):
    for place, last in enumerate((date(2026, 7, 31), date(2026, 7, 21), date(2026, 7, 17))):
        held.pupils[place].last_day = last
        held.pupils[place].save()

    page = list_of(browser, held, a_scheme(held, interval="yearly"))

    assert named(page) == ["Ada", "Bela", "Dara"]
    assert named(page, "to_decide") == ["Cleo"]
    assert "Left on 31 July 2026." in words_of(page)
    assert page.context["chosen"] == {held.pupils[3].pupil_id}


def test_whether_a_list_gives_is_worked_out_as_often_for_four_children_as_for_one(browser, held, monkeypatch):
    told, asked = RewardList.gives_now.fget, []
    monkeypatch.setattr(RewardList, "gives_now", property(lambda page: asked.append(page) or told(page)))
    scheme = a_scheme(held)

    assert len(named(list_of(browser, held, scheme))) == 4
    of_four = len(asked)
    for each in held.pupils[1:]:
        spoil(each, SUMMER, "I/")
    assert len(named(list_of(browser, held, scheme))) == 1

    assert len(asked) - of_four == of_four
