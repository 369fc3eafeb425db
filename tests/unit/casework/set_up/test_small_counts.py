"""Few who are persistently or severely absent are not counted where it could be seen who they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.queries.figures import Figures, keep_counts_back
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
FEWEST = 10


def children(school, year_group, number, absent):
    group = a_class(school, year_group=year_group)
    for place in range(number):
        measures = {"persistently_absent": place < absent, "severely_absent": False}
        an_assessment(a_pupil(school, group), document={"measures": measures})


def test_a_count_of_few_is_kept_back_with_the_one_that_would_give_it_away(browser):
    school = a_school()
    for year, number, absent in (("4", 30, 12), ("5", 26, 11), ("6", 28, 3)):
        children(school, year, number, absent)

    page = words_of(browser(a_user("governor", school)).get(reverse("numbers", args=[school.pk])))

    assert "Whole school 84 8400 7560 (90.0%) 840 (10.0%) 0 (0.0%) 26 0" in page
    assert "Year 4 30 3000 2700 (90.0%) 300 (10.0%) 0 (0.0%) 12 0" in page
    assert "Year 5 26 2600 2340 (90.0%) 260 (10.0%) 0 (0.0%) Kept back 0" in page
    assert "Year 6 28 2800 2520 (90.0%) 280 (10.0%) 0 (0.0%) Kept back 0" in page


def test_where_the_whole_schools_count_is_of_few_every_groups_is_kept_back(browser):
    school = a_school()
    children(school, "5", 20, 4)
    children(school, "6", 20, 0)

    page = words_of(browser(a_user("governor", school)).get(reverse("numbers", args=[school.pk])))

    for group, numbers in (
        ("Whole school", "40 4000 3600"),
        ("Year 5", "20 2000 1800"),
        ("Year 6", "20 2000"),
    ):
        assert f"{group} {numbers}" in page
    assert page.count("(0.0%) Kept back 0") == 3


@pytest.mark.parametrize(
    ("groups", "hidden"),  # each group: its pupils, and how many of them are counted
    [
        ([(20, 10), (20, 10)], []),
        ([(20, 0), (20, 20), (20, 10)], []),
        ([(20, 9), (30, 15), (40, 20)], [0, 1]),
        ([(20, 11), (30, 15), (40, 20)], [0, 1]),  # all but nine
        ([(20, 3), (22, 0), (40, 20)], [0, 1, 2]),  # three of the first two together
        ([(20, 20), (30, 29), (60, 30), (90, 45)], [0, 1, 2]),  # all but one of the first two together
    ],
)
def test_what_is_hidden_is_of_two_groups_and_no_count_of_few(groups, hidden):
    made = [Figures(str(place), pupils, persistent=count) for place, (pupils, count) in enumerate(groups)]
    whole = Figures("Whole", sum(of for of, _ in groups), persistent=sum(count for _, count in groups))

    keep_counts_back(whole, made, FEWEST)

    assert [place for place, each in enumerate(made) if each.persistent_hidden] == hidden
    assert not whole.persistent_hidden


def test_the_count_of_a_group_that_is_hidden_whole_is_worked_out_from_no_other():
    small = Figures("small", 9, persistent=2, hidden=True)
    next_one = Figures("next", 12, persistent=0, hidden=True)
    others = [Figures("third", 20, persistent=10), Figures("fourth", 40, persistent=20)]
    whole = Figures("Whole", 81, persistent=32)

    keep_counts_back(whole, [small, next_one, *others], FEWEST)

    assert [each.persistent_hidden for each in others] == [True, False]
