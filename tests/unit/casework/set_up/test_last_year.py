"""Last year beside this: counted to the same day, of the children of then, and kept back by the same rule."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.queries.numbers import a_year_before
from supportfirst.casework.store.models import CalendarSpan, ClassPlace, PupilFlag
from tests.factories.site import a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import an_assessment, put_marks
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
# a Monday, Tuesday and Thursday; then the very day a year before the page's, and the day after it
DAYS = (date(2025, 11, 3), date(2025, 11, 4), date(2025, 11, 6))
SAME_DAY, DAY_AFTER = date(2025, 11, 20), date(2025, 11, 21)


def a_child(school, year_group="5", marks="//", *, days=DAYS, **over):
    """A child of this year's year group, in the class below a year ago, with these marks on the days."""
    stay = a_pupil(school, a_class(school, year_group=year_group), **over)
    before = a_class(school, year_group=str(int(year_group) - 1), school_year=2025)
    ClassPlace.objects.create(
        enrolment=stay, group=before, first_day=stay.first_day, last_day=date(2026, 7, 31)
    )
    ClassPlace.objects.create(enrolment=stay, group=stay.group, first_day=date(2026, 8, 1))
    put_marks(stay, dict.fromkeys(days, marks))
    return stay


def seen(browser, school, role="governor"):
    return browser(a_user(role, school)).get(reverse("numbers", args=[school.pk]))


def rows(page):
    return {each.now.words: each for _, held in page.context["page"].beside for each in held}


def test_attendance_to_the_same_day_last_year_stands_beside_this_years(browser):
    school = a_school()
    for place in range(10):
        stay = a_child(school, marks="/O" if place < 5 else "//", days=(*DAYS, SAME_DAY))
        put_marks(stay, {DAY_AFTER: "OO"})  # not yet reached last year
        an_assessment(stay, missed=10)

    page = seen(browser, school, "head")

    text = words_of(page)
    assert "to 20 November 2026, and the last one to the same day, 20 November 2025" in text
    assert (
        "Whole school 900 of 1000 sessions (90.0%) 60 of 80 sessions (75.0%) +15.0 0 of 1000 (0.0%) "
        "20 of 80 (25.0%)"
    ) in text


def test_authorised_absence_is_absence_and_not_unauthorised(browser):
    school = a_school()
    for _ in range(10):
        an_assessment(a_child(school, marks="/I"))

    assert "30 of 60 sessions (50.0%)" in words_of(seen(browser, school))
    assert "0 of 60 (0.0%)" in words_of(seen(browser, school))


def test_who_has_left_since_counts_last_year_and_who_came_since_does_not(browser):
    school = a_school()
    for _ in range(10):
        a_child(school, marks="OO", last_day=date(2026, 7, 21))
        an_assessment(a_pupil(school, a_class(school), first_day=date(2026, 9, 2)))

    row = rows(seen(browser, school))["Whole school"]

    assert (row.now.pupils, row.before.pupils) == (10, 10)
    assert (row.before.attended, row.before.possible, row.before.unauthorised) == (0, 60, 60)


def test_a_year_group_stands_beside_the_one_that_was_it_then(browser):
    school = a_school()
    for _ in range(10):
        an_assessment(a_child(school, "5", "//"))
        an_assessment(a_child(school, "6", "OO"))

    found = rows(seen(browser, school))

    assert found["Year 5"].before.attended == 0  # they are this year's Year 6
    assert found["Year 6"].before is None


def test_a_group_that_was_small_then_is_kept_back_with_the_one_that_would_give_it_away(browser):
    school = a_school()
    for place in range(20):
        child = a_child(school)
        last_day = date(2026, 7, 1) if place < 12 else None
        PupilFlag.objects.create(pupil=child.pupil, name="fsm", first_day=date(2026, 7, 2))
        if place < 3:
            PupilFlag.objects.create(pupil=child.pupil, name="fsm", last_day=last_day)
        an_assessment(child)

    page = seen(browser, school)

    found = rows(page)
    assert not found["Free school meals"].now.hidden
    assert found["Free school meals"].before.hidden
    assert found["Whole school"].before.pupils == 20
    assert "Free school meals 1800 of 2000 sessions (90.0%) Kept back: too few –" in words_of(page)


def test_a_small_school_shows_nothing_of_either_year(browser):
    school = a_school()
    for _ in range(9):
        an_assessment(a_child(school))

    page = words_of(seen(browser, school))

    assert "54 of 54" not in page
    assert "Whole school Kept back: too few Kept back: too few –" in page


@pytest.mark.parametrize("missing", ["marks", "terms"])
def test_where_nothing_is_known_of_last_year_the_page_says_so(browser, missing):
    school = a_school()
    for _ in range(10):
        an_assessment(a_child(school, marks="//" if missing == "terms" else "  "))
    if missing == "terms":
        CalendarSpan.objects.filter(school=school, last_day__lt=date(2026, 8, 1)).delete()

    page = words_of(seen(browser, school))

    assert "No registers of last year are here" in page
    assert "Whole school 10 1000 900" in page


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2026, 11, 20), date(2025, 11, 20)), (date(2024, 2, 29), date(2023, 2, 28))],
)
def test_the_same_day_a_year_before(day, before):
    assert a_year_before(day) == before
