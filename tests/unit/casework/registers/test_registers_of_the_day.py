"""Which registers are in: by the school's times, missing first, with who took each and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CalendarSpan
from tests.factories.site import a_user
from tests.factories.site_registers import QUARTER_TO_NINE, a_register_school, add_class, submit, words_of

pytestmark = pytest.mark.django_db
EVERYBODY = "/" * 4  # of the class
NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)


def told(browser, held, at=QUARTER_TO_NINE, day=None, user=None):
    place = (
        reverse("registers-of-day", args=[held.school.pk, day])
        if day
        else reverse("registers", args=[held.school.pk])
    )
    return words_of(browser(user or held.officer, at).get(place))


@pytest.mark.parametrize(
    ("minute", "says"),
    [
        (-1, "Morning Not yet open, from 8:45am"),
        (0, "Morning Open now, due by 9:15am"),
        (30, "Morning Open now, due by 9:15am"),
        (31, "Morning Not taken, due by 9:15am"),
    ],
)
def test_a_register_that_is_not_in_is_told_by_the_clock(browser, minute, says):
    held = a_register_school()

    assert says in told(browser, held, at=QUARTER_TO_NINE + timedelta(minutes=minute))


@pytest.mark.requirement("WID-92")
@pytest.mark.parametrize(("minutes", "says"), [(30, "Taken at 9:15am"), (31, "Taken late at 9:16am")])
def test_a_register_that_came_31_minutes_after_the_start_is_late(browser, minutes, says):
    held = a_register_school()
    submit(held, *EVERYBODY, at=QUARTER_TO_NINE + timedelta(minutes=minutes))

    page = told(browser, held, at=NIGHT)

    assert f"Morning {says} by Tess Marlow, Class teacher" in page


def test_a_register_is_late_after_its_own_close_where_that_is_sooner(browser):
    held = a_register_school(morning_closes="09:00")
    submit(held, *EVERYBODY, at=QUARTER_TO_NINE + timedelta(minutes=16))

    assert "Taken late at 9:01am" in told(browser, held, at=NIGHT)


def test_seconds_of_the_last_minute_are_in_time(browser):
    held = a_register_school()
    submit(held, *EVERYBODY, at=QUARTER_TO_NINE + timedelta(minutes=30, seconds=59))

    assert "Morning Taken at 9:15am" in told(browser, held, at=NIGHT)


@pytest.mark.requirement("WID-91")
def test_each_day_has_two_registers_and_a_day_with_only_one_is_flagged(browser):
    held = a_register_school()
    submit(held, *EVERYBODY)

    before, after = told(browser, held), told(browser, held, at=NIGHT)

    flag = "The class has only one register for this day."
    assert held.group.name in after
    assert (after.count(f"{held.group.name} Morning"), after.count(f"{held.group.name} Afternoon")) == (1, 1)
    assert (flag in before, flag in after) == (False, True)
    submit(held, *EVERYBODY, half=1)
    assert flag not in told(browser, held, at=NIGHT)


def test_twenty_classes_ask_the_database_no_more_often_than_two(browser, django_assert_max_num_queries):
    held = a_register_school()
    for number in range(20):
        add_class(held, name=f"Class of {number}")
    submit(held, *EVERYBODY)
    client = browser(held.officer)

    with django_assert_max_num_queries(25):
        client.get(reverse("registers", args=[held.school.pk]))


def test_missing_registers_come_first(browser):
    held = a_register_school()
    other = add_class(held, name="A first class")
    submit(held, *EVERYBODY)

    page = told(browser, held, at=QUARTER_TO_NINE + timedelta(hours=1))

    order = [
        page.index(f"{other.name} Morning Not taken"),
        page.index(f"{held.group.name} Afternoon Not yet open"),
        page.index(f"{held.group.name} Morning Taken"),
    ]
    assert order == sorted(order)


def test_a_files_register_counts_for_the_classes_of_its_pupils(browser):
    held = a_register_school()
    document_of_no_class = held.__class__(held.school, None, held.teacher, held.officer, held.pupils)
    submit(document_of_no_class, *EVERYBODY, source="file")

    assert f"{held.group.name} Morning Taken at 8:45am" in told(browser, held, at=NIGHT)


def test_a_day_that_is_over_is_shown_by_its_own_address(browser):
    held = a_register_school()

    page = told(browser, held, day="2026-11-19")

    assert "Thursday 19 November 2026" in page
    assert "2 not taken." in page


def test_a_closed_day_has_no_registers_and_says_why(browser):
    held = a_register_school()
    CalendarSpan.objects.create(
        school=held.school, kind="closed", first_day="2026-11-20", last_day="2026-11-20", note="boiler"
    )

    assert "No registers: the school is closed on 20 November 2026 (boiler)." in told(browser, held)


def test_without_times_a_register_is_open_all_day_and_missing_the_day_after(browser):
    held = a_register_school(day_starts=None, late_after=None, morning_closes=None)

    assert f"{held.group.name} Morning Open now" in told(browser, held, at=NIGHT)
    assert f"{held.group.name} Morning Not taken" in told(
        browser, held, at=NIGHT + timedelta(days=1), day="2026-11-20"
    )
    assert "When the morning starts is not set." in told(browser, held)


def test_whoever_may_only_see_which_are_in_gets_no_link_to_take_them(browser):
    held = a_register_school()
    lead = a_user("senco", held.school)

    page = told(browser, held, user=lead, at=NIGHT)

    assert "Not taken" in page
    assert "Take it" not in page
    assert "Take it" in told(browser, held, at=NIGHT)


def test_whoever_has_one_school_is_led_to_its_registers(browser):
    held = a_register_school()

    answer = browser(held.teacher).get(reverse("my-registers"))

    assert answer["Location"] == reverse("registers", args=[held.school.pk])


def test_whoever_has_many_schools_chooses_one(browser):
    held = a_register_school()
    other = a_register_school()
    join = held.officer.memberships.get()
    join.pk, join.school = None, other.school
    join._state.adding = True
    join.save()

    page = words_of(browser(held.officer).get(reverse("my-registers")))

    assert held.school.name in page
    assert other.school.name in page


def test_whoever_has_no_registers_finds_no_such_page(browser):
    held = a_register_school()

    assert browser(a_user("governor", held.school)).get(reverse("my-registers")).status_code == 404


def test_a_teacher_without_a_class_today_is_told_so_and_what_to_do(browser):
    held = a_register_school()
    supply = browser(a_user("teacher", held.school))

    page = words_of(supply.get(reverse("my-registers"), follow=True))

    assert "No class is yours today." in page
    assert held.group.name not in page
    stranger = browser(a_user("teacher", a_register_school().school))
    assert stranger.get(reverse("registers", args=[held.school.pk])).status_code == 404
